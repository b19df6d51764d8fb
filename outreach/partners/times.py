"""When it suits a partner: read from their own words into weekdays, hours and a first day. Pure.

"tirsdag og torsdag før kl. 17" -> weekdays (1, 3), ends 17:00. What cannot be read is left out: the words stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

_WEEKDAYS = {
    "mandag": 0, "tirsdag": 1, "onsdag": 2, "torsdag": 3, "fredag": 4, "lørdag": 5, "søndag": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_MONTHS = {
    "januar": 1, "februar": 2, "marts": 3, "april": 4, "maj": 5, "juni": 6, "juli": 7, "august": 8, "september": 9,
    "oktober": 10, "november": 11, "december": 12, "january": 1, "february": 2, "march": 3, "may": 5, "june": 6,
    "july": 7, "october": 10,
}  # fmt: skip
_DAY = "|".join(_WEEKDAYS)
_DAYS = rf"(?:{_DAY})(?:e|en|s|er)?(?:\s*(?:,|og|and|eller|or)\s*(?:{_DAY})(?:e|en|s|er)?)*"
_RANGE = re.compile(rf"\b({_DAY})\s*(?:til|to|-|–)\s*({_DAY})")
_NEVER = re.compile(rf"\b(?:ikke|aldrig|undtagen|bare ikke|not|never|except)\s+(?:on\s+)?({_DAYS})")
_CLOCK = r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?(?!\d|\s*(?:dage|uger|min|timer|%))"
_BETWEEN = re.compile(rf"(?:mellem|between|fra|from)?\s{{0,3}}{_CLOCK}\s{{0,3}}(?:-|–|til|og|to|and)\s{{0,3}}{_CLOCK}")
_AFTER = re.compile(rf"\b(?:efter|fra|after|from)\s+{_CLOCK}")
_BEFORE = re.compile(rf"\b(?:før|inden|senest|before|until)\s+{_CLOCK}")
_AT = re.compile(r"(?:\bkl\.?\s*|\bat\s+)(\d{1,2})(?:[.:](\d{2}))?")
_WORKDAYS = re.compile(r"\bhverdag|\bweekday|\bworking day")
_FROM_MONTH = re.compile(rf"\b(?:fra|efter|from|after)\s+({'|'.join(_MONTHS)})\b")
_AFTER_EASTER = re.compile(r"\b(?:efter påske|after easter)")
_PARTS = (
    ("morning", re.compile(r"\b(?:formiddag|morgen|morning)"), time(8), time(12)),
    ("afternoon", re.compile(r"\b(?:eftermiddag|afternoon)"), time(12), time(17)),
    ("evening", re.compile(r"\b(?:aften|evening)"), time(17), time(22)),
)
#: Names of the parts of a day, in order.
DAY_PARTS = tuple(name for name, *_rest in _PARTS)


@dataclass(frozen=True)
class Times:
    """`weekdays` that suit and `never` (Monday is 0), hours from `starts` to `ends`, and whether `starts` is a fixed
    hour; `since` is the month or "easter" before which nothing suits; `other_parts` are parts of the day
    that suit on other occasions. All may be empty."""

    words: str = ""
    weekdays: tuple[int, ...] = ()
    never: tuple[int, ...] = ()
    starts: time | None = None
    ends: time | None = None
    is_fixed: bool = False
    since: str = ""
    other_parts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What the partner's row keeps beside the words; empty where nothing is known."""
        values = {"weekdays": list(self.weekdays), "never": list(self.never),
                  "starts": self.starts.isoformat("minutes") if self.starts else "",
                  "ends": self.ends.isoformat("minutes") if self.ends else "", "is_fixed": self.is_fixed,
                  "since": self.since, "other_parts": list(self.other_parts)}
        return values if any(values.values()) else {}

    @property
    def day_parts(self) -> tuple[str, ...]:
        """The parts of the day that lie within the hours; none where the hours are not known."""
        return tuple(name for name in DAY_PARTS if name in (*self._own_parts(), *self.other_parts))

    def _own_parts(self) -> tuple[str, ...]:
        if self.starts is None and self.ends is None:
            return ()
        first, last = self.starts or time(8), self.ends or (time(22) if self.starts else time(17))
        if self.is_fixed:
            return tuple(name for name, _words, begins, stops in _PARTS if begins <= first < stops)
        return tuple(name for name, _words, begins, stops in _PARTS if max(first, begins) < min(last, stops))

    def suits(self, day: date) -> bool:
        """Whether a day is one of theirs, as far as is known."""
        if day.weekday() in self.never:
            return False
        return not self.weekdays or day.weekday() in self.weekdays

    def first_day(self, on: date) -> date:
        """The day from which something suits: `on`, or the first of the month, or the Tuesday after Easter."""
        if self.since == "easter":
            days = (_easter(year) + timedelta(days=2) for year in (on.year, on.year + 1))
            return next((day for day in days if day >= on), on)
        if self.since.isdigit():
            month = int(self.since)
            return on if month == on.month else date(on.year + (month < on.month), month, 1)
        return on


