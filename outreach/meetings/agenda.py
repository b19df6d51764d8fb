"""Propose an agenda, and check one: shares of time and warnings. Pure.

The partner comes first and gets at least half of the time; the last block sums up what was agreed. Shared time counts
half to each side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol

Kind = Literal["first", "follow_up", "knowledge", "pit_stop"]
Whose = Literal["theirs", "ours", "shared"]
Fixed = Literal["first", "closing"]

SHORTEST, LONGEST = 15, 480

# Below this there is time for three blocks only: theirs, ours and the closing.
_SHORT_MEETING = 30
# From here on minutes are given in fives, as people plan.
_IN_FIVES = 30
# From these lengths on the meeting has a break, and a meal.
_WITH_BREAK, _WITH_MEAL = 150, 300
_BREAK, _MEAL = 15, 45
# Gathering up takes a sixth of the meeting, but hardly ever more than this, however long the day.
_LONGEST_CLOSING = 30


class Item(Protocol):
    """What the checks need of an agenda item, proposed or stored."""

    @property
    def minutes(self) -> int: ...
    @property
    def whose(self) -> Any: ...
    @property
    def fixed(self) -> str | None: ...


@dataclass(frozen=True)
class AgendaLine:
    """One item: title in the paper's language, minutes, whose time, and whether its place is fixed."""

    title: str
    minutes: int
    whose: Whose
    fixed: Fixed | None = None


@dataclass(frozen=True)
class AgendaWarning:
    """Something to look at. Both numbers are minutes for minutes_differ (planned, meeting's length) and
    per cent for under_half (the partner's share, 50); else 0.

    Codes: minutes_differ, first_not_theirs, closing_missing, closing_not_last, under_half.
    """

    code: str
    found: int = 0
    expected: int = 0


@dataclass(frozen=True)
class _Block:
    """A block of a meeting kind: titles, whose time, and its part of the time between the fixed blocks."""

    da: str
    en: str
    whose: Whose
    part: int


# The first block of each kind is theirs; the parts give them clearly more than half of the whole.
_BLOCKS: dict[str, tuple[_Block, ...]] = {
    "first": (
        _Block(
            "Jeres hverdag: Hvad fylder mest hos jer lige nu?", "Your everyday: what matters most now?", "theirs", 5
        ),
        _Block(
            "Dem, I er der for: Hvad har de lyst og overskud til?",
            "The people you are there for: what would they enjoy?",
            "theirs",
            2,
        ),
        _Block("Det kan vi gøre for jer", "What we can do for you", "ours", 2),
        _Block("Én lille ting, vi kunne prøve sammen", "One small thing we could try together", "shared", 3),
    ),
    "follow_up": (
        _Block("Siden sidst: Hvordan er det gået hos jer?", "Since last time: how have things been?", "theirs", 5),
        _Block("Det, vi lovede hinanden", "What we promised each other", "shared", 2),
        _Block("Det, vi har med i dag", "What we have brought today", "ours", 2),
        _Block("Det næste lille skridt", "The next small step", "shared", 3),
    ),
    "knowledge": (
        _Block("Nyt fra jer: Hvad er I optaget af?", "News from you: what is on your minds?", "theirs", 5),
        _Block("Det, I ser hos dem, I er der for", "What you see in the people you are there for", "theirs", 2),
        _Block("Nyt fra biblioteket", "News from the library", "ours", 2),
        _Block("Hvad kan vi bruge fra hinanden?", "What can we use from each other?", "shared", 3),
    ),
    "pit_stop": (
        _Block("Hvordan har samarbejdet været for jer?", "How has working together been for you?", "theirs", 5),
        _Block(
            "Hvad har I set ske for dem, I er der for?",
            "What have you seen happen for the people you are there for?",
            "theirs",
            2,
        ),
        _Block("Sådan ser vi på det", "How we see it", "ours", 2),
        _Block(
            "Hvad holder vi fast i, og hvad gør vi anderledes?",
            "What do we keep, and what do we do differently?",
            "shared",
            3,
        ),
    ),
}

# Where several partners meet, the first item goes round the table.
_ROUND = {
    "first": (
        "Jeres hverdag, én ad gangen: Hvad fylder mest lige nu?",
        "Your everyday, in turn: what matters most now?",
    ),
    "follow_up": ("Siden sidst, én ad gangen: Hvordan er det gået?", "Since last time, in turn: how have things been?"),
    "knowledge": ("Nyt fra jer, bordet rundt", "News from you, round the table"),
    "pit_stop": ("Samarbejdet set fra jer, én ad gangen", "Working together as you see it, in turn"),
}

_CLOSING = (
    "Opsamling: Hvad har vi aftalt, og hvornår taler vi sammen igen?",
    "Wrapping up: what have we agreed, and when shall we talk again?",
)
_BREAK_TITLE = ("Pause", "Break")
_MEAL_TITLE = ("Vi spiser sammen", "We eat together")


