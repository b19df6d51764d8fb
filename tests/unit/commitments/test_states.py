"""What counts as a promise kept in time, and that every promise is counted exactly once."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.commitments.states import (
    MOVES,
    CommitmentState,
    Firmness,
    Promise,
    PromiseCounts,
    kept_in_time,
    may_become,
)

TODAY = date(2026, 12, 10)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OPEN, KEPT, BROKEN, RELEASED = CommitmentState
MAYBE, CONDITIONAL, FINAL = Firmness

DAYS = st.none() | st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60))
PROMISES = st.builds(Promise, is_ours=st.booleans(), firmness=st.sampled_from(Firmness),
                     state=st.sampled_from(CommitmentState), due_on=DAYS, settled_on=DAYS)


@pytest.mark.parametrize(("promise", "expected"), [
    (Promise(True, FINAL, KEPT, TODAY, TODAY), PromiseCounts(in_time=1)),
    (Promise(True, FINAL, KEPT, None, TODAY), PromiseCounts(in_time=1)),
    (Promise(True, FINAL, KEPT, YESTERDAY, TODAY), PromiseCounts(late=1)),
    (Promise(True, FINAL, BROKEN, TOMORROW, TODAY), PromiseCounts(broken=1)),
    (Promise(True, FINAL, OPEN, YESTERDAY), PromiseCounts(overdue=1)),
    (Promise(True, FINAL, OPEN, TODAY), PromiseCounts(waiting=1)),
    (Promise(True, FINAL, OPEN, None), PromiseCounts(waiting=1)),
    (Promise(True, CONDITIONAL, OPEN, YESTERDAY), PromiseCounts(waiting=1)),
    (Promise(True, CONDITIONAL, BROKEN, YESTERDAY, TODAY), PromiseCounts(broken=1)),
    (Promise(True, MAYBE, BROKEN, YESTERDAY, TODAY), PromiseCounts(outside=1)),
    (Promise(True, FINAL, RELEASED, YESTERDAY, TODAY), PromiseCounts(outside=1)),
])
def test_each_promise_has_its_category(promise: Promise, expected: PromiseCounts) -> None:
    assert kept_in_time([promise], TODAY) == expected


def test_percent_is_of_promises_due_by_now() -> None:
    promises = [Promise(True, FINAL, KEPT, TODAY, TODAY), Promise(True, FINAL, OPEN, YESTERDAY),
                Promise(True, FINAL, OPEN, TOMORROW), Promise(True, MAYBE, OPEN, YESTERDAY)]
    assert (kept_in_time(promises, TODAY).counted, kept_in_time(promises, TODAY).percent) == (2, 50)


def test_percent_is_none_without_promises_due() -> None:
    assert kept_in_time([Promise(True, FINAL, OPEN, TOMORROW)], TODAY).percent is None


@given(st.lists(PROMISES, max_size=30))
def test_each_promise_is_counted_once(promises: list[Promise]) -> None:
    assert sum(astuple(kept_in_time(promises, TODAY))) == len(promises)


@given(st.lists(PROMISES, max_size=20), st.randoms())
def test_counts_do_not_depend_on_order(promises: list[Promise], random: object) -> None:
    shuffled = sorted(promises, key=lambda _each: random.random())  # type: ignore[attr-defined]
    assert kept_in_time(shuffled, TODAY) == kept_in_time(promises, TODAY)


def test_open_can_be_settled_and_settled_reopened() -> None:
    assert {(here, there) for here in CommitmentState for there in CommitmentState if may_become(here, there)} == {
        (OPEN, KEPT), (OPEN, BROKEN), (OPEN, RELEASED), (KEPT, OPEN), (BROKEN, OPEN), (RELEASED, OPEN)}


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(CommitmentState)
