"""The geometry of charts. Pure: numbers in, places out, in per cent of the picture, so that a chart is as wide and high
as the page wants it and its letters keep their size.

Two shapes are enough. Columns stand along time; bars lie in a table, each under its own label, so that picture and
numbers are one thing that is read on a telephone and by ear as well. Several series are stacked; they differ in tone
besides hue (`INKS`) and are named beside the picture, since a chart is copied in black and white.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

#: How each series is drawn, the first one first: fill and edge, as tokens.css has them. Four tones that a copier keeps
#: apart; every edge at 3:1 against the card.
INKS = (("#0f5c63", "#0f5c63"), ("#c9a24a", "#7d560f"), ("#ffffff", "#16323a"), ("#857c68", "#16323a"))
MOST_SERIES = len(INKS)
#: More columns than this carry no number of their own.
_MOST_NUMBERED = 13
_TOP, _BOTTOM = 9.0, 87.0
_LEAST_HEIGHT = 0.8


@dataclass(frozen=True)
class Row:
    """One thing on a chart: what it is called, in long and short, a value for each series, where its label leads."""

    label: str
    values: tuple[float, ...]
    short: str = ""
    href: str = ""

    @property
    def total(self) -> float:
        """All series together."""
        return sum(self.values)


@dataclass(frozen=True)
class Segment:
    """One series' part of a column or bar. x and width, y and height in per cent."""

    x: float
    y: float
    width: float
    height: float
    series: int

    @property
    def ink(self) -> tuple[str, str]:
        """Fill and edge."""
        return INKS[self.series]

    @property
    def whole_width(self) -> int:
        """The width in whole per cent, for paper's classes `w1` to `w100`: floats that fill a line to the last hair
        are set on two."""
        return max(1, math.floor(0.98 * (self.x + self.width) + 0.5) - math.floor(0.98 * self.x + 0.5))


@dataclass(frozen=True)
class Tick:
    """A line across the picture and the number at it."""

    y: float
    value: int


@dataclass(frozen=True)
class Mark:
    """A text below or above a column."""

    x: float
    y: float
    text: str
    value: float = 0


@dataclass(frozen=True)
class Columns:
    """A picture of columns. `left` is where they begin; the ticks' numbers stand before it."""

    left: float
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Mark, ...]
    numbers: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    """`key` is the chart's own on its page; `series` are what the values of a row are called; `row_head` what the rows
    are, for the table's head."""

    key: str
    title: str
    series: tuple[str, ...]
    rows: tuple[Row, ...]
    row_head: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise ValueError(f"{len(self.series)} series in one chart")
        if any(len(row.values) != len(self.series) or min(row.values) < 0 for row in self.rows):
            raise ValueError("a row's values do not match the series, or lie below nothing")

    @property
    def highest(self) -> Row | None:
        """The row with most, the first of equals; None where there is nothing to show."""
        return max(self.rows, key=lambda row: row.total, default=None) if self.total else None

    @property
    def key_inks(self) -> tuple[tuple[str, tuple[str, str]], ...]:
        """Each series' name with its fill and edge."""
        return tuple(zip(self.series, INKS, strict=False))

    @property
    def total(self) -> float:
        """Everything together."""
        return sum(row.total for row in self.rows)

    @property
    def sums(self) -> tuple[float, ...]:
        """Each series over all rows."""
        return tuple(sum(row.values[at] for row in self.rows) for at in range(len(self.series)))

    @cached_property
    def columns(self) -> Columns:
        """The rows as columns side by side."""
        return columns(self.rows)

    def bar(self, row: Row) -> tuple[Segment, ...]:
        """One row as a bar: all rows of the chart share one scale, and the longest fills it."""
        return _stacked(row.values, max((each.total for each in self.rows), default=0), 100.0)


def round_steps(most: float, wanted: int = 4) -> tuple[int, ...]:
    """Whole round numbers from 0 to the first at or above `most`, some `wanted` steps of 1, 2 or 5 times a power of
    ten."""
    least = max(1.0, most / wanted)
    power = 10 ** math.floor(math.log10(least))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= least)
    return tuple(step * number for number in range(max(1, math.ceil(most / step)) + 1))


def columns(rows: Sequence[Row]) -> Columns:
    """Columns of equal width, with a scale of round numbers."""
    steps = round_steps(max((row.total for row in rows), default=0))
    ceiling = steps[-1]
    # So wide that the longest number of the scale stands before the columns on a telephone, too.
    left = min(24.0, 2.0 + 2.6 * len(f"{ceiling:,}"))
    slot = (100 - left) / max(1, len(rows))
    width = min(slot * 0.72, 9.0)
    segments: list[Segment] = []
    labels: list[Mark] = []
    numbers: list[Mark] = []
    numbered = len(rows) <= _MOST_NUMBERED and max((len(f"{round(row.total):,}") for row in rows), default=0) <= 4
    for at, row in enumerate(rows):
        middle, base = left + slot * (at + 0.5), _BOTTOM
        for part in _stacked(row.values, ceiling, _BOTTOM - _TOP, _LEAST_HEIGHT):
            base -= part.width
            segments.append(Segment(_placed(middle - width / 2), _placed(base), _placed(width), part.width,
                                    part.series))
        if row.short:
            labels.append(Mark(_placed(middle), 96.5, row.short))
        if numbered and row.total:
            numbers.append(Mark(_placed(middle), _placed(base - 2), "", row.total))
    ticks = tuple(Tick(_placed(_BOTTOM - (_BOTTOM - _TOP) * step / ceiling), step) for step in steps)
    return Columns(_placed(left), tuple(segments), ticks, tuple(labels), tuple(numbers))


def _stacked(values: Sequence[float], whole: float, room: float, least: float = 0.4) -> tuple[Segment, ...]:
    """The values end to end within `room`, where `whole` would fill it; what is not nothing can be seen."""
    found, start = [], 0.0
    for series, value in enumerate(values):
        if value > 0 and whole > 0:
            length = max(_placed(room * value / whole), least)
            found.append(Segment(_placed(start), 0.0, _placed(length), 100.0, series))
            start += length
    return tuple(found)


def _placed(value: float) -> float:
    """As precise as any screen shows it."""
    return round(value, 2)


def thinned(shorts: Sequence[str], most: int = 12) -> tuple[str, ...]:
    """Labels for an axis with room for `most`: those in between are left empty."""
    every = max(1, math.ceil(sum(bool(each) for each in shorts) / most))
    kept, seen = [], 0
    for each in shorts:
        kept.append(each if each and seen % every == 0 else "")
        seen += bool(each)
    return tuple(kept)
