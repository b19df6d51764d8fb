"""A code name that tells who or where the partner is, and one that does not."""

from __future__ import annotations

import pytest

from outreach.partners.code_names import reveals_partner

WHO = {"name": "Randers Krisecenter", "address": "Markedsgade 5, 2. sal", "phone": "+45 89 15 12 34"}


@pytest.mark.parametrize("code_name", [
    "Randers Krisecenter", "randers krisecenter!", "Partner Randers-Krisecenter", "RandersKrisecenter", "Krisecenter A",
    "Krisecentret i nord", "Krisecenter i Markedsgade 5", "Markedsgade", "Partner 8915", "Partner 15-12-34",
    "Huset RANDERS"])
def test_a_revealing_code_name_is_detected(code_name: str) -> None:
    assert reveals_partner(code_name, **WHO)


@pytest.mark.parametrize("code_name", ["", "Partner Birk", "Partner 5", "Huset Birk", "Partner Rand", "Partner 2026"])
def test_a_neutral_code_name_passes(code_name: str) -> None:
    assert not reveals_partner(code_name, **WHO)


def test_generic_words_reveal_nothing() -> None:
    assert not reveals_partner("Partner Huset", name="Huset bag muren")


@pytest.mark.parametrize("name", ["Oase", "Æ", "Ly"])
def test_a_short_name_reveals_only_itself(name: str) -> None:
    assert reveals_partner(name.upper(), name=name)
