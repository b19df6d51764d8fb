"""Danish working days: which days the library's people are off, and moving a day past them. Pure.

The holidays by law come from the `holidays` package (it knows Easter, and that Store bededag ended with 2023). The days
a municipality is usually closed besides can be chosen, by code.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import holidays

#: Code -> (month, day) of the days that are no holidays by law but on which municipal offices are usually closed.
CUSTOMARY = {"grundlovsdag": (6, 5), "juleaftensdag": (12, 24), "nytaarsaftensdag": (12, 31)}

_DAY = timedelta(days=1)
_SATURDAY = 5


@cache
def holidays_of(year: int) -> frozenset[date]:
    """The Danish holidays by law of a year; none where the package knows none (after 2100)."""
    return frozenset(holidays.country_holidays("DK", years=year))


@dataclass(frozen=True)
class Workdays:
    """The library's working days. `customary` are codes of CUSTOMARY that are free here; others are ignored."""

    customary: frozenset[str] = field(default_factory=lambda: frozenset(CUSTOMARY))

    @classmethod
    def with_customary(cls, codes: Collection[str]) -> Workdays:
        """Working days with these customary days off."""
        return cls(frozenset(codes) & frozenset(CUSTOMARY))

    def is_workday(self, day: date) -> bool:
        """Monday to Friday, no holiday, no customary day off."""
        return (day.weekday() < _SATURDAY and day not in holidays_of(day.year)
                and (day.month, day.day) not in {CUSTOMARY[code] for code in self.customary})

    def next_workday(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def previous_workday(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`th working day after `day`, before it where `count` is below 0; with 0 the day itself, or the
        first working day after it."""
        day = self.next_workday(day) if count == 0 else day
        for _each in range(count):
            day = self.next_workday(day + _DAY)
        for _each in range(-count):
            day = self.previous_workday(day - _DAY)
        return day

    def add_days(self, day: date, count: int) -> date:
        """`count` days after `day`, and on to a working day where that is none. Below 0 the days lie before `day`, and
        one we are closed on moves back: what must be done beforehand is never done later."""
        moved = day + timedelta(days=count)
        return self.previous_workday(moved) if count < 0 else self.next_workday(moved)
