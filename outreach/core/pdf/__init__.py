"""Sheets of plain values to tagged PDF pages. Start reading in fit.py."""

from outreach.core.pdf.fetcher import Blocked
from outreach.core.pdf.fit import CannotPrint, Cut, Design, DoesNotFit, Paper, Preview
from outreach.core.pdf.fonts import missing_characters, web_fonts
from outreach.core.pdf.page_image import picture, stacked
from outreach.core.pdf.render_lock import Busy, Superseded, newest

__all__ = [
    "Blocked", "Busy", "CannotPrint", "Cut", "Design", "DoesNotFit", "Paper", "Preview", "Superseded",
    "missing_characters", "newest", "picture", "stacked", "web_fonts",
]
