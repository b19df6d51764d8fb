"""When two names or numbers are probably the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.partners.similarity import bare_name, bare_phone, mail_domain, names_alike


@pytest.mark.parametrize(("one", "other", "alike"), [
    ("Familiehuset", "familie-huset", True),
    ("Familiehuset", "Familehuset", True),
    ("Familiehuset", "Fmailiehuset", True),
    ("Familiehuset", "Familie", True),
    ("FDF Randers", "Randers FDF", True),
    ("Aarhus Værested", "Århus værested", True),
    ("Rosenhuset ApS", "Rosenhuset", True),
    ("Nordbyskolen", "Sydbyskolen", False),
    ("Familiehuset", "Krisecentret", False),
    ("Ro", "Rosenhuset", False),
    ("", "Rosenhuset", False),
])
def test_similar_names_match(one: str, other: str, alike: bool) -> None:
    assert names_alike(bare_name(one), bare_name(other)) is alike


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_symmetric(one: str, other: str) -> None:
    one, other = bare_name(one), bare_name(other)
    assert names_alike(one, other) == names_alike(other, one)


@pytest.mark.parametrize(("written", "bare"), [
    ("89 15 82 00", "89158200"), ("+45 89158200", "89158200"), ("0045 89 15 82 00", "89158200"),
    ("+46 8 123 456", "468123456"), ("", "")])
def test_phone_numbers_are_normalised(written: str, bare: str) -> None:
    assert bare_phone(written) == bare


@pytest.mark.parametrize(("email", "domain"), [
    ("hus@Randers.dk", "randers.dk"), ("hus@gmail.com", ""), ("hus", ""), ("", "")])
def test_common_mail_domains_are_ignored(email: str, domain: str) -> None:
    assert mail_domain(email) == domain
