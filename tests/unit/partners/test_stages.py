"""The table of stages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outreach.partners.stages import LABELS, MEANINGS, MOVES, STEPS, Stage, may_move

#: As the field describes it; written out, so that a changed table is seen.
ALLOWED = {
    "prospect": {"glance", "date", "divorce"}, "glance": {"date", "engagement", "divorce"},
    "date": {"glance", "engagement", "divorce"}, "engagement": {"date", "marriage", "divorce"},
    "marriage": {"engagement", "divorce"}, "divorce": {"glance"}}


def test_the_moves_are_those_of_the_course() -> None:
    assert {here.value: {there.value for there in moves} for here, moves in MOVES.items()} == ALLOWED


@given(st.sampled_from(Stage), st.sampled_from(Stage))
def test_only_moves_in_the_table_are_allowed(here: Stage, there: Stage) -> None:
    assert may_move(here, there) == (there.value in ALLOWED[here.value])


@given(st.sampled_from(Stage))
def test_every_stage_has_a_move_and_none_to_itself(here: Stage) -> None:
    assert here not in MOVES[here]
    assert MOVES[here] != ()


@given(st.lists(st.integers(0, 5), max_size=12))
def test_an_ended_partnership_restarts_with_a_first_contact(choices: list[int]) -> None:
    here, way = Stage.PROSPECT, [Stage.PROSPECT]
    for choice in choices:
        here = MOVES[here][choice % len(MOVES[here])]
        way.append(here)
    after_the_end = [way[place + 1] for place, stage in enumerate(way[:-1]) if stage is Stage.DIVORCE]
    assert set(after_the_end) <= {Stage.GLANCE}
    assert Stage.PROSPECT not in way[1:]


def test_every_stage_has_labels_and_ended_is_no_step() -> None:
    assert set(LABELS) == set(MEANINGS) == set(Stage)
    assert set(Stage) - set(STEPS) == {Stage.PROSPECT, Stage.DIVORCE}
