"""Sheets of plain values to tagged PDF pages. Start reading in fit.py."""

from outreach.core.paper.fetcher import Blocked
from outreach.core.paper.fit import CannotPrint, Cut, Design, DoesNotFit, Paper, Preview
from outreach.core.paper.fonts import missing_characters, web_fonts
from outreach.core.paper.picture import picture, stacked
from outreach.core.paper.queue import Busy, Superseded, newest

__all__ = [
    "Blocked", "Busy", "CannotPrint", "Cut", "Design", "DoesNotFit", "Paper", "Preview", "Superseded",
    "missing_characters", "newest", "picture", "stacked", "web_fonts",
]
