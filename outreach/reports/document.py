"""The papers of the figures: the board's page, exactly one, and the full report of as many pages as it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from outreach.core.pdf.fit import Design, Paper, Preview, fit_page, preview, render_html
from outreach.core.pdf.fonts import missing_characters
from outreach.core.pdf.sheet_texts import texts, with_texts
from outreach.core.pdf.subprocess_render import render_in_subprocess
from outreach.reports.sheet import BoardSheet, ReportSheet

Sheet = TypeVar("Sheet", BoardSheet, ReportSheet)

_BOARD = Design("pdf/board.html", ("library_name", "title", "so_far", "numbers", "chart", "aside", "counted", "goals",
                                   "observation.source", "learnt.source"), roomy=1_100, medium=1_700)
_REPORT = Design("pdf/report.html", (), roomy=0, medium=0)
_REPORT_DENSITY = "snug"


def make_board(sheet: BoardSheet) -> Paper:
    """The page as PDF. Raises DoesNotFit where what was chosen is too long for it."""
    return fit_page(_printable(sheet), _BOARD)


def see_board(sheet: BoardSheet) -> Preview:
    """How it looks now, also where it is too long."""
    return preview(_printable(sheet), _BOARD)


def make_report(sheet: ReportSheet, check: Callable[[], None]) -> bytes:
    """The full report as PDF, set by a process of its own: it takes seconds, and a colleague's page must not wait for
    it. `check` is asked now and then whether to go on; what it raises ends the work."""
    return render_in_subprocess(render_html(_printable(sheet), _REPORT), _REPORT_DENSITY, check)


def _printable(sheet: Sheet) -> Sheet:
    """The sheet without signs that our fonts do not have: the portal keeps them."""
    lacking = {path: missing_characters(text) for path, text in texts(sheet).items()}
    changed = {path: "".join(sign for sign in texts(sheet)[path] if sign not in signs)
               for path, signs in lacking.items() if signs}
    return with_texts(sheet, changed) if changed else sheet
