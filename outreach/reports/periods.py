"""Periods of whole months, and the one to compare each with. Pure.

A report never covers part of a month: the difference between the 1st to the 12th and the 1st to the 13th would reveal a
single day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: The longest period: what a manager asks for, and what a page can be read in.
MOST_MONTHS = 120
FIRST_YEAR, LAST_YEAR = 2000, 2199


class BadPeriod(ValueError):
    """`reason` is "unknown" (no period), "backwards", "long" (over MOST_MONTHS) or "far" (year out of range)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, order=True)
class Period:
    """From the first day of month `first` to the last day of the month that begins on `last`."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """How many months it covers."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def ends_on(self) -> date:
        """The last day."""
        return _moved(self.last, 1) - timedelta(days=1)

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year."""
        return (self.first.month, self.months) == (1, 12)

    @property
    def is_quarter(self) -> bool:
        """Whether it is one calendar quarter."""
        return self.first.month % 3 == 1 and self.months == 3

    @property
    def code(self) -> str:
        """The period in query strings and exports: 2026, 2026-Q3, 2026-03 or 2026-03..2026-08."""
        if self.is_year:
            return f"{self.first:%Y}"
        if self.is_quarter:
            return f"{self.first:%Y}-Q{(self.first.month + 2) // 3}"
        return f"{self.first:%Y-%m}" if self.months == 1 else f"{self.first:%Y-%m}..{self.last:%Y-%m}"

    def file_name_part(self, language: str) -> str:
        """The period in file names, by language: 2026-03-til-2026-08."""
        return self.code.replace("..", "-til-" if language == "da" else "-to-")

    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(_moved(self.first, -self.months), _moved(self.first, -1))

    def each_month(self) -> Iterator[date]:
        """The first day of each month, in order."""
        return (_moved(self.first, at) for at in range(self.months))

    def months_gone(self, today: date) -> int:
        """How many of its months are over on a day, the current one not counted."""
        return sum(_moved(month, 1) <= today for month in self.each_month())

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.ends_on


def year(number: int) -> Period:
    """A calendar year."""
    return _checked(Period(_month(number, 1), _month(number, 12)))


def default_year(today: date) -> Period:
    """The calendar year to show where none is asked for: today's, but until its first month is over the one before."""
    this_year = year(today.year)
    return this_year if this_year.months_gone(today) else this_year.before()


def quarter_of(day: date) -> Period:
    """The calendar quarter that a day lies in."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Period(first, _moved(first, 2))


def parse_period(code: str) -> Period:
    """The period of a `code`; BadPeriod where it is none."""
    if match := re.fullmatch(r"([0-9]{1,6})", code, re.ASCII):
        return year(int(match[1]))
    if match := re.fullmatch(r"([0-9]{1,6})-Q([1-4])", code, re.ASCII):
        return _checked(quarter_of(_month(int(match[1]), int(match[2]) * 3)))
    if match := re.fullmatch(r"([0-9]{1,6})-([0-9]{2})(?:\.\.([0-9]{1,6})-([0-9]{2}))?", code, re.ASCII):
        first = _month(int(match[1]), int(match[2]))
        return _checked(Period(first, _month(int(match[3]), int(match[4])) if match[3] else first))
    raise BadPeriod("unknown")


def parse_months(first: str, last: str, today: date) -> Period:
    """The period from one month to another as people write them: 2026-03, 3-2026, 03.2026, 3/2026, or a year alone.
    Without a first month from its year's start, without a last one until now. BadPeriod where it is none."""
    first, last = _written(first, "01"), _written(last, "12")
    return parse_period(f"{first or f'{last[:-3]}-01'}..{last or max(first, f'{today:%Y-%m}')}")


def _written(text: str, month_of_year: str) -> str:
    if match := re.fullmatch(r"([0-9]{1,2})[-./ ]+([0-9]{4,6})", text, re.ASCII):
        return f"{match[2]}-{match[1]:0>2}"
    return f"{text}-{month_of_year}" if re.fullmatch(r"[0-9]{1,6}", text, re.ASCII) else text


def _checked(period: Period) -> Period:
    if period.last < period.first:
        raise BadPeriod("backwards")
    if period.months > MOST_MONTHS:
        raise BadPeriod("long")
    return period


def _month(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise BadPeriod("unknown")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadPeriod("far")
    return date(year, month, 1)


def _moved(month: date, by: int) -> date:
    at = month.year * 12 + month.month - 1 + by
    return date(at // 12, at % 12 + 1, 1)
