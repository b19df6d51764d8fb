"""What stands on the two papers of the figures, as plain values: the board's page and the full report.

Both are our own papers and tell of no single partner: no name, and of a protected one nothing but what all of them
come to together. The stages' screen labels stand in the full report, since it is for our own management; nothing here
is for a partner's table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from outreach.core.charts import Chart


@dataclass(frozen=True)
class Number:
    """A figure: its label, value and change as text."""

    label: str
    value: str
    change: str


@dataclass(frozen=True)
class PrintedQuotation:
    """A text from the work and its source: a role and a month, never a name."""

    text: str
    source: str
    #: What the text is written in. What was noted is taken for Danish: nobody says in which language they note.
    language: str = "da"


@dataclass(frozen=True)
class BoardSheet:
    """The page for the board. `period_note` says how far a period that has not ended goes; `aside` what the chart
    leaves out. `observation` and `learnt` are the two texts its maker has chosen."""

    language: str
    library_name: str
    title: str
    period_note: str
    numbers: tuple[Number, ...]
    chart: Chart
    aside: str
    observation: PrintedQuotation
    learnt: PrintedQuotation
    goals: tuple[str, ...]
    counted: str
    made_on: date


@dataclass(frozen=True)
class Line:
    """A measure of the full report."""

    label: str
    value: str
    before: str
    definition: str
    is_part: bool


@dataclass(frozen=True)
class Part:
    """A group of measures with its charts: those along time first, then those in tables."""

    key: str
    title: str
    lead: str
    lines: tuple[Line, ...]
    columns: tuple[Chart, ...]
    bars: tuple[Chart, ...]
    notes: tuple[str, ...]
    quotations: tuple[PrintedQuotation, ...]


@dataclass(frozen=True)
class ReportSheet:
    """The full report of a period."""

    language: str
    library_name: str
    title: str
    period_note: str
    period: str
    before: str
    numbers: tuple[Number, ...]
    parts: tuple[Part, ...]
    goals: tuple[str, ...]
    small: tuple[str, ...]
    made_on: date
