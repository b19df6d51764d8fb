"""The geometry of charts. Pure: numbers in, positions out, in per cent of the picture, so that a chart scales with the
page while its text keeps its size.

Two shapes: columns for a time series, and bars inside a table, each at its row, so that chart and numbers can be read
on a telephone and by a screen reader. Several series are stacked; they differ in tone besides hue (`INKS`) and have a
legend, since a chart may be copied in black and white.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

#: Fill and edge colour of each series, as in tokens.css: four tones distinct in black and white, every edge with a
#: contrast of 3:1 against the card.
INKS = (("#0f5c63", "#0f5c63"), ("#c9a24a", "#7d560f"), ("#ffffff", "#16323a"), ("#857c68", "#16323a"))
MAX_SERIES = len(INKS)
#: With more columns than this their numbers are left out.
_MAX_NUMBERED = 13
_TOP, _BOTTOM = 9.0, 87.0
_MIN_HEIGHT = 0.8


@dataclass(frozen=True)
class Row:
    """One row of a chart: its label, a value for each series, a short label for the axis, and the label's link."""

    label: str
    values: tuple[float, ...]
    short: str = ""
    href: str = ""

    @property
    def total(self) -> float:
        """The sum of all series."""
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
        """Fill and edge colour."""
        return INKS[self.series]

    @property
    def whole_width(self) -> int:
        """The width in whole per cent, for the PDF classes `w1` to `w100`; scaled to 98 %, since floats that fill a
        line exactly may wrap."""
        return max(1, math.floor(0.98 * (self.x + self.width) + 0.5) - math.floor(0.98 * self.x + 0.5))


@dataclass(frozen=True)
class Tick:
    """A horizontal grid line and its number."""

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
    """A column chart. `left` is where the columns begin; the ticks' numbers are left of it."""

    left: float
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Mark, ...]
    numbers: tuple[Mark, ...]


@dataclass(frozen=True)
class Chart:
    """`key` identifies the chart on its page; `series` are the names of a row's values; `row_head` is the table's
    heading for the row labels."""

    key: str
    title: str
    series: tuple[str, ...]
    rows: tuple[Row, ...]
    row_head: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MAX_SERIES:
            raise ValueError(f"{len(self.series)} series in one chart")
        if any(len(row.values) != len(self.series) or min(row.values) < 0 for row in self.rows):
            raise ValueError("a row's values do not match the series, or are negative")

    @property
    def highest(self) -> Row | None:
        """The row with the highest total, the first of equals; None where all are zero."""
        return max(self.rows, key=lambda row: row.total, default=None) if self.total else None

    @property
    def key_inks(self) -> tuple[tuple[str, tuple[str, str]], ...]:
        """Each series' name with its colours, for the legend."""
        return tuple(zip(self.series, INKS, strict=False))

    @property
    def total(self) -> float:
        """The sum of all rows and series."""
        return sum(row.total for row in self.rows)

    @property
    def sums(self) -> tuple[float, ...]:
        """The sum of each series over all rows."""
        return tuple(sum(row.values[number] for row in self.rows) for number in range(len(self.series)))

    @cached_property
    def columns(self) -> Columns:
        """The rows as columns side by side."""
        return columns(self.rows)

    def bar(self, row: Row) -> tuple[Segment, ...]:
        """One row as a bar: all rows of the chart share one scale, and the longest fills it."""
        return _stacked(row.values, max((other.total for other in self.rows), default=0), 100.0)


def round_steps(highest: float, step_count: int = 4) -> tuple[int, ...]:
    """Whole round numbers from 0 to the first at or above `highest`, in about `step_count` steps of 1, 2 or 5 times a
    power of ten."""
    least = max(1.0, highest / step_count)
    power = 10 ** math.floor(math.log10(least))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
    return tuple(step * number for number in range(max(1, math.ceil(highest / step)) + 1))


def columns(rows: Sequence[Row]) -> Columns:
    """Columns of equal width, with a scale of round numbers."""
    steps = round_steps(max((row.total for row in rows), default=0))
    ceiling = steps[-1]
    # Wide enough for the longest number of the scale on a telephone.
    left = min(24.0, 2.0 + 2.6 * len(f"{ceiling:,}"))
    slot = (100 - left) / max(1, len(rows))
    width = min(slot * 0.72, 9.0)
    segments: list[Segment] = []
    labels: list[Mark] = []
    numbers: list[Mark] = []
    numbered = len(rows) <= _MAX_NUMBERED and max((len(f"{round(row.total):,}") for row in rows), default=0) <= 4
    for at, row in enumerate(rows):
        middle, base = left + slot * (at + 0.5), _BOTTOM
        for part in _stacked(row.values, ceiling, _BOTTOM - _TOP, _MIN_HEIGHT):
            base -= part.width
            segments.append(Segment(_rounded(middle - width / 2), _rounded(base), _rounded(width), part.width,
                                    part.series))
        if row.short:
            labels.append(Mark(_rounded(middle), 96.5, row.short))
        if numbered and row.total:
            numbers.append(Mark(_rounded(middle), _rounded(base - 2), "", row.total))
    ticks = tuple(Tick(_rounded(_BOTTOM - (_BOTTOM - _TOP) * step / ceiling), step) for step in steps)
    return Columns(_rounded(left), tuple(segments), ticks, tuple(labels), tuple(numbers))


def _stacked(values: Sequence[float], whole: float, room: float, least: float = 0.4) -> tuple[Segment, ...]:
    """The values end to end within `room`, which `whole` would fill; positive values are at least `least` long."""
    segments, start = [], 0.0
    for series, value in enumerate(values):
        if value > 0 and whole > 0:
            length = max(_rounded(room * value / whole), least)
            segments.append(Segment(_rounded(start), 0.0, _rounded(length), 100.0, series))
            start += length
    return tuple(segments)


def _rounded(value: float) -> float:
    """Rounded to what a screen can show."""
    return round(value, 2)


def thinned(shorts: Sequence[str], max_labels: int = 12) -> tuple[str, ...]:
    """Labels for an axis with room for `max_labels`: those in between are left empty."""
    every = max(1, math.ceil(sum(bool(label) for label in shorts) / max_labels))
    labels, count = [], 0
    for label in shorts:
        labels.append(label if label and count % every == 0 else "")
        count += bool(label)
    return tuple(labels)