def propose_agenda(
    kind: str, minutes: int, partners: Sequence[str] = (), language: str = "da"
) -> tuple[AgendaLine, ...]:
    """An agenda for a meeting of this kind and length (15 to 480 minutes), titles in "da" or "en".

    Their item stands first, the closing block last, the minutes add up to the length, and at least half of the
    time is the partner's. More than one partner makes the first item a round. Raises ValueError for another
    length or kind.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise ValueError(f"a meeting lasts {SHORTEST} to {LONGEST} minutes, not {minutes}")
    if kind not in _BLOCKS:
        raise ValueError(f"no such kind of meeting: {kind}")
    english = language == "en"
    unit = 5 if minutes >= _IN_FIVES and minutes % 5 == 0 else 1
    closing = AgendaLine(_CLOSING[english], _closing_minutes(minutes, unit), "shared", "closing")
    pauses = _pauses(minutes, english)
    left = minutes - closing.minutes - sum(line.minutes for line in pauses)
    lines = _fill(_blocks(kind, minutes), left, unit, english)
    if len(partners) > 1:
        lines[0] = AgendaLine(_ROUND[kind][english], lines[0].minutes, "theirs", "first")
    return (*_with_pauses(lines, pauses), closing)


def partner_share(items: Iterable[Item]) -> Fraction:
    """The partner's part of the time, 0 to 1; shared items count half. 0 for no minutes at all."""
    counted = {"theirs": Fraction(1), "shared": Fraction(1, 2), "ours": Fraction(0)}
    listed = list(items)
    total = sum(item.minutes for item in listed)
    theirs = sum((item.minutes * counted[_value(item.whose)] for item in listed), Fraction(0))
    return theirs / total if total > 0 else Fraction(0)


def under_half(items: Iterable[Item]) -> bool:
    """Whether the partner has less than half of the time."""
    return partner_share(items) < Fraction(1, 2)


def agenda_warnings(items: Sequence[Item], minutes: int) -> tuple[AgendaWarning, ...]:
    """Warnings about an agenda for a meeting of this many minutes; none of them forbids anything."""
    warnings = []
    planned = sum(item.minutes for item in items)
    if planned != minutes:
        warnings.append(AgendaWarning("minutes_differ", planned, minutes))
    if not items or _value(items[0].whose) != "theirs":
        warnings.append(AgendaWarning("first_not_theirs"))
    closings = [position for position, item in enumerate(items) if item.fixed == "closing"]
    if not closings:
        warnings.append(AgendaWarning("closing_missing"))
    elif closings[-1] != len(items) - 1:
        warnings.append(AgendaWarning("closing_not_last"))
    if items and under_half(items):
        warnings.append(AgendaWarning("under_half", int(partner_share(items) * 100), 50))
    return tuple(warnings)


def _value(whose: object) -> str:
    """The value, given as text or as an enum member."""
    return str(getattr(whose, "value", whose))


def _blocks(kind: str, minutes: int) -> tuple[_Block, ...]:
    """The blocks there is time for: in a short meeting the first of theirs, and the last, which is shared."""
    blocks = _BLOCKS[kind]
    return (blocks[0], blocks[-1]) if minutes < _SHORT_MEETING else blocks


def _closing_minutes(minutes: int, unit: int) -> int:
    """A sixth of the meeting in whole units, never under four minutes."""
    sixth = round(minutes / 6 / unit) * unit
    return min(max(sixth, 4), _LONGEST_CLOSING)


def _pauses(minutes: int, english: bool) -> list[AgendaLine]:
    pauses = []
    if minutes >= _WITH_MEAL:
        pauses.append(AgendaLine(_MEAL_TITLE[english], _MEAL, "shared"))
    elif minutes >= _WITH_BREAK:
        pauses.append(AgendaLine(_BREAK_TITLE[english], _BREAK, "shared"))
    return pauses


def _fill(blocks: Sequence[_Block], minutes: int, unit: int, english: bool) -> list[AgendaLine]:
    """The minutes dealt out over the blocks by their parts, in whole units: the largest remainders are served
    first, and what does not make a whole unit goes to the first block, theirs."""
    total = sum(block.part for block in blocks)
    exact = [Fraction(minutes * block.part, total * unit) for block in blocks]
    units = [max(1, int(share)) for share in exact]
    left_over = minutes // unit - sum(units)
    hungriest = sorted(range(len(blocks)), key=lambda position: (units[position] - exact[position], position))
    for position in hungriest[: max(0, left_over)]:
        units[position] += 1
    dealt = [count * unit for count in units]
    dealt[0] += minutes - sum(dealt)
    return [
        AgendaLine(block.en if english else block.da, length, block.whose, "first" if position == 0 else None)
        for position, (block, length) in enumerate(zip(blocks, dealt, strict=True))
    ]


def _with_pauses(lines: list[AgendaLine], pauses: list[AgendaLine]) -> list[AgendaLine]:
    """The break in the middle, so that theirs stand before it."""
    middle = (len(lines) + 1) // 2
    return lines[:middle] + pauses + lines[middle:]
