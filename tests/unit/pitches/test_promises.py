"""A promise on the page is one that an offer of the page holds."""

import pytest

from outreach.pitches.promises import uncovered_promises

HOMEWORK = "I får et bord med ro, computere og frivillige, der hjælper. Der er frugt. To eftermiddage om ugen. En time."
BOX = "I får en kasse med billedbøger, lydbøger og spil. Ingen lånerkort og ingen gebyrer."


def found(text: str, *sources: str, language: str = "da") -> list[str]:
    return [text[promise.start:promise.end] for promise in uncovered_promises(text, sources, language)]


@pytest.mark.parametrize(("text", "expected"), [
    ("Vi har en computer med.", ["computer"]),
    ("Vi bliver et par timer.", ["et par timer"]),
    ("Vi kommer hver uge.", ["hver uge"]),
    ("I får hele dagen for jer selv.", ["hele dagen"]),
    ("Der er kaffe og kage.", ["kaffe", "kage"]),
    ("Vi kommer med bøger og spil.", []),
    ("Der er ingen computer, og vi har ikke mad med.", []),
    ("I fortæller: »De vil have pizza.« Vi lytter.", []),
    ("En dag i uge 49 (30. november til 4. december) kigger vi forbi. I vælger dagen.", []),
    ("Vi kommer én gang.", []),
])
def test_line_promises_what_no_offer_holds(text: str, expected: list[str]) -> None:
    assert found(text, BOX) == expected


def test_thing_is_covered_in_any_form_and_by_a_compound_that_ends_in_it() -> None:
    assert found("En computer, en frivillig og lidt frugt.", HOMEWORK) == []
    assert found("En bog.", BOX) == []
    assert found("En lydbog.", "I får en bog.") == ["lydbog"]


def test_length_of_time_must_be_the_same() -> None:
    assert found("Det tager en time.", HOMEWORK) == []
    assert found("Det tager to timer.", HOMEWORK) == ["to timer"]
    assert found("Det varer en halv time.", "30 minutter") == ["en halv time"]


def test_english_line() -> None:
    covered = "One hour. Coffee is on us."
    assert found("We stay for two hours and bring coffee.", covered, language="en") == ["two hours"]


def test_nothing_written_promises_nothing() -> None:
    assert found("", BOX) == []
