"""The board's page and the full report, made from raw visits: their numbers, their words, their form."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.i18n import in_language
from outreach.core.pdf import DoesNotFit
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile
from outreach.reports.document import make_board, make_report
from outreach.reports.labels import number_of
from outreach.reports.measures import MEASURES
from outreach.reports.periods import parse_period
from outreach.reports.queries.overview import overview
from outreach.reports.queries.quotations import list_learnt, list_observations
from outreach.reports.report_jobs import QuotationChoice, board_of, report_of
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import Observation, Sureness, VisitState
from outreach.visits.service.months import refresh_all_months
from tests.factories import MARKERS, add_marked, add_partner
from tests.pdf import reading
from tests.reports.paper_reading import bare, pages, whole

YEAR = parse_period("2026")
_REPORTS: dict[tuple[str, str], bytes] = {}
SECRET_VISIT = {"families": 14, "children": 31, "minutes_there": 66, "learnt": "Zxlearntqvz"}


@pytest.fixture
def manager(make_user: Callable[..., User]) -> User:
    clock.set_source(lambda: datetime(2027, 1, 11, 9, tzinfo=UTC))
    with transactions.writing():
        db.session.add(LibraryProfile(name="Randers Bibliotek"))
    return make_user(Role.MANAGER)


@pytest.fixture
def worked(manager: User, add_visit: Callable[..., str]) -> User:
    """Two open partners with three visits this year and one last year; a protected one of the manager's with one."""
    house, youth = add_partner(manager, "Familiehuset"), add_partner(manager, "Ungetilbuddet")
    add_visit(manager, [house], date(2026, 3, 4), children=12, adults=10, minutes_there=120, learnt="Stil bordet frem.")
    add_visit(manager, [house], date(2026, 3, 18), children=20, minutes_travel=30)
    add_visit(manager, [youth], date(2026, 9, 2), young_people=11, minutes_there=60)
    add_visit(manager, [youth], date(2026, 9, 9), VisitState.CANCELLED)
    add_visit(manager, [house], date(2025, 5, 6), children=10)
    secret = add_marked(manager)
    add_visit(manager, [secret], date(2026, 6, 3), **SECRET_VISIT)
    observe(manager, house, date(2026, 4, 1), "Flere låner til børnene.", "Pædagogen")
    observe(manager, secret, date(2026, 6, 4), "Zxsawqvz", "Zxwhoqvz")
    with transactions.writing():
        refresh_all_months()
    return manager


def observe(by: User, partner: str, on: date, what: str, role: str) -> None:
    from outreach.partners.queries import get_open_partner

    with transactions.writing():
        db.session.add(Observation(partner_id=get_open_partner(partner, by).id, observed_on=on, role=role, what=what,
                                   sureness=Sureness.SAW, noted_by_id=by.id))


def board(viewer: User, code: str = "2026", language: str = "da", text: str = "") -> bytes:
    period = parse_period(code)
    with in_language(language):
        seen, learnt = list_observations(period), list_learnt(period)
        sheet = board_of(period, viewer, QuotationChoice(seen[0] if seen else None, text),
                         QuotationChoice(learnt[0] if learnt else None))
    return make_board(sheet).pdf


def report(viewer: User, code: str = "2026", language: str = "da") -> bytes:
    """The report as PDF. Equal sheets are rendered once: thirty pages take seconds."""
    with in_language(language):
        sheet = report_of(parse_period(code), viewer)
        key = (language, repr(sheet))
        if key not in _REPORTS:
            _REPORTS[key] = make_report(sheet, lambda: None)
        return _REPORTS[key]


def test_the_boards_page_has_the_numbers_that_the_visits_add_up_to(worked: User) -> None:
    layer = whole(board(worked))
    # 3 visits, and not the protected one; 12 + 10 + 20 + 11 attendances; 3,5 hours.
    for words in ("Besøg holdt 3 2 flere end i 2025 (1)", "Partnere besøgt 2 1 flere end i 2025 (1)",
                  "Fremmøder 53 10 i 2025; begge afrundet", "Timer i alt 3,5 timer",
                  "Observationer fra partnere 1 1 flere end i 2025 (0)",
                  "Beskyttede partnere er ikke med i tallene."):
        assert bare(words) in layer


def test_the_boards_page_has_the_words_that_were_chosen_with_role_and_month(worked: User) -> None:
    layer = whole(board(worked))
    for words in ("Flere låner til børnene. Pædagogen · april 2026", "Stil bordet frem. marts 2026"):
        assert bare(words) in layer


def test_shortened_text_replaces_the_quotation(worked: User) -> None:
    layer = whole(board(worked, text="Flere låner."))
    assert (bare("Flere låner. Pædagogen") in layer, bare("til børnene") in layer) == (True, False)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_number_of_the_overview_stands_in_the_report_beside_the_one_before(worked: User, language: str) -> None:
    layer = whole(report(worked, language=language))
    with in_language(language):
        figures = overview(Scope(YEAR, for_export=True), worked).figures
        for code, figure in figures.items():
            measure = MEASURES[code]
            if code == "cost":
                continue
            before = "" if measure.is_now else number_of(measure.unit, figure.before)
            line = bare(f"{measure.label} {measure.definition} {number_of(measure.unit, figure.value)} {before}")
            assert line in layer, code


