"""What looks like a resident's name is asked about; what the library knows, and ordinary writing, is not."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.visits.names import find_names

KNOWN = ("Børnekonsulenten", "Randers Krisecenter", "Nordøst", "Astrid Lindgren", "Familiehuset", "Gerlev Bibliotek")


@pytest.mark.parametrize(("text", "names"), [
    ("Hun hedder Fatima.", ("Fatima",)),
    ("En dreng, der hedder Ali, læste højt.", ("Ali",)),
    ("Drengen Ali ville have bogen.", ("Ali",)),
    ("Vi talte med Amina Yusuf om bogen.", ("Amina Yusuf",)),
    ("Børnene legede. Så kom Anne-Marie Holm forbi.", ("Anne-Marie Holm",)),
    ("Det var Ali på 7 år, der grinede mest.", ("Ali",)),
    ("Ali (7 år) og Mona (9 år) byggede et hus.", ("Ali", "Mona")),
    ("Hendes mor Amina og hendes søster Leila sad med.", ("Amina", "Leila")),
    ("Her er Bo Jensen Holm glad.", ("Bo Jensen Holm",)),
    ("Nadia Hassan Ali kom med sin søn.", ("Nadia Hassan Ali",)),
    ("The girl Sara loved the book.", ("Sara",)),
    ("Ali, 7 år, og Ali, 7 år.", ("Ali",)),
    ("Fatima Hansen var glad for bogen", ("Fatima Hansen",)),
    ("Ali på fem synger nu. Ali Hassan er glad", ("Ali", "Ali Hassan")),
    ("Da Fatima Hansen kom, blev der stille.", ("Fatima Hansen",)),
    ("I går var Ali fem år gammel. Mona er seks år.", ("Ali", "Mona")),
    ("Ali aged five sang.", ("Ali",)),
    ("Vi så Ali på fem og Mona på syv.", ("Ali", "Mona")),
])
def test_names_of_people_are_found(text: str, names: tuple[str, ...]) -> None:
    assert find_names(text, KNOWN) == names


@pytest.mark.parametrize("text", [
    "", "Børnene lånte ti bøger.", "De vil gerne have Lego næste gang.", "Vi læste Vitello og spillede Ludo.",
    "Børnekonsulenten sagde, at Randers Krisecenter har plads.", "Vi kom fra Gerlev Bibliotek i Nordøst.",
    "To mødre spurgte efter Astrid Lindgren.", "Astrid Lindgrens bøger gik som varmt brød.",
    "Kan I komme igen? De spurgte, om De måtte låne to.", "I alt 12 børn.\nTo voksne.\nEn hund.",
    "Familien ville gerne have mere: Bøger, spil og ro.", "Moren læste. Drengen lyttede.",
    "We came on Tuesday and will be back in December.", "”Det var hyggeligt,” sagde en pige på 7 år.",
    "fatima hansen fik et kort", "Med Lego byggede de et hus.", "Efter Vitello sang vi.", "Spillet Ludo var sjovt.",
    "Ludo på fem borde.", "Vi lærte Ludo på ti minutter.", "PlayStation var et hit.", "Børn på fem år elskede det.",
    "Klubben er fem år gammel.", "En på fem grinede. En dreng på fem sang.",
    "Randers Krisecenter var glade. Astrid Lindgren igen!",
])
def test_texts_without_names_of_people_are_accepted(text: str) -> None:
    assert find_names(text, KNOWN) == ()


@given(st.text(alphabet=string.ascii_lowercase + "æøå .,!?\n0123456789", max_size=200))
def test_small_letters_are_never_a_name(text: str) -> None:
    assert find_names(text) == ()


FIRST_NAMES = st.sampled_from(["Fatima", "Ali", "Mona", "Anne-Marie", "Bo", "Özlem", "Søren"])
SURNAMES = st.sampled_from(["Hansen", "Hassan", "Yusuf", "Holm", "Åkjær"])


@given(FIRST_NAMES, SURNAMES, st.sampled_from(["", "Vi læste. ", "Så kom ", "Da ", "Bøger:\n", "”", "- "]))
def test_a_full_name_is_asked_about_wherever_it_stands(first: str, last: str, before: str) -> None:
    assert find_names(f"{before}{first} {last} var glad.", KNOWN) == (f"{first} {last}",)


@given(FIRST_NAMES, st.sampled_from(["fem", "syv", "tolv"]), st.sampled_from(
    ["{name} på {age} sang.", "{name}, {age} år, sang.", "I dag er {name} {age} år gammel.", "{name} ({age} år)."]))
def test_age_in_words_marks_a_name(name: str, age: str, sentence: str) -> None:
    assert find_names(sentence.format(name=name, age=age), KNOWN) == (name,)


@given(st.sampled_from(KNOWN), st.sampled_from(["{name} var glade.", "{name} på fem.", "Her er {name} igen."]))
def test_what_the_library_knows_is_never_asked_about(name: str, sentence: str) -> None:
    assert find_names(sentence.format(name=name), KNOWN) == ()


@given(st.text(alphabet=string.ascii_letters + "æøåÆØÅ .,!?()7", max_size=120))
def test_what_is_found_stands_in_the_text_and_knowing_it_ends_the_asking(text: str) -> None:
    found = find_names(text)
    assert all(word in text for name in found for word in name.split())
    assert not {*find_names(text, found)} & {*found}
