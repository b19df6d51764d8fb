"""Rounding of small counts: unbiased, steady, and telling nothing of what it rounds."""

from __future__ import annotations

from datetime import date
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.visits.disclosure_control import round_count
from outreach.visits.service.months import month_of

MARCH = date(2026, 3, 1)
keys = st.binary(min_size=16, max_size=32)


def rounded(count: int, key: bytes, measure: str = "children") -> int:
    return round_count(count, key=key, partner="bcdfghjkmnpq", month=MARCH, measure=measure)


@given(st.integers(1, 9), keys)
def test_small_count_is_rounded_to_0_5_or_10(count: int, key: bytes) -> None:
    assert rounded(count, key) in {0, 5, 10}


@given(st.integers(10, 100_000), keys)
def test_count_from_ten_is_not_rounded(count: int, key: bytes) -> None:
    assert rounded(count, key) == count


def test_zero_stays_zero() -> None:
    assert rounded(0, b"any key") == 0


@pytest.mark.parametrize("count", range(10))
def test_rounding_is_unbiased_over_all_keys(count: int) -> None:
    keys = (number.to_bytes(8, "big") for number in range(20_000))
    assert abs(fmean(rounded(count, key) for key in keys) - count) < 0.1


@given(st.integers(0, 30), keys)
def test_higher_count_is_never_rounded_lower(count: int, key: bytes) -> None:
    assert rounded(count, key) <= rounded(count + 1, key)


@given(st.integers(0, 30), keys)
def test_rounding_is_stable_for_one_key(count: int, key: bytes) -> None:
    assert rounded(count, key) == rounded(count, key)


def test_measures_are_rounded_independently() -> None:
    keys = [bytes([number]) for number in range(64)]
    outcomes = {(rounded(4, key, "children"), rounded(4, key, "adults")) for key in keys}
    assert outcomes == {(0, 0), (0, 5), (5, 0), (5, 5)}


def test_negative_count_is_refused() -> None:
    with pytest.raises(ValueError):
        rounded(-1, b"any key")


def test_month_of_a_day_is_its_first_day() -> None:
    assert month_of(date(2026, 3, 31)) == MARCH
