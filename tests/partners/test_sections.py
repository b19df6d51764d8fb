"""The sections of a profile: each saves by itself, and two colleagues do not overwrite each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from outreach.audit.models import AuditEntry
from outreach.core import clock
from outreach.core.db import db
from outreach.partners.models import Contact, Partner, Quote
from outreach.users.models import User
from tests.factories import add_partner

BASICS = {"name": "Familiehuset", "kind": "family_house", "sector": "education", "district": "north",
          "address": "Vej 1", "postal_code": "8930", "city": "Randers NØ", "phone": "89 15 82 00",
          "email": "hus@sted.dk", "website": "www.sted.dk", "cvr": "DK 13 58 56 28", "p_number": "1003057283",
          "language": "en"}


@pytest.fixture
def partner(me: User) -> str:
    return add_partner(me, "Familiehuset")


def row() -> Partner:
    db.session.expire_all()
    return db.session.scalars(db.select(Partner)).one()


def version(html: str) -> str:
    return re.findall(r'name="version" value="([^"]*)"', html)[0]


def test_basics_are_saved(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    answer = client_as(me).post(f"/partners/{partner}/edit/basics", data=BASICS)
    assert answer.location == f"/partners/{partner}#basics"
    saved = row()
    assert {name: getattr(saved, name) for name in ("name", "address", "postal_code", "city", "phone", "email",
                                                    "website", "cvr", "p_number", "language")} == {
        "name": "Familiehuset", "address": "Vej 1", "postal_code": "8930", "city": "Randers NØ",
        "phone": "89 15 82 00", "email": "hus@sted.dk", "website": "https://www.sted.dk", "cvr": "13585628",
        "p_number": "1003057283", "language": "en"}
    assert (saved.sector.key, saved.district.key) == ("education", "north")


@pytest.mark.parametrize(("change", "message"), [
    ({"cvr": "13585627"}, "CVR-nummeret er ikke rigtigt. Det har otte cifre, fx på cvr.dk."),
    ({"p_number": "123"}, "Et P-nummer har ti cifre."),
    ({"postal_code": "89"}, "Et postnummer har fire cifre."),
    ({"website": "javascript:alert(1)"}, "Skriv webadressen som www.sted.dk."),
    ({"address": "Vej 1, 010190-1234"},
     "Det ligner et CPR-nummer. Det må ikke stå her – slet det, og skriv i stedet det, I har brug for at huske."),
])
def test_cvr_p_number_and_postal_code_are_checked(client_as: Callable[..., FlaskClient], me: User, partner: str,
                                                  change: dict[str, str],
                             message: str) -> None:
    answer = client_as(me).post(f"/partners/{partner}/edit/basics", data={**BASICS, **change})
    assert (answer.status_code, f": {message}</a></li>" in answer.text) == (422, True)
    assert row().address == ""


def test_needs_keep_their_rank_and_basis(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client = client_as(me)
    data = {"needs": ["said:calm", "guessed:home"], "needs-rank-home": "1", "needs-rank-calm": "2",
            "target_groups": ["guessed:children"]}
    client.post(f"/partners/{partner}/edit/needs", data=data)
    assert [(need.need.key, need.rank, need.basis.value) for need in row().needs] == [
        ("home", 1, "guessed"), ("calm", 2, "said")]
    client.post(f"/partners/{partner}/edit/needs", data={"needs": ["said:together", "said:home"]})
    assert [(need.need.key, need.rank, need.basis.value) for need in row().needs] == [
        ("together", 1, "said"), ("home", 2, "said")]


def test_everyday_worries_and_words_to_avoid_are_saved(client_as: Callable[..., FlaskClient], me: User,
                                                       partner: str) -> None:
    client_as(me).post(f"/partners/{partner}/edit/everyday", data={
        "everyday": "Travlt", "matters": "Ro", "worries": "said:time", "avoid_words": "klient\nindsats, klient"})
    saved = row()
    assert (saved.everyday, saved.matters, [worry.worry.key for worry in saved.worries],
            [word.word for word in saved.avoid_words]) == ("Travlt", "Ro", ["time"], ["klient", "indsats"])


def test_a_quote_is_added_changed_and_removed(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client = client_as(me)
    data = {"text": "Vi har brug for ro", "said_on": "24.11.2025", "source": "møde", "language": "da",
            "translation": "We need calm"}
    client.post(f"/partners/{partner}/quotes/new", data=data)
    quote = db.session.scalars(db.select(Quote)).one()
    assert (quote.text, quote.said_on, quote.translation_by_id) == ("Vi har brug for ro", date(2025, 11, 24), me.id)
    address = f"/partners/{partner}/quotes/{quote.public_id}"
    client.post(address, data={**data, "text": "Vi har brug for fred"})
    db.session.expire_all()
    assert db.session.scalars(db.select(Quote.text)).all() == ["Vi har brug for fred"]
    client.post(f"{address}/remove")
    assert db.session.scalars(db.select(Quote.text)).all() == []


def test_a_quote_dated_in_the_future_is_refused(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    answer = client_as(me).post(f"/partners/{partner}/quotes/new", data={
        "text": "Ro", "said_on": "2100-01-01", "language": "da"})
    assert (answer.status_code, "Datoen ligger ude i fremtiden. Hvornår sagde de det?" in answer.text) == (422, True)


def test_a_contact_is_added_changed_and_removed(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client = client_as(me)
    for name in ("Vagten", "Lederen"):
        client.post(f"/partners/{partner}/contacts/new", data={"name": name})
    second = db.session.scalars(db.select(Contact).where(Contact.name == "Lederen")).one().public_id
    client.post(f"/partners/{partner}/contacts/{second}", data={"name": "Chefen", "first": "y"})
    assert [contact.name for contact in row().contacts] == ["Chefen", "Vagten"]
    assert "chefen" in row().search_key
    client.post(f"/partners/{partner}/contacts/{second}/remove")
    assert [contact.name for contact in row().contacts] == ["Vagten"]


def test_a_guess_is_added_and_removed(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client = client_as(me)
    client.post(f"/partners/{partner}/guesses/new", data={"text": "Et sted efter kl. 16"})
    guess = row().guesses[0]
    assert guess.text == "Et sted efter kl. 16"
    client.post(f"/partners/{partner}/guesses/{guess.public_id}/remove")
    assert row().guesses == []


def test_two_colleagues_can_edit_different_sections(
        client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client = client_as(me)
    everyday = f"/partners/{partner}/edit/everyday"
    shown = version(client.get(everyday).text)
    client.post(f"/partners/{partner}/edit/basics", data=BASICS)
    assert client.post(everyday, data={"version": shown, "everyday": "Travlt"}).status_code == 302


def test_saving_without_changes_is_not_audited(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client_as(me).post(f"/partners/{partner}/edit/everyday", data={})
    assert db.session.scalars(db.select(AuditEntry.act)).all() == ["partner.create"]


def test_an_edit_is_audited_with_old_and_new_values(client_as: Callable[..., FlaskClient], me: User,
                                                    partner: str) -> None:
    clock.set_source(None)
    client_as(me).post(f"/partners/{partner}/edit/basics", data={**BASICS, "sector": "", "district": "", "cvr": ""})
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == "partner.edit")).one()
    told = {change.field: (change.old, change.new) for change in entry.changes}
    assert (told["city"], told["sector"], "district" in told) == ((None, "Randers NØ"), ("social", None), False)


def test_an_unknown_partner_is_not_found(client_as: Callable[..., FlaskClient]) -> None:
    assert client_as().get("/partners/bcdfghjkmnpq/edit/basics").status_code == 404


@pytest.mark.parametrize("words", ["ro til Bo 010203-1234", "ring 0102031234 om ro"])
def test_words_of_a_need_with_a_cpr_number_are_refused(client_as: Callable[..., FlaskClient], me: User, partner: str,
                                                       words: str) -> None:
    answer = client_as(me).post(f"/partners/{partner}/edit/needs",
                                data={"needs": "said:home", "needs-words-home": words})
    assert (answer.status_code, "brug for? Det ligner et CPR-nummer." in answer.text, row().needs) == (422, True, [])
