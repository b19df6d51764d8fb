"""Three or four dos and don'ts that fit the meeting, and who does what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.meetings.advice import DONTS, DOS, FittingAdvice, fitting_advice, people_facts, suggest_roles

FACTS = ("first", "follow_up", "knowledge", "pit_stop", "families", "children", "young", "old", "newcomers",
         "protected", "acute", "several")  # fmt: skip
facts = st.sets(st.sampled_from(FACTS))


def test_a_first_meeting_with_a_family_house() -> None:
    assert fitting_advice({"first", "families", "children"}) == FittingAdvice(
        dos=(
            "Tænk på, hvad en træt forælder kan nå med et barn i hånden.",
            "Lad målet være at lære hinanden at kende. Lidt forvirring i starten hører med.",
            "Lad dem begynde, og lad dem ændre retningen undervejs.",
            "Lyt mest. Skriv deres egne ord ned, som de siger dem.",
        ),
        donts=(
            "Tal ikke biblioteket op. Ét tilbud, de kan se for sig, er nok.",
            "Drukn dem ikke i praktik. Det praktiske kan komme, når de har sagt ja.",
            "Ingen spørgeskemaer og interview med familierne. De har nok i bare at være.",
            "Ikke noget bibliotekssprog: Sig bøger og spil, ikke materialer.",
        ),
    )


def test_a_protected_place_comes_before_everything_else() -> None:
    advice = fitting_advice({"first", "protected"}, "en")
    assert (advice.dos[0], advice.donts[0]) == (
        "Agree first: what may we write down, pass on and take pictures of?",
        "Do not name the place to others, nor in your calendar or on the phone.",
    )


@given(facts, st.sampled_from(("da", "en")))
def test_three_or_four_of_each_all_different(known: set[str], language: str) -> None:
    advice = fitting_advice(known, language)
    for texts in (advice.dos, advice.donts):
        assert 3 <= len(texts) == len(set(texts)) <= 4


@given(facts)
def test_nothing_is_advised_that_does_not_fit(known: set[str]) -> None:
    fitting = {each.da for each in (*DOS, *DONTS) if each.when <= known}
    advice = fitting_advice(known)
    assert {*advice.dos, *advice.donts} <= fitting


def test_every_advice_can_be_reached() -> None:
    reached = {
        text
        for wanted in [frozenset[str](), *(each.when for each in (*DOS, *DONTS))]
        for texts in (fitting_advice(wanted).dos, fitting_advice(wanted).donts)
        for text in texts
    }
    general = {each.da for each in (*DOS, *DONTS) if not each.when}
    assert {each.da for each in (*DOS, *DONTS)} - general <= reached


@pytest.mark.parametrize("advice", [*DOS, *DONTS], ids=lambda each: each.key)
def test_every_advice_is_short_in_both_languages(advice) -> None:  # type: ignore[no-untyped-def]
    assert max(len(advice.da), len(advice.en)) <= 110


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Små børn og deres forældre", {"families", "children"}),
        ("Unge 12–23 år", {"young"}),
        ("Older people", {"old"}),
        ("Nye i Danmark", {"newcomers"}),
        ("Naboer i et boligområde", set()),
    ],
)
def test_people_facts_are_read_from_target_group_labels(label: str, expected: set[str]) -> None:
    assert people_facts([label]) == expected


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        ([], ["", "", ""]),
        (["Børnebibliotekaren"], ["Børnebibliotekaren"] * 3),
        (["Bo", "Ea"], ["Bo", "Ea", "Ea"]),
        (["Bo", "Ea", "Ib", "Ulla"], ["Bo", "Ea", "Ib"]),
        (["Bo", "Bo", " "], ["Bo", "Bo", "Bo"]),
    ],
)
def test_roles_are_shared_among_our_participants(ours: list[str], expected: list[str]) -> None:
    assert [line.who for line in suggest_roles(ours)] == expected


def test_roles_are_questions_in_the_sheets_language() -> None:
    assert [line.title for line in suggest_roles([], "en")] == [
        "Who asks?",
        "Who writes?",
        "Who keeps an eye on the time?",
    ]
