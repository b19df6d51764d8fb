"""The three papers of a meeting as plain values.

The agenda is for both sides; the preparation and closing sheets are for us alone. None has a field for a stage, and the
agenda has none for a guess, so neither can be printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Party = Literal["theirs", "ours", "shared"]


@dataclass(frozen=True)
class Person:
    """Somebody at the meeting. `role` and `organisation` may be empty."""

    name: str
    role: str
    organisation: str


@dataclass(frozen=True)
class AgendaLine:
    """One item: what, how many minutes (0 or more), and whose it is. `note` is one more line, or empty."""

    title: str
    note: str
    minutes: int
    whose: Party


@dataclass(frozen=True)
class CommitmentLine:
    """An open promise: who of which party does what, by when (None: no day named)."""

    party: Literal["theirs", "ours"]
    who: str
    what: str
    by: date | None


@dataclass(frozen=True)
class _MeetingSheet:
    """What every paper of a meeting says on top. Times are the clock on the wall."""

    language: str
    library_name: str
    partner_names: tuple[str, ...]
    title: str
    on: date
    start: time
    place: str


@dataclass(frozen=True)
class AgendaSheet(_MeetingSheet):
    """The page both sides have in front of them.

    `wish` is what we hope for from the meeting, in words meant for the partner. `items` stand in the order of the
    meeting, theirs first; the fixed closing questions come of themselves after them. `contact_line` says whom to call
    if something comes in the way.
    """

    end: time | None
    theirs: tuple[Person, ...]
    ours: tuple[Person, ...]
    wish: str
    items: tuple[AgendaLine, ...]
    open_commitments: tuple[CommitmentLine, ...]
    contact_line: str
    logo: bytes | None


@dataclass(frozen=True)
class SaidLine:
    """What they said, in their words. `language` of the quote ('da', 'en', ...), `translation` by a colleague or ''.

    `where` is "første møde", "telefon"; `on` may be None.
    """

    text: str
    where: str
    on: date | None
    language: str
    translation: str


@dataclass(frozen=True)
class QuestionLine:
    """A chosen question of group A to E; `group` '' for one of our own."""

    group: Literal["A", "B", "C", "D", "E", ""]
    text: str


@dataclass(frozen=True)
class RoleLine:
    """Who of us does what at the meeting."""

    who: str
    does: str


@dataclass(frozen=True)
class StepLine:
    """Something we try between the meetings, and what we expect of it; `expected` may be empty."""

    action: str
    expected: str


@dataclass(frozen=True)
class PreparationSheet(_MeetingSheet):
    """Our own page for the meeting, never handed over.

    `who_they_are` one or two sentences; `there_for` the target groups in their order; `matters` what counts for them;
    `everyday` how their days are. `stand` is where we want to be when the meeting ends, `want` what we want with it.
    `kit` is what to put in the bag. Any text or tuple may be empty; the page leaves it out.
    """

    end: time | None
    stand: str
    want: str
    who_they_are: str
    there_for: tuple[str, ...]
    everyday: str
    matters: str
    said: tuple[SaidLine, ...]
    guesses: tuple[str, ...]
    questions: tuple[QuestionLine, ...]
    avoid_words: tuple[str, ...]
    dos: tuple[str, ...]
    donts: tuple[str, ...]
    roles: tuple[RoleLine, ...]
    kit: tuple[str, ...]
    open_commitments: tuple[CommitmentLine, ...] = ()
    steps: tuple[StepLine, ...] = ()


@dataclass(frozen=True)
class ClosingSheet(_MeetingSheet):
    """A blank form for the last ten minutes, filled in by hand and typed in afterwards. Ours.

    `people` are names to choose from for owners and promises, both sides.
    """

    people: tuple[str, ...]
    open_commitments: tuple[CommitmentLine, ...]
