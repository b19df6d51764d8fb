"""Rounding of small counts: unbiased, steady, and telling nothing of what it rounds."""

from __future__ import annotations

from datetime import date
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.visits.small_numbers import is_small, month_of, published

MARCH = date(2026, 3, 1)
seeds = st.binary(min_size=16, max_size=32)


def told(count: int, seed: bytes, measure: str = "children") -> int:
    return published(count, seed=seed, partner="bcdfghjkmnpq", month=MARCH, measure=measure)


@given(st.integers(1, 9), seeds)
def test_a_small_count_becomes_none_five_or_ten(count: int, seed: bytes) -> None:
    assert told(count, seed) in {0, 5, 10}


@given(st.integers(10, 100_000), seeds)
def test_a_larger_count_stays(count: int, seed: bytes) -> None:
    assert told(count, seed) == count


def test_nobody_stays_nobody() -> None:
    assert told(0, b"any seed") == 0


@pytest.mark.parametrize("count", range(10))
def test_on_average_it_is_the_count(count: int) -> None:
    seeds = (number.to_bytes(8, "big") for number in range(20_000))
    assert abs(fmean(told(count, seed) for seed in seeds) - count) < 0.1


@given(st.integers(0, 30), seeds)
def test_one_more_never_tells_less(count: int, seed: bytes) -> None:
    assert told(count, seed) <= told(count + 1, seed)


@given(st.integers(0, 30), seeds)
def test_asked_again_it_tells_the_same(count: int, seed: bytes) -> None:
    assert told(count, seed) == told(count, seed)


def test_measures_are_rounded_apart() -> None:
    outcomes = {(told(4, bytes([number]), "children"), told(4, bytes([number]), "adults")) for number in range(64)}
    assert outcomes == {(0, 0), (0, 5), (5, 0), (5, 5)}


def test_a_count_below_nobody_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError):
        told(-1, b"any seed")


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (9, True), (10, False)])
def test_under_ten(count: int, small: bool) -> None:
    assert is_small(count) is small


def test_the_month_of_a_day() -> None:
    assert month_of(date(2026, 3, 31)) == MARCH
