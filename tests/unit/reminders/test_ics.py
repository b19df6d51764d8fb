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
def test_start_at_ten_is_the_same_instant_in_winter_and_summer(day: date) -> None:
    starts = datetime(day.year, day.month, day.day, 10, tzinfo=COPENHAGEN)
    [event] = read(meeting(starts))
    assert event.dtstart.value.astimezone(UTC) == starts.astimezone(UTC)


@settings(max_examples=60)
@given(st.lists(st.dates(date(2020, 1, 1), date(2040, 12, 31)), min_size=1, max_size=4), st.integers(4, 22))
def test_any_hour_from_2020_to_2040_is_read_as_the_same_instant(days: list[date], hour: int) -> None:
    """Hours of the night that do not exist, or exist twice, are none that a meeting is planned for."""
    starts = [datetime(day.year, day.month, day.day, hour, tzinfo=COPENHAGEN) for day in days]
    seen = [event.dtstart.value.astimezone(UTC) for event in read(*(meeting(each) for each in starts))]
    assert seen == [each.astimezone(UTC) for each in starts]


def test_zone_with_other_daylight_saving_rules_is_written() -> None:
    new_york = ZoneInfo("America/New_York")
    starts = datetime(2027, 1, 4, 10, tzinfo=new_york)
    assert (follows_europe(new_york, range(2027, 2028)), read(meeting(starts), zone=new_york)[0].dtstart.value) == (
        False, starts)


def test_all_day_event_ends_at_the_next_date() -> None:
    [event] = read(meeting(starts=date(2026, 12, 1), ends=date(2026, 12, 2)))  # type: ignore[arg-type]
    assert (event.dtstart.value, event.dtend.value, event.transp.value) == (
        date(2026, 12, 1), date(2026, 12, 2), "TRANSPARENT")


def test_calendar_syntax_in_a_summary_is_escaped() -> None:
    summary = "Møde; ring, og hør: \\n er ikke\nen linje BEGIN:VEVENT"
    [event] = read(meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN), summary=summary))
    assert event.summary.value == summary


def test_cancelled_meeting_has_its_sequence_and_status() -> None:
    [event] = read(meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN), is_cancelled=True, sequence=7))
    assert (event.uid.value, event.sequence.value, event.status.value) == (
        "meeting-1@partnerportalen", "7", "CANCELLED")


def test_equal_entries_give_equal_bytes() -> None:
    entry = meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN))
    assert text_of(entry) == text_of(entry)


def test_lines_are_at_most_75_bytes() -> None:
    text = text_of(meeting(datetime(2026, 12, 3, 10, tzinfo=COPENHAGEN), summary="Æ" * 200))
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
