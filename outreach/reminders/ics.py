"""Calendar entries as iCalendar text (RFC 5545). Pure.

The time zone is written as the two rules of the European summer time where the zone follows them: some calendars do
not read a long list of single days, and then show every summer's meeting an hour late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

_HOUR = timedelta(hours=1)
#: Since this year the European summer time ends in October everywhere. Every calendar of ours begins its rules here: a
#: program that knows the zone from one of them reads the others right too.
_SINCE = 1996


@dataclass(frozen=True)
class CalendarEntry:
    """One entry. `starts` and `ends` are both aware instants in the library's zone, or both dates (whole days, `ends`
    not included). `sequence` grows with each change; `changed_at` is the last one."""

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date
    sequence: int
    changed_at: datetime
    place: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar_text(entries: Sequence[CalendarEntry], *, name: str, zone: ZoneInfo, language: str) -> bytes:
    """The entries as one calendar of that name, in the order given."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Partnerportalen//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    years = {entry.starts.year for entry in entries if isinstance(entry.starts, datetime)}
    own_rules = bool(years) and min(years) > _SINCE and follows_europe(zone, range(min(years), max(years) + 1))
    if own_rules:
        calendar.add_component(_europe(zone))
    for entry in entries:
        calendar.add_component(_event(entry))
    if years and not own_rules:
        calendar.add_missing_timezones()
    return calendar.to_ical()


def follows_europe(zone: ZoneInfo, years: range) -> bool:
    """Whether the zone goes to summer time and back on the last Sundays of March and October at 01:00 UTC."""
    changes = [(_last_sunday(year, month), step) for year in years for month, step in ((3, _HOUR), (10, -_HOUR))]
    return all(_offset(zone, change) - _offset(zone, change - _HOUR) == step for change, step in changes)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _europe(zone: ZoneInfo) -> Timezone:
    """The zone's two rules."""
    timezone = Timezone()
    timezone.add("tzid", zone.key)
    winter = _offset(zone, datetime(_SINCE, 1, 1, tzinfo=UTC))
    summer = winter + _HOUR
    rules = ((TimezoneDaylight(), 3, winter, summer), (TimezoneStandard(), 10, summer, winter))
    for part, month, before, after in rules:
        begins = _last_sunday(_SINCE, month)
        part.add("dtstart", (begins + before).replace(tzinfo=None))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", (begins + _HOUR).astimezone(zone).tzname() or zone.key)
        timezone.add_component(part)
    return timezone


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.summary)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if isinstance(entry.starts, datetime) else "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", entry.url)
    return event
