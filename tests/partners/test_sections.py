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
from outreach.core.permissions import Role
from outreach.partners.models import Contact, Partner, Quote
from outreach.users.models import User
from tests.partner_cast import add_partner

BASICS = {"name": "Familiehuset", "kind": "family_house", "sector": "education", "district": "north",
          "address": "Vej 1", "postal_code": "8930", "city": "Randers NØ", "phone": "89 15 82 00",
          "email": "hus@sted.dk", "website": "www.sted.dk", "cvr": "DK 13 58 56 28", "p_number": "1003057283",
          "language": "en"}


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, "Anna")


@pytest.fixture
def partner(user: User) -> str:
    return add_partner(user, "Familiehuset")


def row() -> Partner:
    db.session.expire_all()
    return db.session.scalars(db.select(Partner)).one()


def version(html: str) -> str:
    return re.findall(r'name="version" value="([^"]*)"', html)[0]


def test_basics(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    answer = client_as(user).post(f"/partners/{partner}/edit/basics", data=BASICS)
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
def test_numbers_are_checked(client_as: Callable[..., FlaskClient], user: User, partner: str, change: dict[str, str],
                             message: str) -> None:
    answer = client_as(user).post(f"/partners/{partner}/edit/basics", data={**BASICS, **change})
    assert (answer.status_code, f": {message}</a></li>" in answer.text) == (422, True)
    assert row().address == ""


def test_needs_are_ranked_and_told_apart(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    client = client_as(user)
    data = {"needs": ["said:calm", "guessed:home"], "needs-rank-home": "1", "needs-rank-calm": "2",
            "target_groups": ["guessed:children"]}
    client.post(f"/partners/{partner}/edit/needs", data=data)
    assert [(each.need.key, each.rank, each.basis.value) for each in row().needs] == [
        ("home", 1, "guessed"), ("calm", 2, "said")]
    client.post(f"/partners/{partner}/edit/needs", data={"needs": ["said:together", "said:home"]})
    assert [(each.need.key, each.rank, each.basis.value) for each in row().needs] == [
        ("together", 1, "said"), ("home", 2, "said")]


def test_everyday_worries_and_words(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    client_as(user).post(f"/partners/{partner}/edit/everyday", data={
        "everyday": "Travlt", "matters": "Ro", "worries": "said:time", "avoid_words": "klient\nindsats, klient"})
    saved = row()
    assert (saved.everyday, saved.matters, [each.worry.key for each in saved.worries],
            [each.word for each in saved.avoid_words]) == ("Travlt", "Ro", ["time"], ["klient", "indsats"])


def test_quotes_come_change_and_go(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    client = client_as(user)
    data = {"text": "Vi har brug for ro", "said_on": "24.11.2025", "source": "møde", "language": "da",
            "translation": "We need calm"}
    client.post(f"/partners/{partner}/quotes/new", data=data)
    quote = db.session.scalars(db.select(Quote)).one()
    assert (quote.text, quote.said_on, quote.translation_by_id) == ("Vi har brug for ro", date(2025, 11, 24), user.id)
    address = f"/partners/{partner}/quotes/{quote.public_id}"
    client.post(address, data={**data, "text": "Vi har brug for fred"})
    db.session.expire_all()
    assert db.session.scalars(db.select(Quote.text)).all() == ["Vi har brug for fred"]
    client.post(f"{address}/remove")
    assert db.session.scalars(db.select(Quote.text)).all() == []


def test_a_quote_of_tomorrow_is_refused(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    answer = client_as(user).post(f"/partners/{partner}/quotes/new", data={
        "text": "Ro", "said_on": "2100-01-01", "language": "da"})
    assert (answer.status_code, "Datoen ligger ude i fremtiden. Hvornår sagde de det?" in answer.text) == (422, True)


def test_contacts_come_change_and_go(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    client = client_as(user)
    for name in ("Vagten", "Lederen"):
        client.post(f"/partners/{partner}/contacts/new", data={"name": name})
    second = db.session.scalars(db.select(Contact).where(Contact.name == "Lederen")).one().public_id
    client.post(f"/partners/{partner}/contacts/{second}", data={"name": "Chefen", "first": "y"})
    assert [each.name for each in row().contacts] == ["Chefen", "Vagten"]
    assert "chefen" in row().search_key
    client.post(f"/partners/{partner}/contacts/{second}/remove")
    assert [each.name for each in row().contacts] == ["Vagten"]


def test_guesses_come_and_go(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    client = client_as(user)
    client.post(f"/partners/{partner}/guesses/new", data={"text": "Et sted efter kl. 16"})
    guess = row().guesses[0]
    assert guess.text == "Et sted efter kl. 16"
    client.post(f"/partners/{partner}/guesses/{guess.public_id}/remove")
    assert row().guesses == []


def test_two_on_different_sections_do_not_disturb_each_other(
        client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    client = client_as(user)
    everyday = f"/partners/{partner}/edit/everyday"
    shown = version(client.get(everyday).text)
    client.post(f"/partners/{partner}/edit/basics", data=BASICS)
    assert client.post(everyday, data={"version": shown, "everyday": "Travlt"}).status_code == 302


def test_nothing_changed_leaves_no_trace(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    client_as(user).post(f"/partners/{partner}/edit/everyday", data={})
    assert db.session.scalars(db.select(AuditEntry.act)).all() == ["partner.create"]


def test_an_edit_is_told_old_and_new(client_as: Callable[..., FlaskClient], user: User, partner: str) -> None:
    clock.set_source(None)
    client_as(user).post(f"/partners/{partner}/edit/basics", data={**BASICS, "sector": "", "district": "", "cvr": ""})
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == "partner.edit")).one()
    told = {each.field: (each.old, each.new) for each in entry.changes}
    assert (told["city"], told["sector"], "district" in told) == ((None, "Randers NØ"), ("social", None), False)


def test_a_partner_nobody_knows_is_not_found(client_as: Callable[..., FlaskClient]) -> None:
    assert client_as().get("/partners/bcdfghjkmnpq/edit/basics").status_code == 404