def test_small_counts_are_rounded_on_paper_though_the_maker_may_see_them(
        manager: User, add_visit: Callable[..., str]) -> None:
    house = add_partner(manager, "Familiehuset")
    add_visit(manager, [house], date(2026, 3, 4), children=7)
    with transactions.writing():
        refresh_all_months()
    told = overview(Scope(YEAR, for_export=True), manager).figures["people"].value
    assert told in {0, 5, 10}
    assert bare(f"Fremmøder {told:.0f}") in whole(board(manager))
    assert bare("Fremmøder 7") not in whole(board(manager))


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_protected_partner_is_in_neither_paper_though_its_owner_makes_them(worked: User, language: str) -> None:
    for pdf in (board(worked, language=language), report(worked, language=language)):
        layer = whole(pdf)
        hidden = [*MARKERS.values(), "Partner Birk", "Zxlearntqvz", "Zxsawqvz", "Zxwhoqvz", "juni 2026 1", "Krisecenter"
                  if language == "da" else "Crisis centre"]
        for explained in ("Et krisecenter med tre familier", "A crisis centre with three"):
            layer = layer.replace(bare(explained), "")
        assert [each for each in hidden if bare(each) in layer] == []
        assert [each for each in hidden if each.encode() in pdf] == []


@pytest.mark.parametrize("code", ["2026", "2024", "2026-06", "2017-01..2026-12", "2031"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_boards_page_is_one_page_and_accessible_whatever_the_period(worked: User, code: str, language: str) -> None:
    pdf = board(worked, code, language)
    assert (reading.page_count(pdf), reading.faults(pdf), reading.outside_margins(pdf)) == (1, [], "")
    assert reading.metadata(pdf)["language"] == language


@pytest.mark.parametrize(("code", "language"), [("2026", "da"), ("2026", "en"), ("2024", "da"),
                                                ("2017-01..2026-12", "da")])
def test_the_report_is_accessible_whatever_the_period(worked: User, code: str, language: str) -> None:
    pdf = report(worked, code, language)
    assert (reading.faults(pdf), reading.metadata(pdf)["language"]) == ([], language)
    assert min(reading.font_sizes(pdf)) >= 9.4


def test_the_contents_lead_to_the_pages_that_the_chapters_begin_on(worked: User) -> None:
    first, *rest = pages(report(worked))
    leads = {"Indsats": "Hvad vi selv lægger i det.", "Hvem vi når": "Partnere og fremmøder. Ét menneske",
             "Det, vi gør": "Hvad der kom ud af indsatsen.", "Til at stole på": "Om det, der bliver lovet",
             "Virkning": "Hvad partnernes medarbejdere har set", "Det, vi lærte": "Hvad vi vil gøre anderledes",
             "Sådan er der talt": "En periode er altid hele måneder"}
    found = {title: next(at for at, text in enumerate(rest, 2) if bare(lead) in bare(text))
             for title, lead in leads.items()}
    numbers = [int(line) for line in first.split("Randers Bibliotek")[0].split() if line.isdigit()]
    assert numbers[-len(leads):] == list(found.values())


def test_no_page_ends_in_a_heading(worked: User) -> None:
    titles = {bare(each) for each in ("Indsats", "Hvem vi når", "Det, vi gør", "Til at stole på", "Virkning",
                                      "Besøg pr. måned", "Fremmøder efter målgruppe", "Partnere, der skiftede trin")}
    for text in pages(report(worked)):
        lines = [line for line in text.splitlines() if line.strip() and not re.fullmatch(r"\s*\d+ / \d+\s*", line)]
        assert bare(lines[-1]) not in titles


def test_quotation_too_long_for_the_page_is_named(worked: User) -> None:
    with pytest.raises(DoesNotFit) as refused:
        board(worked, text="Et langt ord om det, der skete. " * 200)
    assert refused.value.field == "observation.text"


def test_the_boards_page_is_made_in_under_two_seconds(worked: User) -> None:
    board(worked)
    began = time.perf_counter()
    board(worked)
    assert time.perf_counter() - began < 2


def test_report_is_rendered_without_the_render_lock(worked: User) -> None:
    """A colleague's page is set while a report is being set."""
    from outreach.core.pdf import render_lock

    sheet = report_of(YEAR, worked)
    free: list[bool] = []

    def look() -> None:
        free.append(render_lock._lock._holder is None)

    make_report(sheet, look)
    assert (len(free) > 1, set(free)) == (True, {True})


def test_stopping_the_job_ends_the_rendering_process(worked: User) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        make_report(report_of(YEAR, worked), stop)


def test_sources_of_quotations_are_months_and_roles(worked: User) -> None:
    assert [(each.text, each.on.month) for each in list_learnt(YEAR)] == [("Stil bordet frem.", 3)]
    assert [(each.text, each.role) for each in list_observations(YEAR)] == [("Flere låner til børnene.", "Pædagogen")]


def test_lessons_with_a_protected_partner_are_not_quoted(
        worked: User, add_visit: Callable[..., str]) -> None:
    from outreach.partners.models import Partner

    ids = list(db.session.scalars(select(Partner.public_id).order_by(Partner.is_protected, Partner.id)))
    add_visit(worked, [ids[0], ids[-1]], date(2026, 10, 1), learnt="Om dem begge.")
    assert "Om dem begge." not in {each.text for each in list_learnt(YEAR)}
