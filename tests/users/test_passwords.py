"""Which new passwords are refused, and how they are kept."""

from __future__ import annotations

import pytest

from outreach.users.passwords import hash_password, matches, weakness


@pytest.mark.parametrize(("password", "fault"), [
    ("", "short"), ("elleve tegn", "short"), ("x" * 201, "long"),
    ("sommerferie2025", "common"), ("Adgangskode-2026!", "common"), ("1q2w3e4r5t6y", "common"),
    ("liverpool1892", "common"), ("qwertyuiop12", "common"), ("P4ssw0rd2026!", "common"),
    ("velkommenvelkommen", "common"), ("password1234", "common"), ("Password 1234!", "common"),
    ("ADGANGSKODE123", "common"),
    ("Bibliotek-1234", "common"),
    ("aaaaaaaaaaaaaa", "monotonous"), ("abababababab", "monotonous"), ("2345678901234", "monotonous"),
    ("abcdefghijklmn", "monotonous"), ("bibliotekaren.demo", "personal"), ("Sif.Bibliotekaren", "personal"),
    ("en lille sætning", None), ("Regnen på Gudenåen", None), ("🌧🌊🐟🐸🌿🍂🧺🪁🛶🐞🌻🍎", None),
    ("korrekt hest batteri", None), ("password" * 12, "common"),
])
def test_weakness(password: str, fault: str | None) -> None:
    assert weakness(password, about=("Sif Bibliotekaren", "bibliotekaren@demo.example")) == fault



def test_the_same_text_typed_on_another_keyboard_matches() -> None:
    assert matches(hash_password("en café på havnen"), "en cafe\u0301 pa\u030a havnen")


def test_nobody_matches_nothing() -> None:
    assert not matches(None, "there is no account by that name")


def test_a_broken_hash_matches_nothing() -> None:
    assert not matches("not a hash", "anything at all")
