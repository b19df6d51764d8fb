"""The handover sheet on paper: as many pages as it takes, tagged PDF/UA-1."""

from __future__ import annotations

from dataclasses import replace

from outreach.core.pdf.fit import Design, render_html
from outreach.core.pdf.fonts import missing_characters
from outreach.core.pdf.render import draw_all
from outreach.core.pdf.render_process import in_render_process
from outreach.handover.sheet import HandoverSheet

_DESIGN = Design("pdf/handover.html", ("library_name", "partner_names"), roomy=0, medium=0)
_DENSITY = "snug"


def make_handover(sheet: HandoverSheet) -> bytes:
    """The sheet as PDF. A sign that our fonts do not have is left out: the portal keeps it."""
    return in_render_process(draw_all, render_html(_printable(sheet), _DESIGN), _DENSITY)


def _printable(sheet: HandoverSheet) -> HandoverSheet:
    parts = tuple(replace(
        part, name=_plain(part.name), facts=tuple(_plain(fact) for fact in part.facts),
        things=tuple(replace(thing, text=_plain(thing.text)) for thing in part.things)) for part in sheet.partners)
    return replace(sheet, colleague=_plain(sheet.colleague), title=_plain(sheet.title),
                   printed_by=_plain(sheet.printed_by), library_name=_plain(sheet.library_name), partners=parts)


def _plain(text: str) -> str:
    for sign in missing_characters(text):
        text = text.replace(sign, "")
    return text
