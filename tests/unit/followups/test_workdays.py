"""Danish working days against what a calendar on the wall says, and rules that hold on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.followups.workdays import CUSTOMARY, Workdays, holidays_of

DAYS = Workdays()
OPEN_ON_EVES = Workdays.with_customary(())
ANY_DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_the_holidays_of_2027() -> None:
    assert sorted(holidays_of(2027)) == [
        date(2027, 1, 1), date(2027, 3, 25), date(2027, 3, 26), date(2027, 3, 28), date(2027, 3, 29),
        date(2027, 5, 6), date(2027, 5, 16), date(2027, 5, 17), date(2027, 12, 25), date(2027, 12, 26)]


@pytest.mark.parametrize(("day", "is_holiday"), [(date(2023, 5, 5), True), (date(2024, 4, 26), False)])
def test_store_bededag_ended_with_2023(day: date, is_holiday: bool) -> None:
    assert (day in holidays_of(day.year)) is is_holiday


@pytest.mark.parametrize("sunday", [date(2008, 3, 23), date(2026, 4, 5), date(2038, 4, 25)])
def test_what_follows_easter_sunday(sunday: date) -> None:
    assert {sunday + timedelta(days=off) for off in (-3, -2, 0, 1, 39, 49, 50)} <= holidays_of(sunday.year)


@pytest.mark.parametrize(("day", "code"), [
    (date(2026, 6, 5), "grundlovsdag"), (date(2026, 12, 24), "juleaftensdag"),
    (date(2026, 12, 31), "nytaarsaftensdag")])
def test_a_customary_day_is_off_where_the_library_says_so(day: date, code: str) -> None:
    assert (DAYS.is_workday(day), OPEN_ON_EVES.is_workday(day), Workdays.with_customary({code}).is_workday(day)) == (
        False, True, False)


def test_christmas_2026_lasts_until_the_twenty_eighth() -> None:
    assert DAYS.next_workday(date(2026, 12, 24)) == date(2026, 12, 28)


def test_two_weeks_after_a_meeting_before_easter() -> None:
    """Thursday 12 March 2026 and two weeks is an ordinary Thursday; a week later it would be Maundy Thursday."""
    assert (DAYS.add_days(date(2026, 3, 12), 14), DAYS.add_days(date(2026, 3, 19), 14)) == (
        date(2026, 3, 26), date(2026, 4, 7))


def test_working_days_are_counted_past_the_weekend() -> None:
    assert DAYS.add_workdays(date(2026, 11, 27), 3) == date(2026, 12, 2)


def test_an_unknown_code_is_no_day_off() -> None:
    assert Workdays.with_customary({"1. maj"}) == OPEN_ON_EVES


@given(ANY_DAY)
def test_the_next_working_day_is_one_and_skips_none(day: date) -> None:
    found = DAYS.next_workday(day)
    between = [day + timedelta(days=each) for each in range((found - day).days)]
    assert (DAYS.is_workday(found), [each for each in between if DAYS.is_workday(each)]) == (True, [])


@given(ANY_DAY, st.integers(0, 60))
def test_counting_finds_so_many_working_days(day: date, count: int) -> None:
    found = DAYS.add_workdays(day, count)
    passed = sum(DAYS.is_workday(day + timedelta(days=each)) for each in range(1, (found - day).days + 1))
    assert DAYS.is_workday(found)
    assert passed == (count if count else int(not DAYS.is_workday(day)))


def test_two_working_days_before_a_monday_or_easter() -> None:
    """Monday 30 November 2026, and Tuesday 7 April 2026 after Easter."""
    assert (DAYS.add_workdays(date(2026, 11, 30), -2), DAYS.add_workdays(date(2026, 4, 7), -2)) == (
        date(2026, 11, 26), date(2026, 3, 31))


def test_a_week_before_a_day_we_are_closed_moves_back() -> None:
    assert DAYS.add_days(date(2026, 12, 31), -7) == date(2026, 12, 23)


@given(ANY_DAY, st.integers(1, 60))
def test_counting_back_finds_so_many_working_days(day: date, count: int) -> None:
    found = DAYS.add_workdays(day, -count)
    passed = sum(DAYS.is_workday(day - timedelta(days=each)) for each in range(1, (day - found).days + 1))
    assert (DAYS.is_workday(found), passed) == (True, count)


@given(ANY_DAY, st.integers(1, 60))
def test_from_a_working_day_counting_back_undoes_counting_on(day: date, count: int) -> None:
    start = DAYS.next_workday(day)
    assert DAYS.add_workdays(DAYS.add_workdays(start, count), -count) == start


@given(ANY_DAY, st.integers(1, 400))
def test_days_before_are_working_days_and_never_fewer(day: date, count: int) -> None:
    found = DAYS.add_days(day, -count)
    counted = day - timedelta(days=count)
    passed = [found + timedelta(days=each) for each in range(1, (counted - found).days + 1)]
    assert (DAYS.is_workday(found), found <= counted, [each for each in passed if DAYS.is_workday(each)]) == (
        True, True, [])


@given(ANY_DAY, st.integers(-400, 400), st.integers(-400, 400))
def test_a_later_step_never_falls_before_an_earlier_one(day: date, one: int, other: int) -> None:
    first, second = sorted((one, other))
    assert DAYS.add_days(day, first) <= DAYS.add_days(day, second)


@given(ANY_DAY)
def test_fewer_days_off_never_make_a_day_later(day: date) -> None:
    assert OPEN_ON_EVES.next_workday(day) <= DAYS.next_workday(day)


@given(ANY_DAY)
def test_no_rest_is_longer_than_a_week(day: date) -> None:
    assert (DAYS.next_workday(day) - day).days <= 5


def test_every_code_names_a_day_of_any_year() -> None:
    assert {code: date(2026, *day).isoformat() for code, day in CUSTOMARY.items()} == {
        "grundlovsdag": "2026-06-05", "juleaftensdag": "2026-12-24", "nytaarsaftensdag": "2026-12-31"}
