"""Calendar text, read by a second implementation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.reminders.ics import CalendarEntry, calendar_text, follows_europe

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CHANGED = datetime(2026, 11, 24, 9, tzinfo=UTC)


def meeting(starts: datetime, **changes: object) -> CalendarEntry:
    values = {"uid": "meeting-1@partnerportalen", "summary": "Første møde: Familiehuset", "starts": starts,
              "ends": starts + timedelta(hours=1), "sequence": 3, "changed_at": CHANGED} | changes
    return CalendarEntry(**values)  # type: ignore[arg-type]


def text_of(*entries: CalendarEntry, zone: ZoneInfo = COPENHAGEN) -> str:
    return calendar_text(entries, name="Mine", zone=zone, language="da").decode()


def read(*entries: CalendarEntry, zone: ZoneInfo = COPENHAGEN) -> list[vobject.base.Component]:
    return list(vobject.readOne(text_of(*entries, zone=zone)).vevent_list)


@pytest.mark.parametrize("day", [date(2026, 12, 3), date(2027, 3, 26), date(2027, 3, 29), date(2027, 7, 1),
                                 date(2027, 10, 29), date(2027, 11, 1)], ids=str)
def test_ten_oclock_is_ten_oclock_in_winter_and_summer(day: date) -> None:
    starts = datetime(day.year, day.month, day.day, 10, tzinfo=COPENHAGEN)
    [event] = read(meeting(starts))
    assert event.dtstart.value.astimezone(UTC) == starts.astimezone(UTC)


@settings(max_examples=60)
@given(st.lists(st.dates(date(2020, 1, 1), date(2040, 12, 31)), min_size=1, max_size=4), st.integers(4, 22))
def test_every_hour_of_many_years_reads_as_the_instant_it_is(days: list[date], hour: int) -> None:
    """Hours of the night that do not exist, or exist twice, are none that a meeting is planned for."""
    starts = [datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN) for day in days]
    seen = [event.dtstart.value.astimezone(UTC) for event in read(*(meeting(each) for each in starts))]
    assert seen == [each.astimezone(UTC) for each in starts]


def test_a_zone_with_other_rules_is_written_too() -> None:
    new_york = ZoneInfo("America/New_York")
    starts = datetime(2027, 1, 4, 10, tzinfo=new_york)
    assert (follows_europe(new_york, range(2027, 2028)), read(meeting(starts), zone=new_york)[0].dtstart.value) == (
        False, starts)


def test_a_whole_day_ends_where_the_next_begins() -> None:
    [event] = read(meeting(starts=date(2026, 12, 1), ends=date(2026, 12, 2)))  # type: ignore[arg-type]
    assert (event.dtstart.value, event.dtend.value, event.transp.value) == (
        date(2026, 12, 1), date(2026, 12, 2), "TRANSPARENT")


def test_signs_that_mean_something_in_a_calendar_stay_signs() -> None:
    summary = "Møde; ring, og hør: \\n er ikke\nen linje BEGIN:VEVENT"
    [event] = read(meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN), summary=summary))
    assert event.summary.value == summary


def test_what_a_changed_and_cancelled_meeting_says() -> None:
    [event] = read(meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN), is_cancelled=True, sequence=7))
    assert (event.uid.value, event.sequence.value, event.status.value) == (
        "meeting-1@partnerportalen", "7", "CANCELLED")


def test_the_same_entries_give_the_same_bytes() -> None:
    entry = meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN))
    assert text_of(entry) == text_of(entry)


def test_lines_are_as_short_as_the_standard_wants() -> None:
    text = text_of(meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN), summary="Æ" * 200))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
