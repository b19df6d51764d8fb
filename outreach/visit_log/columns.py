"""The columns of an exported file. Pure.

A visit's row has no count of people: subtracted from the month's sum, which is exact from ten on, large counts would
reveal small ones. People are exported by partner and month, rounded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.visits.labels import COUNTS, MINUTES

Cell = date | str | int | float


@dataclass(frozen=True)
class VisitLine:
    """A visit as a row of a file, in the reader's language. `minutes` go by their columns' names."""

    held_on: date
    partners: str
    sector: str
    kind_of_partner: str
    district: str
    target_group: str
    kind: str
    state: str
    branch: str
    colleagues: str
    minutes: dict[str, int]
    offers: str
    lent: str
    given: str
    ways: str
    counted: str
    address: str


@dataclass(frozen=True)
class PeopleLine:
    """A partner's month: how many people came, `rounded`, by COUNTS."""

    month: date
    partner: str
    rounded: dict[str, int]


@dataclass(frozen=True)
class Column:
    """`kind` is "day", "month", "text", "number" or "hours"; `width` is that of a spreadsheet's column."""

    label: Any
    kind: str
    width: int
    value: Callable[[Any], Cell]


def _minutes(name: str) -> Callable[[Any], Cell]:
    return lambda line: line.minutes[name]


def _rounded(name: str) -> Callable[[Any], Cell]:
    return lambda row: row.rounded[name]


VISIT_COLUMNS = (
    Column(_l("Dato"), "day", 12, lambda line: line.held_on),
    Column(_l("Partner"), "text", 34, lambda line: line.partners),
    Column(_l("Slags besøg"), "text", 24, lambda line: line.kind),
    Column(_l("Status"), "text", 14, lambda line: line.state),
    Column(_l("Sektor"), "text", 18, lambda line: line.sector),
    Column(_l("Slags partner"), "text", 18, lambda line: line.kind_of_partner),
    Column(_l("Bydel"), "text", 16, lambda line: line.district),
    Column(_l("Målgruppe"), "text", 18, lambda line: line.target_group),
    Column(_l("Filial"), "text", 16, lambda line: line.branch),
    Column(_l("Hvem af os"), "text", 30, lambda line: line.colleagues),
    *(Column(_l("%(what)s, minutter", what=label), "number", 14, _minutes(name))
      for name, label in MINUTES.items()),
    Column(_l("Timer i alt"), "hours", 12, lambda line: round(sum(line.minutes.values()) / 60, 2)),
    Column(_l("Tilbud"), "text", 30, lambda line: line.offers),
    Column(_l("Lånt ud"), "text", 30, lambda line: line.lent),
    Column(_l("Givet"), "text", 30, lambda line: line.given),
    Column(_l("Måder at være med på"), "text", 26, lambda line: line.ways),
    Column(_l("National statistik"), "text", 12, lambda line: line.counted),
    Column(_l("Besøgets nummer"), "text", 16, lambda line: line.address),
)

PEOPLE_COLUMNS = (
    Column(_l("Måned"), "month", 12, lambda row: row.month),
    Column(_l("Partner"), "text", 34, lambda row: row.partner),
    *(Column(label, "number", 14, _rounded(name)) for name, label in COUNTS.items()),
)
