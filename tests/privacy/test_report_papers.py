"""The papers of the figures tell nothing of a protected partner, though its own circle makes them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.i18n import in_language
from outreach.reports import periods
from outreach.reports.document import make_board, make_report
from outreach.reports.queries.quotations import list_learnt, list_observations
from outreach.reports.report_jobs import QuotationChoice, board_of, report_of
from outreach.users.models import User
from tests.privacy.seed_markers import Markers, plant
from tests.privacy.test_leaks import OWNER, _protect, portal
from tests.reports.paper_reading import pages

__all__ = ["portal"]


@pytest.fixture(scope="module")
def markers(portal: Flask) -> Markers:
    """A marker in every text about the protected partners of the demo."""
    partner_ids = _protect()
    with transactions.writing():
        return plant(db.session.connection(), db.metadata, partner_ids)


@pytest.mark.parametrize("ago", [0, 1, 2])
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_paper_has_a_marker(markers: Markers, language: str, ago: int) -> None:
    owner = db.session.scalars(select(User).where(User.name == OWNER)).one()
    period = periods.year(clock.today().year - ago)
    with in_language(language):
        board = make_board(board_of(period, owner, QuotationChoice(), QuotationChoice())).pdf
        report = make_report(report_of(period, owner), lambda: None)
    for pdf in (board, report):
        assert markers.seen_in("".join(pages(pdf)) + pdf.decode("latin-1")) == set()


def test_no_marker_can_be_chosen_for_the_boards_page(markers: Markers) -> None:
    period = periods.parse_period(f"{clock.today().year - 2}-01..{clock.today().year}-12")
    words = [*list_observations(period), *list_learnt(period)]
    assert (words != [], markers.seen_in(" ".join(f"{word.text} {word.role}" for word in words))) == (True, set())
