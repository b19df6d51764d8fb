"""When it suits a partner, read from their own words."""

from datetime import date, time

import pytest

from outreach.partners.times import Times, read_times, stored_times

NOON, FIVE, SIX = time(12), time(17), time(18)


@pytest.mark.parametrize(("words", "expected"), [
    ("tirsdag formiddag kl. 10", ((1,), (), time(10), None, ("morning",))),
    ("aften efter kl. 18, ikke onsdag", ((), (2,), SIX, time(22), ("evening",))),
    ("tirsdag og torsdag før kl. 17", ((1, 3), (), None, FIVE, ("morning", "afternoon"))),
    ("mandag til torsdag kl. 10-15", ((0, 1, 2, 3), (), time(10), time(15), ("morning", "afternoon"))),
    ("any weekday between 12.30 and 15.30", ((0, 1, 2, 3, 4), (), time(12, 30), time(15, 30), ("afternoon",))),
    ("formiddag fra kl. 9.45, hverdage", ((0, 1, 2, 3, 4), (), time(9, 45), NOON, ("morning",))),
    ("Monday after 17", ((0,), (), FIVE, None, ("evening",))),
    ("hver anden onsdag kl. 8.15", ((2,), (), time(8, 15), None, ("morning",))),
    ("når det passer", ((), (), None, None, ())),
    ("", ((), (), None, None, ())),
])
def test_weekdays_hours_and_parts_of_the_day_are_read(words, expected):
    times = read_times(words)
    assert (times.weekdays, times.never, times.starts, times.ends, times.day_parts) == expected


def test_what_follows_a_semicolon_adds_only_parts_of_the_day():
    times = read_times("mandag kl. 10-15; aften efter kl. 17")
    assert (times.weekdays, times.starts, times.day_parts) == ((0,), time(10), ("morning", "afternoon", "evening"))


@pytest.mark.parametrize(("words", "day"), [
    ("efter påske", date(2027, 3, 30)), ("hverdage, fra februar", date(2027, 2, 1)), ("fra marts", date(2027, 3, 1)),
    ("torsdag", date(2026, 11, 22))])
def test_a_first_day_is_read(words, day):
    assert read_times(words).first_day(date(2026, 11, 22)) == day


@pytest.mark.parametrize("words", ["tirsdag kl. 10", "aften efter kl. 18, ikke onsdag", "efter påske", "x; aften", ""])
def test_times_are_the_same_after_being_stored(words):
    times = read_times(words)
    assert stored_times(times.words, times.as_json()) == times


def test_a_day_suits_unless_it_is_never_or_another_weekday():
    times = Times(weekdays=(1,), never=(2,))
    assert [times.suits(date(2026, 12, day)) for day in (1, 2, 3)] == [True, False, False]
    assert Times(never=(2,)).suits(date(2026, 12, 3))
