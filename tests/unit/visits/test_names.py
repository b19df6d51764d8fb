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
])
def test_these_are_asked_about(text: str, names: tuple[str, ...]) -> None:
    assert find_names(text, KNOWN) == names


@pytest.mark.parametrize("text", [
    "", "Børnene lånte ti bøger.", "De vil gerne have Lego næste gang.", "Vi læste Vitello og spillede Ludo.",
    "Børnekonsulenten sagde, at Randers Krisecenter har plads.", "Vi kom fra Gerlev Bibliotek i Nordøst.",
    "To mødre spurgte efter Astrid Lindgren.", "Astrid Lindgrens bøger gik som varmt brød.",
    "Kan I komme igen? De spurgte, om De måtte låne to.", "I alt 12 børn.\nTo voksne.\nEn hund.",
    "Familien ville gerne have mere: Bøger, spil og ro.", "Moren læste. Drengen lyttede.",
    "We came on Tuesday and will be back in December.", "”Det var hyggeligt,” sagde en pige på 7 år.",
])
def test_these_are_left_in_peace(text: str) -> None:
    assert find_names(text, KNOWN) == ()


@given(st.text(alphabet=string.ascii_lowercase + "æøå .,!?\n0123456789", max_size=200))
def test_small_letters_are_never_a_name(text: str) -> None:
    assert find_names(text) == ()


@given(st.text(alphabet=string.ascii_letters + "æøåÆØÅ .,!?()7", max_size=120))
def test_what_is_found_stands_in_the_text_and_knowing_it_ends_the_asking(text: str) -> None:
    found = find_names(text)
    assert all(word in text for name in found for word in name.split())
    assert not {*find_names(text, found)} & {*found}
