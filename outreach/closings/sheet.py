"""What stands on the page "Det aftalte vi", as plain values. It is for the partner: no stage, no note of our own, no
guess and nothing we try for ourselves has a field here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from outreach.library.contacts import LibraryContact


@dataclass(frozen=True)
class HeardLine:
    """Something they said, in their own words and language; `who` may be empty."""

    text: str
    who: str
    language: str


@dataclass(frozen=True)
class DecidedLine:
    """Something that is decided: who of us follows up, and by when."""

    what: str
    who: str
    by: date


@dataclass(frozen=True)
class PromiseLine:
    """What somebody does. `who` may be empty, `by` None: no day was named. `organisation` only where several met."""

    what: str
    who: str
    organisation: str
    by: date | None
    firmness: Literal["maybe", "conditional", "final"]


@dataclass(frozen=True)
class RecapSheet:
    """What a meeting came to, for them to keep. Any tuple may be empty; `next_on` None: no day agreed yet."""

    language: str
    library_name: str
    partner_names: tuple[str, ...]
    on: date
    heard: tuple[HeardLine, ...]
    decided: tuple[DecidedLine, ...]
    theirs: tuple[PromiseLine, ...]
    ours: tuple[PromiseLine, ...]
    next_on: date | None
    contact: LibraryContact
    logo: bytes | None
