"""The contact clock, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.cadence.states import (
    DEFAULT_CADENCE,
    ContactLimits,
    ContactState,
    contact_state,
    red_limits,
    yellow_limits,
)
from outreach.partners.stages import Stage

TODAY = date(2026, 11, 23)
DAYS = st.integers(0, 2000).map(lambda days: TODAY - timedelta(days=days))
PAUSES = st.none() | st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
ORDER = list(ContactState)


def after(stage: Stage, days: int, paused_until: date | None = None) -> ContactState:
    return contact_state(stage, TODAY - timedelta(days=days), paused_until, TODAY)


@pytest.mark.parametrize(("stage", "yellow", "red"), [
    (Stage.GLANCE, 30, 60), (Stage.DATE, 45, 90), (Stage.ENGAGEMENT, 30, 60), (Stage.MARRIAGE, 90, 180)])
def test_each_stage_has_its_limits(stage: Stage, yellow: int, red: int) -> None:
    assert [after(stage, days) for days in (yellow - 1, yellow, red - 1, red)] == [
        ContactState.OK, ContactState.YELLOW, ContactState.YELLOW, ContactState.RED]


@pytest.mark.parametrize("stage", [Stage.PROSPECT, Stage.DIVORCE])
def test_possible_and_ended_partners_are_never_overdue(stage: Stage) -> None:
    assert after(stage, 5000) is ContactState.OK


def test_a_pause_ends_on_its_date() -> None:
    assert [after(Stage.GLANCE, 70, TODAY + timedelta(days=days)) for days in (1, 0)] == [
        ContactState.OK, ContactState.RED]


def test_without_contact_the_state_is_ok() -> None:
    assert contact_state(Stage.GLANCE, None, None, TODAY) is ContactState.OK


def test_a_library_may_set_its_own_cadence() -> None:
    own = {**DEFAULT_CADENCE, Stage.GLANCE: ContactLimits(7, 14)}
    assert contact_state(Stage.GLANCE, TODAY - timedelta(days=7), None, TODAY, own) is ContactState.YELLOW


@given(st.sampled_from(Stage), DAYS, PAUSES)
def test_the_state_never_improves_with_time(stage: Stage, last: date, paused: date | None) -> None:
    """From day to day the state gets worse or stays, unless a pause is under way."""
    states = [contact_state(stage, last, paused, TODAY + timedelta(days=days)) for days in range(200)
              if paused is None or TODAY + timedelta(days=days) >= paused]
    assert states == sorted(states, key=ORDER.index)


@given(st.sampled_from(Stage), DAYS)
def test_contact_today_is_ok(stage: Stage, last: date) -> None:
    assert contact_state(stage, max(last, TODAY), None, TODAY) is ContactState.OK


@given(st.sampled_from(sorted(DEFAULT_CADENCE, key=lambda stage: stage.value)), DAYS)
def test_database_limits_agree_with_the_state(stage: Stage, last: date) -> None:
    """The list asks the database with limits; the badge beside it asks the pure function."""
    by_limits = (ContactState.RED if last <= red_limits(TODAY, DEFAULT_CADENCE)[stage]
                 else ContactState.YELLOW if last <= yellow_limits(TODAY, DEFAULT_CADENCE)[stage] else ContactState.OK)
    assert by_limits is contact_state(stage, last, None, TODAY)
