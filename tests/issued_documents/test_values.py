"""A sheet as the values that are kept."""

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


def test_dates_times_tuples_and_pictures_become_plain():
    assert sheet_values(SHEET) == {
        "on": "2026-12-01", "start": "17:30", "lines": [{"text": "Kaffe og æbler"}], "minutes": 40,
        "logo": {"sha256": hashlib.sha256(b"PNG").hexdigest(), "size": 3}}


def test_nothing_stays_nothing():
    assert sheet_values(Sheet(date(2026, 12, 1), None, (), None, 0)) == {
        "on": "2026-12-01", "start": None, "lines": [], "logo": None, "minutes": 0}


@pytest.mark.parametrize("thing", [object(), Line, {"a": 1}, "text"])
def test_what_is_no_sheet_is_refused(thing):
    with pytest.raises(TypeError):
        sheet_values(thing)


def test_a_sheet_may_not_hold_just_anything():
    with pytest.raises(TypeError):
        sheet_values(Line(object()))  # type: ignore[arg-type]


def test_the_order_of_values_makes_no_other_page():
    assert fingerprint({"a": 1, "b": 2}, 1) == fingerprint({"b": 2, "a": 1}, 1)


@pytest.mark.parametrize(("values", "version"), [({"a": 1}, 2), ({"a": 2}, 1), ({"a": "1"}, 1)])
def test_another_value_or_template_is_another_page(values, version):
    assert fingerprint(values, version) != fingerprint({"a": 1}, 1)


def test_a_contact_is_found_by_any_of_its_marks_in_any_case():
    values = {"lines": [{"text": "Ring til familiekonsulenten"}], "foot": "89 15 82 00"}
    contacts = [(1, ("Familiekonsulenten", "", "")), (2, ("Ingen", "", "89 15 82 00")), (3, ("Lederen", "", ""))]
    assert named_contacts(values, contacts) == (1, 2)
