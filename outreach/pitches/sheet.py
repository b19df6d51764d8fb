"""What stands on a partner's page, as plain values. No stage, no score, no guess: what is not a field cannot print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class PitchOfferLine:
    """One offer as what the partner gets, and `why` it is for them. Any part may be empty; the page leaves it out."""

    headline: str
    text: str
    practical: str
    why: str = ""


@dataclass(frozen=True)
class ContactCard:
    """Whom the partner calls. `qr` says what the code holds: a contact card, the number to ring, or no code."""

    name: str
    organisation: str
    phone: str
    email: str
    qr: Literal["vcard", "phone", "none"]


@dataclass(frozen=True)
class PitchSheet:
    """The page handed over: "what the library can offer you".

    `language` 'da' or 'en'. `title` in the partner's words. One to four `offers`. `logo` PNG or JPEG bytes, printed
    with `library_name` as its text. `library_line` is one line on who the library is; it may be empty, as may `lead`,
    `worry_line` and `first_step`.
    """

    language: str
    library_name: str
    partner_name: str
    on: date
    title: str
    lead: str
    offers: tuple[PitchOfferLine, ...]
    worry_line: str
    first_step: str
    contact: ContactCard
    logo: bytes | None
    library_line: str
