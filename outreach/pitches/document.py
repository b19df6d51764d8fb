"""A pitch sheet as a page: PitchSheet -> one A4 page of PDF/UA-1."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _

from outreach.core.pdf import qr
from outreach.core.pdf.fit import Design, Paper, fit_page, preview
from outreach.core.pdf.render import Preview
from outreach.pitches.sheet import ContactCard, PitchSheet

# Raise it when the page changes so that the same sheet looks different; frozen papers keep the number they had.
TEMPLATE_VERSION = 2

_TITLE_ENDS = (r"(?<=[,:–] )[^\s,:–]+( [^\s,:–]+)+$", r"\S+ \S+$")
_BEYOND_LATIN = 0x250
_LINE_EMS = 16.0  # of the 17 that a title line holds at the first density


def _qr_text(contact: ContactCard) -> str:
    """What the code holds; '' where there is none to print."""
    if contact.qr == "phone" and contact.phone:
        return qr.phone_link(contact.phone)
    if contact.qr == "vcard" and (contact.phone or contact.email):
        return qr.vcard(contact.name, contact.organisation, contact.phone, contact.email)
    return ""


def _code(contact: ContactCard) -> bytes | None:
    text = _qr_text(contact)
    return qr.png(text) if text else None


def _code_says(contact: ContactCard) -> str:
    """The code's text alternative; '' where none is printed."""
    if _code(contact) is None:
        return ""
    if contact.qr == "phone":
        return _("QR-kode: ring til %(phone)s", phone=contact.phone)
    return _("QR-kode: gem %(name)s som kontakt", name=contact.name or contact.phone or contact.email)


def _ems(text: str) -> float:
    """Width of `text` in the heading font, in ems, guessed on the wide side."""
    return sum(0.95 if letter.isupper() or letter in "mwæœ@%—" else 0.6 for letter in text)


def _title_parts(title: str) -> tuple[str, str]:
    """The title and the end of it that should stay on one line: its last clause, or its last two words.

    Without it a title's last word stands alone on a line. The end stays short enough for a line at any density;
    letters beyond Latin are left alone, since some of them are very wide.
    """
    for pattern in _TITLE_ENDS:
        end = re.search(pattern, title)
        if end and max(map(ord, end[0])) < _BEYOND_LATIN and _ems(end[0]) <= _LINE_EMS:
            return title[: end.start()], end[0]
    return title, ""


def _extras(sheet: PitchSheet) -> dict[str, Any]:
    start, end = _title_parts(sheet.title)
    return {"code_says": _code_says(sheet.contact), "title_start": start, "title_end": end}


def _pictures(sheet: PitchSheet) -> dict[str, bytes]:
    pictures = {"logo": sheet.logo, "qr": _code(sheet.contact)}
    return {name: content for name, content in pictures.items() if content}


DESIGN = Design(
    template="pdf/pitch.html",
    fixed=("library_name", "partner_name", "contact", "library_line"),
    roomy=1300,
    medium=2100,
    extras=_extras,
    pictures=_pictures,
)


def make_pitch(sheet: PitchSheet) -> Paper:
    """The sheet on one page. Raises DoesNotFit (naming what to shorten), CannotPrint or Blocked."""
    return fit_page(sheet, DESIGN)


def make_pitch_preview(sheet: PitchSheet) -> Preview:
    """The sheet as it looks while being written; two pages with `fits` False where it is too long."""
    return preview(sheet, DESIGN)
