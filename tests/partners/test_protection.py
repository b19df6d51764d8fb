"""A protected partner: a marker in every hidden field is seen by the circle and by nobody else, anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach.audit.models import AuditEntry
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner, PartnerOpening
from outreach.users.models import User
from tests.factories import MARKERS, add_marked, add_partner, hand_over, seen_markers


@pytest.fixture
def owner(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, "Anna")


@pytest.fixture
def outsider(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, "Bent")


@pytest.fixture
def hidden(owner: User) -> str:
    return add_marked(owner)


def pages_about(hidden: str) -> list[str]:
    """Addresses that could tell something of the partner."""
    found = [f"/partners?q={value}" for value in (*MARKERS.values(), "8999", "98765432", "Krisecenter", "Nordøst")]
    filtered = [f"/partners?{each}" for each in (
        "kind=crisis_centre", "district=north", "target_group=children", "archived=1", "sort=changed", "sort=stage")]
    return ["/", "/partners", f"/partners/{hidden}", f"/partners/{hidden}/stage",
            *(f"/partners/{hidden}/edit/{each}" for each in ("basics", "needs", "everyday", "ours")),
            f"/partners/{hidden}/quotes/new", f"/partners/{hidden}/contacts/new", f"/partners/{hidden}/guesses/new",
            f"/partners/{hidden}/papers", *found, *filtered]


def body_of(page: str) -> str:
    """The page without what the reader typed into the search field."""
    return re.sub(r'<input type="search"[^>]*>', "", page)


def test_no_page_shows_an_outsider_a_protected_text(
        client_as: Callable[..., FlaskClient], outsider: User, hidden: str) -> None:
    client = client_as(outsider)
    seen = {address: seen_markers(body_of(client.get(address).text)) for address in pages_about(hidden)}
    assert {address: marks for address, marks in seen.items() if marks} == {}


def test_the_circle_sees_every_protected_text(client_as: Callable[..., FlaskClient], owner: User, hidden: str) -> None:
    assert seen_markers(client_as(owner).get(f"/partners/{hidden}").text) == set(MARKERS) - {"reason"}


@pytest.mark.parametrize("query", ["kind=crisis_centre", "district=north", "target_group=children", "q=8999",
                                   f"q={MARKERS['name']}", f"q={MARKERS['contact']}", "q=krisecenter"])
def test_hidden_values_are_neither_searched_nor_counted(
        client_as: Callable[..., FlaskClient], owner: User, outsider: User, hidden: str, query: str) -> None:
    def count(user: User) -> list[str]:
        return re.findall(r"(\d+) partner", client_as(user).get(f"/partners?{query}").text)

    assert (count(owner), count(outsider)) == (["1"], [])


def test_a_hidden_partner_is_found_by_code_name_and_listed_values(
        client_as: Callable[..., FlaskClient], outsider: User, owner: User, hidden: str) -> None:
    client = client_as(outsider)
    for query in ("q=birk", "sector=social", "stage=prospect", f"owner={owner.public_id}"):
        assert re.findall(r'/partners/\w{12}">([^<]+)</a>', client.get(f"/partners?{query}").text) == ["Partner Birk"]


def test_a_hidden_partner_sorts_by_its_code_name(
        client_as: Callable[..., FlaskClient], outsider: User, owner: User, hidden: str) -> None:
    add_partner(owner, "Alhuset")
    add_partner(owner, "Zebrahuset")
    page = client_as(outsider).get("/partners").text
    assert re.findall(r'/partners/\w{12}">([^<]+)</a>', page) == ["Alhuset", "Partner Birk", "Zebrahuset"]


def test_the_hidden_page_shows_only_the_allow_list(client_as: Callable[..., FlaskClient], outsider: User,
                                                   hidden: str) -> None:
    answer = client_as(outsider).get(f"/partners/{hidden}")
    assert answer.status_code == 403
    assert re.findall(r"<dd>([^<]*)</dd>", answer.text) == ["Social", "Mulig partner", "Anna"]
    assert re.findall(r"<title>([^<]*)</title>", answer.text) == ["Partner Birk – Partnerportalen"]


@pytest.mark.parametrize("data", [
    {"name": MARKERS["name"], "phone": "", "email": ""}, {"name": "x", "phone": "98 76 54 32", "email": ""},
    {"name": "x", "phone": "", "email": f"{MARKERS['email']}@sted.dk"}])
def test_duplicate_warning_leaves_out_hidden_partners(
        client_as: Callable[..., FlaskClient], outsider: User, owner: User, hidden: str, data: dict[str, str]) -> None:
    assert client_as(outsider).post("/partners/similar", data=data).text.strip() == ""
    assert re.findall(r"data-double=[^>]*>([^<]+)<", client_as(owner).post("/partners/similar", data=data).text) == [
        MARKERS["name"]]


def test_a_hidden_duplicate_is_reported_to_its_circle_only(
        client_as: Callable[..., FlaskClient], outsider: User, owner: User, hidden: str) -> None:
    client = client_as(outsider)
    answer = client.post("/partners/new", data={"name": MARKERS["name"], "kind": "family_house"})
    assert answer.status_code == 302
    new = answer.location.rsplit("/")[-1]
    assert "Bent har oprettet en partner, der ligner" in client_as(owner).get("/").text
    assert f'href="/partners/{new}"' in client_as(owner).get(f"/partners/{hidden}").text
    assert "der ligner" not in client.get("/").text


@pytest.mark.parametrize("address", ["archive", "restore", "edit/basics", "edit/ours", "stage", "quotes/new"])
def test_an_outsider_cannot_change_a_hidden_partner(
        client_as: Callable[..., FlaskClient], outsider: User, hidden: str, address: str) -> None:
    data = {"name": "x", "to": "glance", "reason": "x"}
    answer = client_as(outsider).post(f"/partners/{hidden}/{address}", data=data)
    assert answer.status_code == 403
    assert db.session.scalars(db.select(AuditEntry.act)).all() == ["partner.create", "guess.add"]


def test_opening_needs_a_reason(client_as: Callable[..., FlaskClient], outsider: User, hidden: str) -> None:
    answer = client_as(outsider).post(f"/partners/{hidden}/open", data={"reason": " "})
    assert answer.status_code == 422
    assert db.session.scalars(db.select(PartnerOpening)).all() == []


def test_opening_leads_to_the_asked_page_for_an_hour_and_the_circle_is_told(
        client_as: Callable[..., FlaskClient], outsider: User, owner: User, hidden: str) -> None:
    client, start = client_as(outsider), clock.now()
    asked = f"/partners/{hidden}/edit/basics"
    after = re.findall(r'name="after" value="([^"]*)"', client.get(asked).text)[0]
    answer = client.post(f"/partners/{hidden}/open", data={"reason": f"Afløser {MARKERS['reason']}", "after": after})
    assert (after, answer.location) == (asked, asked)
    assert client.get(asked).status_code == 200
    assert "reason" in seen_markers(client_as(owner).get("/").text)
    assert "reason" in seen_markers(client_as(owner).get(f"/partners/{hidden}").text)
    assert db.session.scalars(db.select(AuditEntry.act).where(AuditEntry.act == "partner.open")).all() == [
        "partner.open"]
    clock.set_source(lambda: start + timedelta(minutes=61))
    assert client.get(asked).status_code == 403


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_opening_redirects_only_within_the_portal(
        client_as: Callable[..., FlaskClient], outsider: User, hidden: str, after: str) -> None:
    answer = client_as(outsider).post(f"/partners/{hidden}/open", data={"reason": "Jeg er afløser", "after": after})
    assert answer.location == f"/partners/{hidden}"


def test_a_visitor_cannot_change_who_sees_the_partner(
        client_as: Callable[..., FlaskClient], outsider: User, hidden: str) -> None:
    client = client_as(outsider)
    client.post(f"/partners/{hidden}/open", data={"reason": "Jeg er afløser"})
    answer = client.post(f"/partners/{hidden}/edit/ours", data={"owner": outsider.public_id})
    assert answer.status_code == 422
    assert db.session.scalars(db.select(Partner.is_protected)).all() == [True]


@pytest.fixture
def team(owner: User, outsider: User, hidden: str) -> str:
    """The partner with Bent in its circle beside Anna, who owns it."""
    hand_over(hidden, by=owner, owner=owner, circle=(outsider,))
    return hidden


@pytest.fixture
def visitor(make_user: Callable[..., User], client_as: Callable[..., FlaskClient], hidden: str) -> FlaskClient:
    """An administrator outside the circle who has opened the partner with a reason."""
    client = client_as(make_user(Role.ADMINISTRATOR, "Carl"))
    client.post(f"/partners/{hidden}/open", data={"reason": "Jeg er afløser"})
    return client


def access_of(hidden: str) -> tuple[str | None, set[str], bool]:
    """Owner, circle and protection as they are kept."""
    db.session.rollback()
    row = db.session.scalars(db.select(Partner).where(Partner.public_id == hidden)).one()
    return (row.owner.name if row.owner else None), {member.user.name for member in row.circle}, row.is_protected


@pytest.mark.parametrize(("owner_is", "circle_is", "protected"), [
    ("Carl", [], "y"), ("", ["Carl"], "y"), ("Anna", [], "y"), ("Anna", ["Bent"], "")])
def test_a_visitor_can_remove_neither_members_nor_protection(
        team: str, visitor: FlaskClient, owner_is: str, circle_is: list[str], protected: str) -> None:
    hidden, ids = team, {user.name: user.public_id for user in db.session.scalars(db.select(User))}
    answer = visitor.post(f"/partners/{hidden}/edit/ours", data={
        "owner": ids.get(owner_is, ""), "circle": [ids[name] for name in circle_is],
        **({"is_protected": protected} if protected else {})})
    assert (answer.status_code, access_of(hidden)) == (422, ("Anna", {"Bent"}, True))


def test_a_visitor_may_add_a_colleague_and_it_is_audited(
        visitor: FlaskClient, owner: User, outsider: User, hidden: str) -> None:
    visitor.post(f"/partners/{hidden}/edit/ours", data={
        "owner": owner.public_id, "circle": [outsider.public_id], "is_protected": "y", "code_name": "Partner Birk"})
    assert access_of(hidden) == ("Anna", {"Bent"}, True)
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == "partner.change_access")).one()
    assert [(change.field, change.old, change.new) for change in entry.changes] == [("circle", None, "Bent")]


def test_a_visitor_may_replace_an_owner_who_left(visitor: FlaskClient, owner: User, outsider: User,
                                                 hidden: str) -> None:
    with transactions.writing():
        db.session.get_one(User, owner.id).active = False
    visitor.post(f"/partners/{hidden}/edit/ours", data={"owner": outsider.public_id, "is_protected": "y"})
    assert access_of(hidden) == ("Bent", set(), True)


def test_the_circle_ends_a_visit_at_once(
        client_as: Callable[..., FlaskClient], owner: User, hidden: str, visitor: FlaskClient) -> None:
    circle = client_as(db.session.scalars(db.select(User).where(User.name == "Anna")).one())
    end = re.findall(r'action="([^"]*/end)"', circle.get(f"/partners/{hidden}").text)
    assert (len(end), re.findall("/openings/", visitor.get(f"/partners/{hidden}").text)) == (1, [])
    assert [visitor.post(end[0]).status_code, visitor.get(f"/partners/{hidden}").status_code] == [422, 200]
    circle.post(end[0])
    assert visitor.get(f"/partners/{hidden}").status_code == 403
    assert re.findall("/openings/", circle.get(f"/partners/{hidden}").text) == []


def test_a_visitor_cannot_archive(visitor: FlaskClient, hidden: str) -> None:
    assert "/archive" not in visitor.get(f"/partners/{hidden}").text
    assert visitor.post(f"/partners/{hidden}/archive").status_code == 422
    assert db.session.scalars(db.select(Partner.archived_at)).all() == [None]


def test_a_visitor_cannot_restore_from_the_archive(visitor: FlaskClient, hidden: str) -> None:
    with transactions.writing():
        db.session.scalars(db.select(Partner)).one().archived_at = put_away = clock.now()
    assert "/restore" not in visitor.get(f"/partners/{hidden}").text
    assert visitor.post(f"/partners/{hidden}/restore").status_code == 422
    assert db.session.scalars(db.select(Partner.archived_at)).all() == [put_away]


def test_a_code_name_that_reveals_the_partner_is_refused(client_as: Callable[..., FlaskClient], owner: User,
                                                         hidden: str) -> None:
    data = {"owner": owner.public_id, "is_protected": "y", "code_name": f"Partner {MARKERS['address']}"}
    client = client_as(owner)
    assert client.post(f"/partners/{hidden}/edit/ours", data=data).status_code == 422
    assert client.post(f"/partners/{hidden}/edit/basics", data={
        "name": "Huset Birk", "kind": "crisis_centre", "language": "da"}).status_code == 422
    assert db.session.scalars(db.select(Partner.name)).all() == [MARKERS["name"]]


def test_a_protected_partner_needs_somebody_in_its_circle(client_as: Callable[..., FlaskClient], owner: User,
                                                          hidden: str) -> None:
    answer = client_as(owner).post(f"/partners/{hidden}/edit/ours", data={"owner": "", "is_protected": "y"})
    assert (answer.status_code, "mindst én kollega i kredsen" in answer.text) == (422, True)


def test_a_named_colleague_is_in_the_circle(
        client_as: Callable[..., FlaskClient], owner: User, outsider: User, hidden: str) -> None:
    hand_over(hidden, by=owner, owner=owner, circle=(outsider,))
    assert client_as(outsider).get(f"/partners/{hidden}").status_code == 200


def test_giving_up_access_redirects_to_the_list(
        client_as: Callable[..., FlaskClient], owner: User, outsider: User, hidden: str) -> None:
    client = client_as(owner)
    answer = client.post(f"/partners/{hidden}/edit/ours", data={
        "owner": outsider.public_id, "is_protected": "y", "code_name": "Partner Birk"})
    assert answer.location == "/partners"
    assert client.get(f"/partners/{hidden}").status_code == 403


def test_everybody_sees_an_unprotected_partner(
        app: Flask, client_as: Callable[..., FlaskClient], owner: User, outsider: User) -> None:
    public_id = add_marked(owner, protected=False)
    assert seen_markers(client_as(outsider).get(f"/partners/{public_id}").text) == set(MARKERS) - {"reason"}
