"""Who did what: on screen, in a file, and taken out again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from outreach.audit.models import AuditChange, AuditEntry
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner
from outreach.users.models import User
from tests.factories import MARKERS, add_marked, add_partner, seen_markers


@pytest.fixture
def keeper(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, "Anne")


@pytest.fixture
def administrator(client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> FlaskClient:
    return client_as(make_user(Role.ADMINISTRATOR, "Ada"))


def shown(html: str) -> list[str]:
    """What each entry on a page is called."""
    return [unescape(each) for each in re.findall(r"</time> <strong>([^<]*)</strong>", html)]


def edit(client: FlaskClient, partner: str, **changes: str) -> None:
    answer = client.post(f"/partners/{partner}/edit/basics", data={"name": "Huset", "kind": "family_house",
                                                                   "language": "da", **changes})
    assert answer.status_code == 302


def test_edit_shows_old_and_new_value_with_field_label(
        administrator: FlaskClient, client_as: Callable[..., FlaskClient], keeper: User) -> None:
    partner = add_partner(keeper, "Huset", basics={"city": "Hobro", "sector": None})
    edit(client_as(keeper), partner, city="Viborg")
    page = administrator.get("/log").text
    assert shown(page)[:2] == ["Partner: rettet", "Partner: oprettet"]
    cells = re.search(r'<th scope="row">By</th>\s*<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>', page)
    assert cells is not None
    assert cells.groups() == ("Hobro", "Viborg")


def test_hidden_partner_is_shown_by_code_name_without_values(
        administrator: FlaskClient, keeper: User) -> None:
    add_marked(keeper)
    page = administrator.get("/log").text
    assert (seen_markers(page), "Partner Birk" in page, set(shown(page))) == (set(), True, {"Noget rettet"})


#: What happened at a protected partner, as the two openings and the change of protection are called.
HIDDEN = ["Noget rettet", "Noget rettet"]
TOLD = ["Partner: lukket igen", "Partner: ændret, hvem der ser den", "Partner: åbnet af en uden for kredsen"]


@pytest.fixture
def busy(keeper: User) -> str:
    """A protected partner at which five things happened on 23 November at noon where the library lies."""
    clock.set_source(lambda: datetime(2026, 11, 23, 11, tzinfo=UTC))
    partner = add_partner(keeper, "Huset", kind="crisis_centre", code_name="Partner Birk")
    with transactions.writing():
        key = db.session.scalars(db.select(Partner.id)).one()
        db.session.add_all([
            AuditEntry(actor_name="Anne", act=act, subject_type=kind, subject_id=subject, partner_id=key)
            for act, kind, subject in (
                ("visit.log", "visit", "qvzhiddenvis"), ("partner.open", "partner", partner),
                ("partner.change_access", "partner", partner), ("partner.close", "partner", partner))])
    clock.set_source(None)
    return partner


def test_only_openings_and_access_changes_of_a_hidden_partner_are_named(administrator: FlaskClient, busy: str) -> None:
    page = administrator.get("/log").text
    assert (sorted(shown(page)), "qvzhiddenvis" in page) == (sorted(HIDDEN + TOLD), False)
    assert sorted(shown(administrator.get("/log/openings").text)) == sorted(set(TOLD) - {TOLD[1]})


def test_redacted_entry_shows_the_day_without_a_time(administrator: FlaskClient, busy: str) -> None:
    page = administrator.get("/log").text
    stamps = re.findall(r'<time datetime="([^"]+)">([^<]+)</time> <strong>Noget rettet', page)
    assert stamps == [("2026-11-23", "23.11.2026")] * 2


def test_export_shows_no_more_of_a_redacted_entry(administrator: FlaskClient, busy: str) -> None:
    rows = rows_of(administrator.post("/log/file"))
    assert [row for row in rows if row[2] == "Noget rettet"] == [
        ["2026-11-23", "Anne", "Noget rettet", "", "Partner Birk", "", "", ""]] * 2
    assert sorted(row[2] for row in rows[1:]) == sorted(HIDDEN + TOLD)


@pytest.mark.parametrize(("query", "found"), [
    ("kind=visit", []), ("verb=log", []), ("verb=create", []), ("record=qvzhiddenvis", []), ("kind=partner", TOLD),
    ("verb=change_access", TOLD[1:2]), ("since=2026-11-23&until=2026-11-23", HIDDEN + TOLD)])
def test_redacted_entry_is_not_found_by_hidden_filters(
        administrator: FlaskClient, busy: str, query: str, found: list[str]) -> None:
    assert sorted(shown(administrator.get(f"/log?{query}").text)) == sorted(found)
    rows = rows_of(administrator.post("/log/file", data=dict(each.split("=") for each in query.split("&"))))
    assert sorted(row[2] for row in rows[1:]) == sorted(found)


def test_circle_finds_the_entry_by_its_kind(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    ada = make_user(Role.ADMINISTRATOR, "Ada")
    add_partner(ada, "Huset", kind="crisis_centre")
    assert shown(client_as(ada).get("/log?kind=partner&verb=create").text) == ["Partner: oprettet"]


def test_export_has_no_values_of_a_hidden_partner(administrator: FlaskClient, keeper: User) -> None:
    add_marked(keeper)
    assert seen_markers(administrator.post("/log/file").text) == set()


def test_circle_sees_the_values(client_as: Callable[..., FlaskClient], keeper: User) -> None:
    partner = add_marked(keeper)
    assert {"name", "quote", "guess"} <= seen_markers(client_as(keeper).get(f"/partners/{partner}/log").text)


def test_history_of_a_hidden_partner_is_hidden(client_as: Callable[..., FlaskClient], keeper: User) -> None:
    answer = client_as(Role.MANAGER).get(f"/partners/{add_marked(keeper)}/log")
    assert (answer.status_code, seen_markers(answer.text)) == (403, set())


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR, Role.MANAGER])
def test_whole_log_is_for_administrators_only(client_as: Callable[..., FlaskClient], role: Role) -> None:
    assert client_as(role).get("/log").status_code == 403


def test_values_of_a_deleted_partner_are_shown_to_nobody(administrator: FlaskClient, keeper: User) -> None:
    add_marked(keeper, protected=False)
    with transactions.writing():
        for entry in db.session.scalars(db.select(AuditEntry)):
            entry.partner_id = None
    assert seen_markers(administrator.get("/log").text) == set()


FILTERS = {
    "kind=quote": ["Citat: tilføjet"],
    "verb=create": ["Partner: oprettet"],
    "who=portal": ["Demo: lagt ind"],
    "since=2026-11-24": [],
    "until=2026-11-23": ["Demo: lagt ind", "Citat: tilføjet", "Partner: oprettet"],
    "until=2026-11-22": [],
    "record=nobody": [],
    "kind=castle&verb=%25&since=x": ["Demo: lagt ind", "Citat: tilføjet", "Partner: oprettet"],
}


@pytest.mark.parametrize("query", FILTERS)
def test_log_is_filtered(
        administrator: FlaskClient, client_as: Callable[..., FlaskClient], keeper: User, query: str) -> None:
    # Half past eleven at night where the library lies is the same day still.
    clock.set_source(lambda: datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    partner = add_partner(keeper, "Huset")
    client_as(keeper).post(f"/partners/{partner}/quotes/new",
                           data={"text": "Ro.", "said_on": "2026-11-23", "language": "da"})
    with transactions.writing():
        db.session.add(AuditEntry(actor_name="Partnerportalen", act="demo.load", subject_type="demo", subject_id="x"))
    clock.set_source(None)
    assert shown(administrator.get(f"/log?{query}").text) == FILTERS[query]


def test_paging_shows_each_entry_once(administrator: FlaskClient) -> None:
    with transactions.writing():
        db.session.add_all([AuditEntry(actor_name=f"Nr. {number}", act="offer.edit", subject_type="offer",
                                       subject_id="x") for number in range(120)])
    seen, address = [], "/log?kind=offer"
    while address:
        page = administrator.get(address).text
        seen += re.findall(r"Nr\. \d+", page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(older[1]) if older else ""
    assert seen == [f"Nr. {number}" for number in reversed(range(120))]


def test_address_of_older_entries_does_not_tell_how_much_else_is_logged(administrator: FlaskClient) -> None:
    with transactions.writing():
        db.session.add_all([AuditEntry(actor_name="Ada", act=f"{kind}.edit", subject_type=kind, subject_id="x")
                            for kind in ("meeting", "offer") for _number in range(60)])
    assert re.findall(r'rel="next" href="([^"]+)"', administrator.get("/log?kind=offer").text) == [
        "/log?kind=offer&amp;oldest=10"]


@pytest.mark.parametrize("oldest", ["0", "-9", "9" * 30, "x"])
def test_page_that_is_not_there_is_no_fault(administrator: FlaskClient, oldest: str) -> None:
    assert administrator.get(f"/log?oldest={oldest}").status_code == 200


def rows_of(answer: object) -> list[list[str]]:
    data = answer.data  # type: ignore[attr-defined]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_export_has_the_same_entries_and_no_formula(
        administrator: FlaskClient, client_as: Callable[..., FlaskClient], keeper: User) -> None:
    partner = add_partner(keeper, "Huset", basics={"city": "Hobro", "sector": None})
    edit(client_as(keeper), partner, city="=1+1;x")
    rows = rows_of(administrator.post("/log/file", data={"verb": "edit"}))
    assert rows[0] == ["Tid", "Hvem", "Hvad", "Id", "Partner", "Felt", "Før", "Efter"]
    assert [row[1:] for row in rows[1:] if row[5] == "By"] == [
        ["Anne", "Partner: rettet", partner, "Huset", "By", "Hobro", "'=1+1;x"]]


def test_export_is_recorded(administrator: FlaskClient) -> None:
    administrator.post("/log/file")
    entry = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.actor_name, entry.act) == ("Ada", "audit.export")


def changes(**where: str) -> list[AuditChange]:
    db.session.rollback()
    return list(db.session.scalars(db.select(AuditChange).filter_by(**where).order_by(AuditChange.id)))


def test_blanking_one_value_is_recorded_without_it(administrator: FlaskClient, keeper: User) -> None:
    partner = add_partner(keeper, "Hemmelig")
    [name] = changes(field="name")
    answer = administrator.post(f"/log/values/{name.id}/blank")
    [name] = changes(field="name")
    assert (answer.location, name.new, name.blanked_at is not None) == (f"/partners/{partner}/log", None, True)
    [noted] = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == "audit.blank"))
    assert [(each.field, each.old, each.new) for each in noted.changes] == [("field", None, "name")]
    assert "Hemmelig" not in [each.new for each in changes()]


def test_value_of_a_hidden_partner_cannot_be_blanked(administrator: FlaskClient, keeper: User) -> None:
    add_marked(keeper)
    [name] = changes(field="name")
    assert administrator.post(f"/log/values/{name.id}/blank").status_code == 404


def test_every_value_mentioning_a_name_is_blanked(
        administrator: FlaskClient, client_as: Callable[..., FlaskClient], keeper: User) -> None:
    partner = add_partner(keeper, "Huset")
    other = add_partner(keeper, "Et andet hus med Bente i navnet")
    for data in ({"name": "BENTE Lund", "role": "leder", "email": "bl@sted.dk"}, {"name": "Carl", "role": "vagt"}):
        client_as(keeper).post(f"/partners/{partner}/contacts/new", data=data)
    client_as(keeper).post(f"/partners/{partner}/edit/everyday", data={"everyday": "Ring til Bente."})
    answer = administrator.post(f"/partners/{partner}/log/forget", data={"words": "bente, bl@sted.dk"})
    assert answer.status_code == 302
    left = {each.new for each in changes() if each.new}
    assert not any("bente" in each.casefold() for each in left if each != "Et andet hus med Bente i navnet")
    assert {"Carl", "leder", "Et andet hus med Bente i navnet"} <= left
    assert "Bente" not in administrator.get(f"/partners/{partner}/log").text
    assert other


@pytest.mark.parametrize("words", ["", "Bo", "Bente, x"])
def test_short_search_terms_are_refused(administrator: FlaskClient, keeper: User, words: str) -> None:
    partner = add_partner(keeper, "Huset")
    answer = administrator.post(f"/partners/{partner}/log/forget", data={"words": words})
    assert (answer.status_code, [each for each in changes() if each.blanked_at]) == (422, [])


def test_openings_page_lists_openings_only(
        administrator: FlaskClient, client_as: Callable[..., FlaskClient], keeper: User) -> None:
    partner = add_marked(keeper)
    client_as(Role.MANAGER).post(f"/partners/{partner}/open", data={"reason": MARKERS["reason"]})
    page = administrator.get("/log/openings").text
    assert (shown(page), "The manager" in page, seen_markers(page)) == (
        ["Partner: åbnet af en uden for kredsen"], True, set())


def test_actor_name_stays_after_the_account_is_deleted(
        administrator: FlaskClient, make_user: Callable[..., User]) -> None:
    gone = make_user(Role.STAFF, "Dorte")
    with transactions.writing():
        db.session.add(AuditEntry(actor_id=gone.id, actor_name=gone.name, act="offer.edit", subject_type="offer",
                                  subject_id="x"))
        db.session.delete(db.session.get_one(User, gone.id))
    assert "Dorte" in administrator.get("/log").text
