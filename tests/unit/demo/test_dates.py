"""The demo's dates: whatever day it is loaded on, what happens falls on days when people are at work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core import clock
from outreach.demo.cast import instant_days_ago, workday_away
from outreach.demo.load_meetings import next_weekday
from outreach.followups.workdays import Workdays

days = st.dates(date(2025, 1, 1), date(2035, 12, 31))


@pytest.fixture(autouse=True)
def _real_source() -> Iterator[None]:
    yield
    clock.set_source(None)


def set_time(day: date, hour: int = 12, minute: int = 0) -> None:
    instant = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Europe/Copenhagen"))
    clock.set_source(lambda: instant.astimezone(UTC))


@given(days, st.integers(-400, 60).filter(bool))
def test_visits_and_meetings_fall_on_working_days_on_their_side_of_today(today: date, away: int) -> None:
    set_time(today)
    day = workday_away(away)
    assert Workdays().is_workday(day)
    assert (day > today) == (away > 0)
    assert abs((day - today).days - away) < 7


@given(days)
def test_the_first_meeting_is_on_a_working_thursday_ahead(today: date) -> None:
    set_time(today)
    day = next_weekday("thursday")
    assert (day.weekday(), Workdays().is_workday(day)) == (3, True)
    assert today < day <= today + timedelta(weeks=3)


@given(days, st.integers(0, 400), st.sampled_from([(0, 10), (1, 30), (23, 30)]))
def test_an_instant_keeps_its_date_when_summer_time_lies_between(today: date, back: int, at: tuple[int, int]) -> None:
    set_time(today, *at)
    assert clock.local(instant_days_ago(back)).date() == today - timedelta(days=back)
