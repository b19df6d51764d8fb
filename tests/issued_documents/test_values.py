"""The stored values of a sheet, their fingerprint, and the contacts named in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, time

import pytest

from outreach.issued_documents.values import fingerprint, named_contacts, sheet_values


@dataclass(frozen=True)
class Line:
    text: str


@dataclass(frozen=True)
class Sheet:
    on: date
    start: time | None
    lines: tuple[Line, ...]
    logo: bytes | None
    minutes: int


SHEET = Sheet(date(2026, 12, 1), time(17, 30), (Line("Kaffe og æbler"),), b"PNG", 40)


def test_dates_times_tuples_and_images_become_json_values():
    assert sheet_values(SHEET) == {
        "on": "2026-12-01", "start": "17:30", "lines": [{"text": "Kaffe og æbler"}], "minutes": 40,
        "logo": {"sha256": hashlib.sha256(b"PNG").hexdigest(), "size": 3}}


def test_empty_values_stay_empty():
    assert sheet_values(Sheet(date(2026, 12, 1), None, (), None, 0)) == {
        "on": "2026-12-01", "start": None, "lines": [], "logo": None, "minutes": 0}


@pytest.mark.parametrize("thing", [object(), Line, {"a": 1}, "text"])
def test_value_that_is_no_sheet_raises_type_error(thing):
    with pytest.raises(TypeError):
        sheet_values(thing)


def test_sheet_with_an_unsupported_value_raises_type_error():
    with pytest.raises(TypeError):
        sheet_values(Line(object()))  # type: ignore[arg-type]


def test_fingerprint_does_not_depend_on_key_order():
    assert fingerprint({"a": 1, "b": 2}, 1) == fingerprint({"b": 2, "a": 1}, 1)


@pytest.mark.parametrize(("values", "version"), [({"a": 1}, 2), ({"a": 2}, 1), ({"a": "1"}, 1)])
def test_fingerprint_depends_on_values_and_template_version(values, version):
    assert fingerprint(values, version) != fingerprint({"a": 1}, 1)


def test_contact_is_found_by_name_or_phone_ignoring_case():
    values = {"lines": [{"text": "Ring til familiekonsulenten"}], "foot": "89 15 82 00"}
    contacts = [(1, ("Familiekonsulenten", "", "")), (2, ("Ingen", "", "89 15 82 00")), (3, ("Lederen", "", ""))]
    assert named_contacts(values, contacts) == (1, 2)