def stored_times(words: str, values: Mapping[str, Any]) -> Times:
    """The times that a partner's row keeps."""
    return Times(
        words=words, weekdays=tuple(values.get("weekdays", ())), never=tuple(values.get("never", ())),
        starts=time.fromisoformat(values["starts"]) if values.get("starts") else None,
        ends=time.fromisoformat(values["ends"]) if values.get("ends") else None,
        is_fixed=bool(values.get("is_fixed")), since=str(values.get("since", "")),
        other_parts=tuple(values.get("other_parts", ())))


def read_times(words: str) -> Times:
    """The times that can be read from a partner's own words, Danish or English. What stands
    after a semicolon only adds parts of the day; of several hours the first is taken."""
    text, *more = words.casefold().split(";")
    other_parts = tuple(part for other in more for part in read_times(other).day_parts)
    never = tuple(sorted({_WEEKDAYS[name] for match in _NEVER.finditer(text) for name in re.findall(_DAY, match[1])}))
    positive = _NEVER.sub(" ", text)
    ranges = {day for match in _RANGE.finditer(positive)
              for day in range(_WEEKDAYS[match[1]], _WEEKDAYS[match[2]] + 1)}
    weekdays = ranges | {_WEEKDAYS[name] for name in re.findall(rf"\b({_DAY})", positive)}
    if not weekdays and _WORKDAYS.search(positive):
        weekdays = set(range(5))
    starts, ends, is_fixed = _hours(positive)
    month = _FROM_MONTH.search(positive)
    since = "easter" if _AFTER_EASTER.search(positive) else str(_MONTHS[month[1]]) if month else ""
    return Times(words.strip(), tuple(sorted(weekdays - set(never))), never, starts, ends, is_fixed, since,
                 other_parts)


def _hours(text: str) -> tuple[time | None, time | None, bool]:
    between = _BETWEEN.search(text)
    if between and (starts := _time(between[1], between[2])) and (ends := _time(between[3], between[4])):
        return (starts, ends, False) if starts < ends else (starts, None, False)
    after, before = _AFTER.search(text), _BEFORE.search(text)
    starts = _time(after[1], after[2]) if after else None
    ends = _time(before[1], before[2]) if before else None
    if starts or ends:
        part = next((stops for _name, words, begins, stops in _PARTS
                     if starts and begins <= starts < stops and words.search(text)), None)
        return starts, ends or part, False
    at = _AT.search(text)
    if at and (starts := _time(at[1], at[2])):
        return starts, None, True
    for _name, words, begins, stops in _PARTS:
        if words.search(text):
            return begins, stops, False
    return None, None, False


def _time(hour: str, minutes: str | None) -> time | None:
    return time(int(hour), int(minutes or 0)) if int(hour) < 24 and int(minutes or 0) < 60 else None


def _easter(year: int) -> date:
    """Easter Sunday of a year (Gauss, Gregorian calendar)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    shift = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
