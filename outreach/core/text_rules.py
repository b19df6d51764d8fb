"""What texts, addresses and numbers we accept: one set of rules for forms and for imported files. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from email_validator import EmailNotValidError, validate_email
from stdnum.dk import cvr
from stdnum.exceptions import ValidationError

#: Line breaks and tabs are text; every other control character is not. Direction marks are needed by Arabic;
#: what turns whole stretches of text around (embeddings, overrides, isolates) can make it read as another.
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udfff]")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{2,24}")
_WEB_ADDRESS = re.compile(r"https?://[^\s/\"'<>][^\s/\"'<>.]*\.[^\s\"'<>]+")
_POSTAL_CODE = re.compile(r"(?:DK[- ]?)?([0-9]{4})", re.IGNORECASE)


def normalise(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    """Unicode's normal form of a text. Of combining marks at most thirty in a row are put in order together (as in
    Unicode's stream-safe format), since ordering them takes the square of their number."""
    if len(text) <= 100 or text.isascii():
        return unicodedata.normalize(form, text)
    pieces, start, marks = [], 0, 0
    for at, character in enumerate(text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > 30:
            pieces.append(text[start:at])
            start, marks = at, 1
    return "".join(unicodedata.normalize(form, piece) for piece in (*pieces, text[start:]))


def clean(text: str | None) -> str:
    """Text as we keep it: NFC, Unix line breaks, no white space at the ends."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if text.isascii() else normalise(text).strip()


def has_hidden_characters(text: str) -> bool:
    """Whether the text holds control characters, or ones that reverse the direction of reading."""
    return _HIDDEN.search(text) is not None


def is_phone(text: str) -> bool:
    """Digits with an optional country code, written with or without spaces, dots or hyphens."""
    return _PHONE.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def is_email(text: str) -> bool:
    """An e-mail address, checked for form only: nothing is looked up."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def web_address(text: str) -> str | None:
    """The address with https:// where it was left out; None where it is no http or https address."""
    address = text if "://" in text else f"https://{text}"
    return address if _WEB_ADDRESS.fullmatch(address) else None


def postal_code(text: str) -> str | None:
    """The four digits of a Danish postal code, or None."""
    match = _POSTAL_CODE.fullmatch(text)
    return match[1] if match else None


def cvr_number(text: str) -> str | None:
    """The eight digits of a CVR number whose check digit holds, without spaces and DK in front; else None."""
    try:
        return str(cvr.validate(text))
    except ValidationError:
        return None
