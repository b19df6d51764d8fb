"""The key a row gets from its Danish label, once."""

from __future__ import annotations

import pytest

from outreach.library.service import key_for


@pytest.mark.parametrize(("label", "key"), [
    ("Ro", "ro"),
    ("Små børn og deres forældre", "smaa_boern_og_deres_foraeldre"),
    ("Café – på åen!", "cafe_paa_aaen"),
    ("Unge 12–23 år", "unge_12_23_aar"),
    ("مكتبة", "term"),
    ("☺", "term"),
])
def test_a_key_is_plain_ascii(label: str, key: str) -> None:
    assert key_for(label, set()) == key


def test_a_taken_key_gets_the_first_free_number() -> None:
    assert key_for("Ro", {"ro", "ro_2"}) == "ro_3"


def test_a_long_label_leaves_room_for_a_number() -> None:
    first = key_for("ø" * 80, set())
    assert (len(first), len(key_for("ø" * 80, {first}))) == (56, 58)
