"""The papers of the figures: the board's page, exactly one, and the full report of as many pages as it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from outreach.core.pdf.fit import Design, Paper, fit_page, preview, render_html
from outreach.core.pdf.fonts import missing_characters
from outreach.core.pdf.render import Preview
from outreach.core.pdf.sheet_texts import texts, with_texts
from outreach.core.pdf.subprocess_render import render_in_subprocess
from outreach.reports.sheet import BoardSheet, ReportSheet

Sheet = TypeVar("Sheet", BoardSheet, ReportSheet)

_BOARD = Design("pdf/board.html", ("library_name", "title", "period_note", "numbers", "chart", "aside", "counted",
                                   "goals", "observation.source", "learnt.source"), roomy=1_100, medium=1_700)
_REPORT = Design("pdf/report.html", (), roomy=0, medium=0)
_REPORT_DENSITY = "snug"


def make_board(sheet: BoardSheet) -> Paper:
    """Render the page as PDF. DoesNotFit where the chosen texts are too long for it."""
    return fit_page(_printable(sheet), _BOARD)


def see_board(sheet: BoardSheet) -> Preview:
    """Render a preview, also where the page is too long."""
    return preview(_printable(sheet), _BOARD)


def make_report(sheet: ReportSheet, check: Callable[[], None]) -> bytes:
    """Render the full report as PDF in a process of its own, since it takes seconds. `check` is called now and then;
    what it raises stops the work."""
    return render_in_subprocess(render_html(_printable(sheet), _REPORT), _REPORT_DENSITY, check)


def _printable(sheet: Sheet) -> Sheet:
    """The sheet without characters that our fonts do not have."""
    lacking = {path: missing_characters(text) for path, text in texts(sheet).items()}
    changed = {path: "".join(sign for sign in texts(sheet)[path] if sign not in signs)
               for path, signs in lacking.items() if signs}
    return with_texts(sheet, changed) if changed else sheet
