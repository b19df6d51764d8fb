"""Whom a partner calls: the owner who can be reached by phone, else the library."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from outreach.library.contacts import LibraryContact, contact_for

OWNER = {"name": "Fanny", "phone": "11 11 11 11", "email": "fanny@demo.example", "active": True}
LIBRARY = {"name": "Biblioteket", "phone": "22 22 22 22", "email": "post@demo.example", "contact_name": "Vagten",
           "contact_phone": "33 33 33 33", "contact_email": "vagten@demo.example"}


def contact(owner: dict[str, Any] | None, library: dict[str, Any] | None) -> LibraryContact:
    return contact_for(SimpleNamespace(**owner) if owner else None, SimpleNamespace(**library) if library else None)


def test_active_owner_with_a_phone_is_the_contact() -> None:
    assert contact(OWNER, LIBRARY) == LibraryContact("Fanny", "11 11 11 11", "fanny@demo.example")


@pytest.mark.parametrize("owner", [None, {**OWNER, "active": False}, {**OWNER, "phone": ""}])
def test_without_an_owner_to_call_it_is_the_librarys_contact(owner: dict[str, Any] | None) -> None:
    assert contact(owner, LIBRARY) == LibraryContact("Vagten", "33 33 33 33", "vagten@demo.example")


@pytest.mark.parametrize(("empty", "expected"), [
    ("contact_name", LibraryContact("Biblioteket", "33 33 33 33", "vagten@demo.example")),
    ("contact_phone", LibraryContact("Vagten", "22 22 22 22", "vagten@demo.example")),
    ("contact_email", LibraryContact("Vagten", "33 33 33 33", "post@demo.example"))])
def test_an_empty_part_is_filled_from_the_library_itself(empty: str, expected: LibraryContact) -> None:
    assert contact(None, {**LIBRARY, empty: ""}) == expected


def test_without_owner_and_library_all_parts_are_empty() -> None:
    assert contact(None, None) == LibraryContact("", "", "")
