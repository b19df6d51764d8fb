"""A proposed agenda gives the partner the first word and half of the time."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.meetings.agenda import (
    AgendaLine,
    AgendaWarning,
    agenda_warnings,
    partner_share,
    propose_agenda,
    under_half,
)

KINDS = ("first", "follow_up", "knowledge", "pit_stop")
kinds, lengths, languages = st.sampled_from(KINDS), st.integers(15, 480), st.sampled_from(("da", "en"))
partner_lists = st.lists(st.sampled_from(["Familiehuset", "UngeBasen"]), max_size=3)


def test_a_first_meeting_of_an_hour() -> None:
    assert propose_agenda("first", 60, ["Familiehuset"], "da") == (
        AgendaLine("Jeres hverdag: Hvad fylder mest hos jer lige nu?", 20, "theirs", "first"),
        AgendaLine("Dem, I er der for: Hvad har de lyst og overskud til?", 10, "theirs"),
        AgendaLine("Det kan vi gøre for jer", 10, "ours"),
        AgendaLine("Én lille ting, vi kunne prøve sammen", 10, "shared"),
        AgendaLine("Opsamling: Hvad har vi aftalt, og hvornår taler vi sammen igen?", 10, "shared", "closing"),
    )


def test_a_quarter_of_an_hour_has_three_blocks() -> None:
    assert [(line.minutes, line.whose) for line in propose_agenda("first", 15)] == [
        (7, "theirs"),
        (4, "shared"),
        (4, "shared"),
    ]


def test_a_whole_day_has_a_meal() -> None:
    assert "We eat together" in [line.title for line in propose_agenda("knowledge", 480, language="en")]


def test_several_partners_make_the_first_item_a_round() -> None:
    assert propose_agenda("knowledge", 60, ["Familiehuset", "UngeBasen"])[0].title == "Nyt fra jer, bordet rundt"


@given(kinds, lengths, partner_lists, languages)
def test_the_minutes_add_up(kind: str, minutes: int, partners: list[str], language: str) -> None:
    assert sum(line.minutes for line in propose_agenda(kind, minutes, partners, language)) == minutes


@given(kinds, lengths, partner_lists, languages)
def test_a_proposal_warns_of_nothing(kind: str, minutes: int, partners: list[str], language: str) -> None:
    assert agenda_warnings(propose_agenda(kind, minutes, partners, language), minutes) == ()


@given(kinds, lengths)
def test_no_block_is_empty(kind: str, minutes: int) -> None:
    assert min(line.minutes for line in propose_agenda(kind, minutes)) >= 3


@given(kinds, st.integers(6, 96).map(lambda fives: fives * 5))
def test_minutes_are_planned_in_fives(kind: str, minutes: int) -> None:
    assert {line.minutes % 5 for line in propose_agenda(kind, minutes)} == {0}


@given(kinds, lengths, languages)
def test_their_item_is_first_and_the_closing_last(kind: str, minutes: int, language: str) -> None:
    fixed = [line.fixed for line in propose_agenda(kind, minutes, language=language)]
    assert fixed == ["first", *[None] * (len(fixed) - 2), "closing"]


@pytest.mark.parametrize("minutes", [-1, 0, 14, 481])
def test_an_impossible_length_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="15 to 480"):
        propose_agenda("first", minutes)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        propose_agenda("party", 60)


def test_shared_time_counts_half() -> None:
    items = [AgendaLine("a", 20, "theirs"), AgendaLine("b", 20, "ours"), AgendaLine("c", 20, "shared")]
    assert partner_share(items) == Fraction(1, 2)


def test_exactly_half_is_enough() -> None:
    assert not under_half([AgendaLine("a", 30, "theirs"), AgendaLine("b", 30, "ours")])


def test_no_items_have_no_share() -> None:
    assert partner_share([]) == Fraction(0)


THEIRS = AgendaLine("a", 20, "theirs", "first")
OURS = AgendaLine("b", 30, "ours")
CLOSING = AgendaLine("c", 10, "shared", "closing")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([THEIRS, CLOSING], [AgendaWarning("minutes_differ", 30, 60)]),
        ([CLOSING, THEIRS, THEIRS, CLOSING], [AgendaWarning("first_not_theirs")]),
        ([THEIRS, THEIRS, THEIRS], [AgendaWarning("closing_missing")]),
        ([THEIRS, THEIRS, CLOSING, CLOSING.__class__("d", 10, "theirs")], [AgendaWarning("closing_not_last")]),
        ([THEIRS, OURS, CLOSING], [AgendaWarning("under_half", 41, 50)]),
        (
            [],
            [
                AgendaWarning("minutes_differ", 0, 60),
                AgendaWarning("first_not_theirs"),
                AgendaWarning("closing_missing"),
            ],
        ),
    ],
)
def test_each_warning_has_its_cause(items: list[AgendaLine], expected: list[AgendaWarning]) -> None:
    assert list(agenda_warnings(items, 60)) == expected
