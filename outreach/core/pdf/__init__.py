"""Renders sheets (dataclasses of plain values) to tagged PDF. Start reading in fit.py."""

from outreach.core.pdf.fetcher import Blocked
from outreach.core.pdf.fit import CannotPrint, Design, DoesNotFit, Overflow, Paper
from outreach.core.pdf.fonts import missing_characters, web_fonts
from outreach.core.pdf.page_image import page_png, pages_png
from outreach.core.pdf.render import Preview
from outreach.core.pdf.render_lock import Busy, Superseded, render_latest
from outreach.core.pdf.render_process import PaperLimitError

__all__ = [
    "Blocked", "Busy", "CannotPrint", "Design", "DoesNotFit", "Overflow", "Paper", "PaperLimitError", "Preview",
    "Superseded", "missing_characters", "page_png", "pages_png", "render_latest", "web_fonts",
]
