"""Files from the log: exactly what is shown, less what may not leave; read back as a spreadsheet reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from itertools import count, takewhile
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.jobs.models import Job, JobState
from outreach.jobs.queries import find_piece
from outreach.jobs.tasks import run_waiting_jobs
from outreach.users.models import User
from outreach.visit_log import file_writers, views
from outreach.visits.models import Visit, VisitColleague, VisitKind, VisitState, VisitThing


def taken(client: FlaskClient, what: str, **asked: str) -> bytes:
    answer = client.post("/visit-log/file", data={"what": what, "period": "2026", **asked})
    assert answer.status_code == 200
    return answer.get_data()


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content[3:].decode()), delimiter=";"))


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.fixture
def one(note_visit: Callable[..., str], owner: User) -> str:
    """A visit with something of everything."""
    return note_visit(
        ["Aahuset", "Østhuset"], date(2026, 3, 4), kind=VisitKind.DELIVERY, minutes_preparation=30, minutes_travel=15,
        minutes_there=60, children=12, dialogue=True, in_national_statistics=False,
        colleagues=[VisitColleague(user_id=owner.id, name="Ejeren")],
        things=[VisitThing(what='=HYPERLINK("x")', number=2, is_lent=True), VisitThing(what="Plakat", number=1)])


LINE = {"Dato": "04.03.2026", "Partner": "Aahuset, Østhuset", "Slags besøg": "Vi kom med noget", "Status": "Holdt",
        "Sektor": "Social", "Slags partner": "Familiehus", "Bydel": "", "Målgruppe": "", "Filial": "",
        "Hvem af os": "Ejeren", "Forberedelse, minutter": "30", "Transport, minutter": "15",
        "Ude hos dem, minutter": "60", "Timer i alt": "1,75", "Tilbud": "", "Lånt ud": '2 × =HYPERLINK("x")',
        "Givet": "Plakat", "Måder at være med på": "Samtale", "National statistik": "nej"}


def test_a_danish_excel_opens_the_csv(one: str, client_as: Callable[..., FlaskClient]) -> None:
    head, line = rows_of(taken(client_as(Role.MANAGER), "csv"))
    assert dict(zip(head, line, strict=True)) == {**LINE, "Besøgets nummer": one}


def test_people_stand_by_partner_and_month(one: str, client_as: Callable[..., FlaskClient]) -> None:
    assert rows_of(taken(client_as(Role.MANAGER), "people")) == [
        ["Måned", "Partner", "Familier", "Børn", "Unge", "Voksne", "Fagfolk", "Lånerkort lavet"],
        ["03.2026", "Aahuset", "0", "12", "0", "0", "0", "0"]]


def test_the_spreadsheet_holds_dates_numbers_and_words(one: str, client_as: Callable[..., FlaskClient]) -> None:
    sheets = sheets_of(taken(client_as(Role.MANAGER), "xlsx"))
    line = dict(zip(*sheets["Besøg"], strict=True))
    whole = {name: value or None for name, value in LINE.items()} | {
        "Dato": datetime(2026, 3, 4), "Forberedelse, minutter": 30, "Transport, minutter": 15,  # noqa: DTZ001
        "Ude hos dem, minutter": 60, "Timer i alt": 1.75, "Besøgets nummer": one}
    assert (line, list(sheets)) == (whole, ["Besøg", "Mennesker pr. måned", "Om tallene"])


def test_the_head_of_a_sheet_stays_and_no_cell_is_a_formula(one: str, client_as: Callable[..., FlaskClient]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(taken(client_as(Role.MANAGER), "xlsx")))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert ([sheet.freeze_panes for sheet in book], kinds) == (["A2", "A2", None], {"s", "d", "n"})


def test_no_csv_cell_begins_as_a_formula(note_visit: Callable[..., str],
                                         client_as: Callable[..., FlaskClient]) -> None:
    note_visit(["Aahuset"], date(2026, 3, 4), things=[VisitThing(what="=1+1", number=1)])
    assert "'=1+1" in rows_of(taken(client_as(Role.MANAGER), "csv"))[1]


def test_an_english_reader_gets_english_heads_and_danish_numbers(one: str, client_as: Callable[..., FlaskClient]
                                                                 ) -> None:
    head, line = rows_of(taken(client_as(Role.MANAGER, language="en"), "csv"))
    assert (head[0], line[0], line[13]) == ("Date", "04.03.2026", "1,75")


@pytest.mark.parametrize("asked", [{}, {"sort": "partner"}, {"sort": "minutes", "turned": "1"}, {"state": "planned"},
                                   {"q": "grød"}, {"kind": "family_house"}, {"period": "2026-02"}])
def test_a_file_holds_what_the_log_shows_everybody(many: list[Visit], client_as: Callable[..., FlaskClient],
                                                   monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]) -> None:
    from outreach.reports.filters import parse_filters
    from outreach.visit_log.filters import PagePosition
    from outreach.visit_log.queries import pages
    from outreach.visit_log.query_string import parse_query

    monkeypatch.setattr(pages, "PAGE_SIZE", 1000)
    client = client_as(Role.MANAGER)
    manager = db.session.scalars(select(User).where(User.role == Role.MANAGER)).one()
    assert parse_filters({"period": "2026", **asked}, manager).faults == ()
    filters = parse_query({"period": "2026", **asked}, manager).filters
    shown = pages.page(filters, manager, PagePosition(), pages.totals(filters, manager))
    got = [line[-1] for line in rows_of(taken(client, "csv", **asked))[1:]]
    assert got == [each.visit.public_id for each in shown.views]


def test_long_export_is_made_by_a_job(many: list[Visit], client_as: Callable[..., FlaskClient],
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_AT_ONCE", 10)
    answer = client_as(Role.MANAGER).post("/visit-log/file", data={"what": "xlsx", "period": "2026", "q": "dag"})
    job = db.session.scalars(select(Job)).one()
    assert (answer.location, job.kind, job.arguments, job.file_name) == (
        f"/jobs/{job.public_id}", "visit_log_xlsx", {"period": "2026", "q": "dag"}, "besoeg-2026.xlsx")


@pytest.mark.parametrize(("language", "what", "name"), [
    ("da", "csv", "besoeg-2026-03-til-2026-04.csv"), ("en", "csv", "visits-2026-03-to-2026-04.csv"),
    ("da", "people", "mennesker-2026-03-til-2026-04.csv"), ("en", "people", "people-by-month-2026-03-to-2026-04.csv"),
    ("en", "xlsx", "visits-2026-03-to-2026-04.xlsx")])
def test_a_file_is_named_in_the_readers_language(one: str, client_as: Callable[..., FlaskClient], language: str,
                                                 what: str, name: str) -> None:
    answer = client_as(Role.MANAGER, language=language).post(
        "/visit-log/file", data={"what": what, "period": "2026-03..2026-04"})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("language", ["da", "en"])
def test_job_and_direct_export_give_the_same_file(
        many: list[Visit], client_as: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch,
        language: str) -> None:
    client = client_as(Role.MANAGER, language=language)
    at_once = taken(client, "csv", sort="partner")
    monkeypatch.setattr(views, "MOST_AT_ONCE", 10)
    client.post("/visit-log/file", data={"what": "csv", "period": "2026", "sort": "partner"})
    db.session.rollback()
    run_waiting_jobs()
    job = db.session.scalars(select(Job)).one()
    pieces = takewhile(lambda piece: piece is not None, (find_piece(job.id, number) for number in count()))
    assert (job.state, job.done, job.total, b"".join(pieces)) == (  # type: ignore[arg-type]
        JobState.DONE, 120, 120, at_once)


def test_export_is_audited_without_the_search_text(one: str, client_as: Callable[..., FlaskClient]) -> None:
    taken(client_as(Role.MANAGER), "csv", q="Aahuset")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "visit_log.export")).one()
    assert [(each.field, each.new) for each in entry.changes] == [("kind", "csv"), ("rows", "1")]


def test_export_without_visits_is_refused(
        note_visit: Callable[..., str], client_as: Callable[..., FlaskClient]) -> None:
    note_visit(["Skjulested"], date(2026, 3, 4))
    answer = client_as(Role.MANAGER).post("/visit-log/file", data={"what": "csv", "period": "2026"})
    assert (answer.status_code, answer.location) == (302, "/visit-log?period=2026")


def test_unknown_kind_of_file_is_not_found(client_as: Callable[..., FlaskClient]) -> None:
    assert client_as(Role.STAFF).post("/visit-log/file", data={"what": "exe"}).status_code == 404


def test_rows_beyond_the_limit_begin_another_sheet(many: list[Visit], client_as: Callable[..., FlaskClient],
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_writers, "_MOST_ROWS", 50)
    sheets = sheets_of(taken(client_as(Role.MANAGER), "xlsx"))
    assert {name: len(rows) - 1 for name, rows in sheets.items() if name.startswith("Besøg")} == {
        "Besøg": 50, "Besøg 2": 50, "Besøg 3": 20}


def test_export_shows_partners_as_they_were_at_the_visit(note_visit: Callable[..., str], one: str,
                                               client_as: Callable[..., FlaskClient]) -> None:
    with transactions.writing():
        db.session.scalars(select(Visit)).one().partners[0].sector_id = None
    assert rows_of(taken(client_as(Role.MANAGER), "csv"))[1][4] == ""


def test_a_planned_visit_is_in_the_file(note_visit: Callable[..., str], client_as: Callable[..., FlaskClient]) -> None:
    note_visit(["Aahuset"], date(2026, 12, 4), VisitState.PLANNED)
    assert rows_of(taken(client_as(Role.MANAGER), "csv"))[1][3] == "Planlagt"
