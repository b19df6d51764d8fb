"""QR codes for the contact on paper: a small PNG, since drawing the modules as vectors took a fifth of a rendering."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import segno

# Of the ink colour; the modules of a bigger code would be under .4 mm on paper, too fine for a phone.
_DARK = "#16323a"
_LARGEST_VERSION = 12


def _escaped(text: str) -> str:
    """`text` as a vCard value (RFC 2426: backslash, comma, semicolon and line break are escaped)."""
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r", "").replace("\n", "\\n")


def dialled(phone: str) -> str:
    """`phone` as a phone dials it: "89 15 89 15" -> "+4589158915". Eight digits are Danish."""
    digits = re.sub(r"[^\d+]", "", phone)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    return f"+45{digits}" if re.fullmatch(r"\d{8}", digits) else digits


def vcard(name: str, organisation: str, phone: str, email: str) -> str:
    """A vCard 3.0 with the values that are there."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{_escaped(name)};;;;", f"FN:{_escaped(name)}"]
    if organisation:
        lines.append(f"ORG:{_escaped(organisation)}")
    if phone:
        lines.append(f"TEL:{dialled(phone)}")
    if email:
        lines.append(f"EMAIL:{_escaped(email)}")
    return "\r\n".join([*lines, "END:VCARD", ""])


def phone_link(phone: str) -> str:
    """What a phone needs to ring the number."""
    return f"tel:{dialled(phone)}"


@lru_cache(maxsize=256)
def png(text: str) -> bytes | None:
    """A QR code of `text` without quiet zone (the page around it is white), or None if it would be too fine.

    Kept for the contacts in use: making one takes as long as a quarter of a page.
    """
    try:
        code = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8")
    except segno.DataOverflowError:
        return None
    if int(code.version) > _LARGEST_VERSION:
        return None
    target = io.BytesIO()
    code.save(target, kind="png", scale=4, border=0, dark=_DARK)
    return target.getvalue()


def private_png(text: str) -> bytes:
    """A QR code for the screen, with its quiet zone. Never kept: it may hold a secret."""
    target = io.BytesIO()
    segno.make_qr(text, error="m", encoding="utf-8").save(target, kind="png", scale=5, border=4, dark=_DARK)
    return target.getvalue()
