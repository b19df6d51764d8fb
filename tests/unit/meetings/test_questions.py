"""Six to eight questions: every group touched, gaps first, nothing asked twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.meetings.questions import BankQuestion, Knowledge, choose_questions, how_many

BANK = tuple(
    BankQuestion(key, key[0].upper(), position)
    for position, key in enumerate(
        [
            "a_on_your_mind",
            "a_ordinary_week",
            "a_goes_well",
            "a_long_wished",
            "a_no_time_for",
            "b_who_are_they",
            "b_energy_for",
            "b_calm_or_joy",
            "b_when_to_visit",
            "c_hear_library",
            "c_holds_back",
            "c_tried_before",
            "d_one_small_thing",
            "d_worth_the_trouble",
            "d_you_can_we_cannot",
            "d_link_person",
            "e_safety",
            "e_cancel",
            "e_words_to_avoid",
            "e_who_approves",
            "e_time_it_may_cost",
        ]
    )
)
KEYS = [question.key for question in BANK]
NOTHING = Knowledge()
EVERYTHING = Knowledge(True, True, True, True, True, True)

kinds = st.sampled_from(("first", "follow_up", "knowledge", "pit_stop"))
knowledge = st.builds(Knowledge, *[st.booleans()] * 7)
some_keys = st.sets(st.sampled_from(KEYS))


def keys(questions: tuple[BankQuestion, ...]) -> list[str]:
    return [question.key for question in questions]


def test_a_first_meeting_with_a_stranger() -> None:
    assert keys(choose_questions("first", BANK, NOTHING)) == [
        "a_on_your_mind",
        "a_ordinary_week",
        "b_who_are_they",
        "b_energy_for",
        "c_holds_back",
        "d_one_small_thing",
        "e_words_to_avoid",
    ]


def test_a_pit_stop_with_a_partner_we_know_leans_to_what_we_do_together() -> None:
    assert keys(choose_questions("pit_stop", BANK, EVERYTHING)) == [
        "a_goes_well",
        "b_who_are_they",
        "c_tried_before",
        "d_worth_the_trouble",
        "d_you_can_we_cannot",
        "d_link_person",
        "e_time_it_may_cost",
    ]


def test_a_protected_partner_is_asked_about_safety() -> None:
    asked = choose_questions("knowledge", BANK, replace(EVERYTHING, protected=True))
    assert [question.key for question in asked if question.group == "E"] == ["e_safety"]


def test_questions_asked_before_come_back_only_where_too_few_are_left() -> None:
    asked = [key for key in KEYS if key != "c_hear_library"]
    again = choose_questions("first", BANK, NOTHING, asked=asked, answered=["a_on_your_mind"])
    assert ("c_hear_library" in keys(again), "a_on_your_mind" in keys(again), len(again)) == (True, False, 6)


@given(kinds, knowledge, st.integers(-3, 20))
def test_six_to_eight_questions_are_chosen(kind: str, known: Knowledge, count: int) -> None:
    assert len(choose_questions(kind, BANK, known, count=count)) == min(max(count, 6), 8)


@given(kinds, knowledge)
def test_every_group_is_touched(kind: str, known: Knowledge) -> None:
    assert {question.group for question in choose_questions(kind, BANK, known, count=6)} == set("ABCDE")


@given(kinds, knowledge, some_keys)
def test_what_was_answered_is_never_asked_again(kind: str, known: Knowledge, answered: set[str]) -> None:
    chosen = choose_questions(kind, BANK, known, answered=answered)
    assert not answered & set(keys(chosen))


@given(kinds, knowledge, some_keys, some_keys, st.randoms())
def test_the_choice_is_distinct_in_order_and_the_same_every_time(
    kind: str, known: Knowledge, answered: set[str], asked: set[str], random: object
) -> None:
    shuffled = list(BANK)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    chosen = choose_questions(kind, shuffled, known, answered=answered, asked=asked)
    assert chosen == choose_questions(kind, BANK, known, answered=answered, asked=asked)
    assert list(chosen) == [question for question in BANK if question in chosen]


def test_a_small_bank_gives_what_it_has() -> None:
    assert keys(choose_questions("first", BANK[:2], NOTHING)) == ["a_on_your_mind", "a_ordinary_week"]


def test_a_question_of_our_own_in_the_bank_is_chosen_like_the_others() -> None:
    assert keys(choose_questions("first", [BankQuestion("own", "C")], NOTHING)) == ["own"]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        choose_questions("party", BANK, NOTHING)


@pytest.mark.parametrize(("minutes", "expected"), [(15, 6), (44, 6), (45, 7), (74, 7), (75, 8), (480, 8)])
def test_number_of_questions_grows_with_the_length(minutes: int, expected: int) -> None:
    assert how_many(minutes) == expected
