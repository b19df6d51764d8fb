"""No real person stands in the demo: role names, reserved addresses, main numbers of institutions."""

import re

import pytest

from outreach.visits.names import find_names
from tests.unit.demo.demo_files import NAMES, load, rows, texts

# The library's own address and the one the booklet prints for an institution as such; the rest must be reserved.
INSTITUTION_MAIL = {"hovedbiblioteket@randersbib.dk", "krisecenter@randers.dk"}
# The main numbers: the library and the three institutions of the booklet.
INSTITUTION_PHONE = {"89 15 89 15", "89 15 49 90", "89 15 82 00", "89 15 45 38"}
# What a name of a role ends with or begins with; a first name and a surname never look like this.
ROLE = re.compile(r"(?:[A-ZÆØÅ][a-zæøå]+(?:en|et|erne)|Daglig leder|Vagthavende|Lederen af huset|The [a-z ]+)")
CPR_LIKE = re.compile(r"\d{6}[-\s]?\d{4}|\d{10}")


@pytest.mark.parametrize("name", NAMES)
def test_mail_addresses_reach_no_person(name: str) -> None:
    found = {mail for _, text in texts(load(name)) for mail in re.findall(r"[\w.+-]+@[\w.-]+\w", text)}
    assert {mail for mail in found if not mail.endswith("@demo.example")} - INSTITUTION_MAIL == set()


@pytest.mark.parametrize("name", NAMES)
def test_phone_numbers_are_main_numbers(name: str) -> None:
    found = {phone for _, text in texts(load(name)) for phone in re.findall(r"\d\d ?\d\d ?\d\d ?\d\d", text)}
    assert found - INSTITUTION_PHONE == set()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_looks_like_a_personal_number(name: str) -> None:
    assert [path for path, text in texts(load(name)) if CPR_LIKE.search(text)] == []


def test_people_are_called_by_their_role() -> None:
    named = [user["name"] for user in rows("users", "user")]
    named += [contact["name"] for partner in rows("partners", "partner") for contact in partner.get("contact", [])]
    named += [one["name"] for meeting in rows("meetings", "meeting") for one in meeting["participant"]]
    named.append(load("library")["library"]["contact_name"])
    assert [name for name in named if not ROLE.fullmatch(name)] == []


def test_users_have_reserved_addresses() -> None:
    assert [u["email"] for u in rows("users", "user") if not u["email"].endswith("@demo.example")] == []


def test_what_was_seen_at_a_visit_names_nobody() -> None:
    known = [contact["name"] for partner in rows("partners", "partner") for contact in partner.get("contact", [])]
    found = {name for _path, text in texts(load("visits")) for name in find_names(text, known)}
    assert found == set()


def test_no_text_of_the_demo_is_asked_back_about_but_its_own_names() -> None:
    """Partners, branches, offers and roles are what the portal knows; the rest of all files reads as no person."""
    own = [text for name in NAMES for path, text in texts(load(name)) if path.endswith(("name", "title"))]
    found = {each for name in NAMES for _path, text in texts(load(name)) for each in find_names(text, own)}
    assert found == set()


def test_who_observed_is_told_by_role() -> None:
    assert [one["role"] for one in rows("visits", "observation") if not ROLE.fullmatch(one["role"])] == []
