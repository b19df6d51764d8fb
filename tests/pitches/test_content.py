"""The small acts of editing, value by value."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.pitches.content import (
    OfferText,
    PitchContent,
    added,
    differences,
    field_for,
    moved,
    printed_slots,
    quoting,
    swapped,
    without,
)

A, B, C = OfferText("a", "A"), OfferText("b", "B"), OfferText("c", "C")
PAGE = PitchContent(dated=date(2026, 11, 23), title="T", offers=(A, B, C))


@pytest.mark.parametrize(("at", "by", "order"), [
    (0, 1, (B, A, C)), (2, -1, (A, C, B)), (0, -1, (A, B, C)), (2, 1, (A, B, C)), (9, 1, (A, B, C)), (1, 0, (A, B, C))])
def test_moved(at, by, order):
    assert moved(PAGE, at, by).offers == order


def test_without():
    assert without(PAGE, 1).offers == (A, C)


def test_swapped():
    assert swapped(PAGE, 1, OfferText("d", "D")).offers == (A, OfferText("d", "D"), C)


def test_added_up_to_four():
    d = OfferText("d", "D")
    assert added(added(PAGE, d), OfferText("e", "E")).offers == (A, B, C, d)


@pytest.mark.parametrize(("lead", "words", "language", "wanted"), [
    ("", "noget rart", "da", "I fortæller: »noget rart«."),
    ("Vi hjælper.", "noget rart", "da", "I fortæller: »noget rart«. Vi hjælper."),
    ("I siger »gammelt«, og vi hjælper.", "noget rart", "da", "I siger »noget rart«, og vi hjælper."),
    ("Vi hjælper.", "a place", "en", "You tell us: “a place”. Vi hjælper."),
    ("I siger »a« og »b«.", "\\1 nyt", "da", "I siger »\\1 nyt« og »b«."),
])
def test_quoting(lead, words, language, wanted):
    assert quoting(lead, words, language) == wanted


def test_a_blank_offer_does_not_print():
    assert printed_slots(PitchContent(dated=PAGE.dated, offers=(A, OfferText("x"), C))) == (0, 2)


@pytest.mark.parametrize(("path", "field"), [
    ("title", "title"), ("offers.1.text", "offer_3_text"), ("contact.name", "contact_name"),
    ("contact.organisation", "contact.organisation"), ("library_line", "library_line")])
def test_the_field_for_a_path_of_the_sheet(path, field):
    assert field_for(path, PitchContent(dated=PAGE.dated, offers=(A, OfferText("x"), C))) == field


def test_differences_name_each_field_once():
    new = PitchContent(dated=date(2026, 11, 24), title="T", offers=(A, OfferText("b", "Ny")))
    assert differences(PAGE, new) == [
        ("offer_2_headline", "B", "Ny"), ("offer_3_headline", "C", None), ("dated", "2026-11-23", "2026-11-24")]
