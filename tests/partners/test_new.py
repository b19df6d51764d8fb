"""A new partner: quickly, once, and with a word of warning."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Basis, Partner
from outreach.users.models import User
from tests.factories import add_partner

FORM = {
    "name": "Familiehuset", "kind": "family_house", "quote": "Vi har brug for ro.", "quote_source": "telefonen",
    "target_groups": ["said:families"], "needs": ["guessed:calm", "said:home"], "worry": "time",
    "contact_name": "Lederen", "contact_role": "leder", "contact_phone": "89 15 82 00", "contact_email": "hus@sted.dk"}


def partners() -> list[Partner]:
    return list(db.session.scalars(db.select(Partner).order_by(Partner.id)))


def test_one_page_makes_a_whole_profile(client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    user = make_user(Role.STAFF)
    answer = client_as(user).post("/partners/new", data=FORM)
    [partner] = partners()
    assert answer.location == f"/partners/{partner.public_id}"
    assert (partner.name, partner.kind.key, partner.sector.key, partner.owner_id, partner.is_protected) == (
        "Familiehuset", "family_house", "social", user.id, False)
    assert [(group.target_group.key, group.rank, group.basis) for group in partner.target_groups] == [
        ("families", 1, Basis.SAID)]
    assert [(need.need.key, need.rank, need.basis) for need in partner.needs] == [
        ("home", 1, Basis.SAID), ("calm", 2, Basis.GUESSED)]
    assert [(quote.text, quote.source) for quote in partner.quotes] == [("Vi har brug for ro.", "telefonen")]
    assert [worry.worry.key for worry in partner.worries] == ["time"]
    assert [(contact.name, contact.role, contact.phone, contact.email) for contact in partner.contacts] == [
        ("Lederen", "leder", "89 15 82 00", "hus@sted.dk")]


def test_name_and_kind_are_enough(client_as: Callable[..., FlaskClient]) -> None:
    client_as().post("/partners/new", data={"name": "Huset", "kind": "family_house"})
    assert [partner.name for partner in partners()] == ["Huset"]


@pytest.mark.parametrize(("quote", "stage"), [("", "prospect"), ("Vi har brug for ro.", "glance")])
def test_a_quote_sets_the_stage_to_first_contact(
        client_as: Callable[..., FlaskClient], quote: str, stage: str) -> None:
    client_as().post("/partners/new", data={"name": "Huset", "kind": "family_house", "quote": quote})
    assert [partner.stage.value for partner in partners()] == [stage]


def test_sent_ranks_decide_the_order_of_needs(client_as: Callable[..., FlaskClient]) -> None:
    client_as().post("/partners/new", data={
        "name": "Huset", "kind": "family_house", "needs": ["said:calm", "guessed:together", "said:home"],
        "needs-rank-together": "1", "needs-rank-home": "2"})
    assert [need.need.key for need in partners()[0].needs] == ["together", "home", "calm"]


def test_a_kind_can_protect_from_the_start(client_as: Callable[..., FlaskClient]) -> None:
    client_as().post("/partners/new", data={"name": "Huset", "kind": "crisis_centre"})
    assert [partner.is_protected for partner in partners()] == [True]


def test_a_similar_name_asks_before_saving(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    add_partner(make_user(Role.MANAGER), "Familiehuset")
    answer = client_as().post("/partners/new", data={"name": "Familehuset", "kind": "family_house"})
    assert answer.status_code == 409
    assert re.findall(r"data-double=[^>]*>([^<]+)<", answer.text) == ["Familiehuset"]
    assert len(partners()) == 1


@pytest.mark.parametrize("how", [{"confirmed": "yes"}, {"seen": "known"}])
def test_a_confirmed_duplicate_is_saved(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User], how: dict[str, str]) -> None:
    known = add_partner(make_user(Role.MANAGER), "Familiehuset")
    how = {name: value.replace("known", known) for name, value in how.items()}
    client_as().post("/partners/new", data={"name": "Familiehuset", "kind": "family_house", **how})
    assert len(partners()) == 2


def test_a_contacts_phone_finds_a_duplicate(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    add_partner(make_user(Role.MANAGER), "Noget helt andet", basics={"phone": "+45 89 15 82 00"})
    answer = client_as().post("/partners/similar", data={"name": "Huset", "phone": "89158200", "email": ""})
    assert re.findall(r"data-double=[^>]*>([^<]+)<", answer.text) == ["Noget helt andet"]


def test_creating_a_partner_is_audited(client_as: Callable[..., FlaskClient]) -> None:
    client_as().post("/partners/new", data=FORM)
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == "partner.create")).one()
    assert {change.field: change.new for change in entry.changes} == {
        "name": "Familiehuset", "kind": "family_house", "stage": "glance", "quote": "Vi har brug for ro.",
        "contact": "Lederen", "said": "families, home", "guessed": "calm", "worries": "time"}


BAD = {
    "no name": ({"name": ""}, "Skriv partnerens navn."),
    "no kind": ({"kind": ""}, "Vælg, hvilken slags sted det er."),
    "unknown kind": ({"kind": "castle"}, "Det valg findes ikke længere. Vælg et andet."),
    "too long a name": ({"name": "a" * 121}, "Teksten er 1 tegn for lang (højst 120)."),
    "control character": ({"name": "a\x07b"},
                          "Teksten indeholder et usynligt styretegn. Skriv den igen, eller indsæt den som ren tekst."),
    "emoji": ({"name": "Huset 😀"}, "Vores skrift kan ikke vise 😀 på papir. Slet eller erstat."),
    "too long a quote": ({"quote": "ord " * 1001}, "Teksten er 3 tegn for lang (højst 4000)."),
    "phone": ({"contact_phone": "ring"}, "Skriv telefonnummeret med tal, fx 89 15 89 15 eller +45 89 15 89 15."),
    "mail": ({"contact_email": "x@"}, "Det ligner ikke en mailadresse. Skriv den som navn@sted.dk."),
    "unknown need": ({"needs": ["said:gold"]}, "Et af valgene findes ikke længere."),
}


@pytest.mark.parametrize(("change", "message"), BAD.values(), ids=BAD)
def test_bad_input_has_an_error_at_its_field_and_is_kept(
        client_as: Callable[..., FlaskClient], change: dict[str, object], message: str) -> None:
    answer = client_as().post("/partners/new", data={**FORM, **change})
    assert answer.status_code == 422
    assert f" {message}</a></li>" in answer.text
    assert partners() == []


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{ 7*7 }}", "مركز الأسرة", "a'; drop table partner; --",
                                  "</title><h1>x</h1>", "%(x)s {0}"])
def test_unusual_names_are_saved_as_written(client_as: Callable[..., FlaskClient], name: str) -> None:
    client = client_as()
    answer = client.post("/partners/new", data={"name": name, "kind": "family_house"})
    client.get(answer.location)  # the client looks at the page
    client.get("/partners")
    assert [partner.name for partner in partners()] == [name]
