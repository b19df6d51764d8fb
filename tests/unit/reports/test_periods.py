"""Periods of whole months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.reports.periods import BadPeriod, Period, default_year, parse_period, quarter_of, year


@pytest.mark.parametrize(("code", "first", "last"), [
    ("2026", date(2026, 1, 1), date(2026, 12, 1)),
    ("2026-Q3", date(2026, 7, 1), date(2026, 9, 1)),
    ("2026-03", date(2026, 3, 1), date(2026, 3, 1)),
    ("2025-11..2026-02", date(2025, 11, 1), date(2026, 2, 1))])
def test_a_code_names_whole_months(code: str, first: date, last: date) -> None:
    assert parse_period(code) == Period(first, last)


@pytest.mark.parametrize(("code", "reason"), [
    ("", "unknown"), ("i år", "unknown"), ("2026-13", "unknown"), ("2026-Q5", "unknown"), ("²026", "unknown"),
    ("2026-05..2026-04", "backwards"), ("1026..2026", "unknown"), ("2001-01..2099-12", "long"), ("1026", "far"),
    ("3026", "far"), ("999999", "far")])
def test_invalid_period_says_why(code: str, reason: str) -> None:
    with pytest.raises(BadPeriod) as caught:
        parse_period(code)
    assert caught.value.reason == reason


@pytest.mark.parametrize(("today", "shown"), [
    (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026), (date(2027, 1, 31), 2026), (date(2027, 2, 1), 2027)])
def test_last_year_is_shown_until_january_is_over(today: date, shown: int) -> None:
    assert default_year(today) == year(shown)


periods = st.builds(lambda first, months: Period(date(first // 12, first % 12 + 1, 1),
                                                 date((first + months) // 12, (first + months) % 12 + 1, 1)),
                    st.integers(2010 * 12, 2150 * 12), st.integers(0, 119))


@given(periods)
def test_code_of_a_period_parses_to_it(period: Period) -> None:
    assert parse_period(period.code) == period


@given(periods)
def test_previous_period_is_adjacent_and_equally_long(period: Period) -> None:
    before = period.before()
    assert ((period.first - before.ends_on).days, before.months) == (1, period.months)


@given(periods)
def test_period_has_as_many_months_as_it_says(period: Period) -> None:
    months = list(period.each_month())
    assert (len(months), months[0], months[-1]) == (period.months, period.first, period.last)


@pytest.mark.parametrize(("day", "inside"), [
    (date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_year_contains_its_days(day: date, inside: bool) -> None:
    assert year(2026).holds(day) is inside


def test_the_quarter_of_a_day() -> None:
    assert quarter_of(date(2026, 11, 23)).code == "2026-Q4"


@pytest.mark.parametrize(("code", "language", "named"), [
    ("2026-03..2026-08", "da", "2026-03-til-2026-08"), ("2026-03..2026-08", "en", "2026-03-to-2026-08"),
    ("2026-Q3", "en", "2026-Q3"), ("2026", "da", "2026")])
def test_the_name_of_a_file_says_the_period_in_its_language(code: str, language: str, named: str) -> None:
    assert parse_period(code).file_name_part(language) == named
