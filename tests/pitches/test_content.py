"""Editing operations on the contents of a pitch."""

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
def test_moving_an_offer_changes_the_order(at, by, order):
    assert moved(PAGE, at, by).offers == order


def test_removing_an_offer_leaves_the_others():
    assert without(PAGE, 1).offers == (A, C)


def test_swapping_replaces_one_offer():
    assert swapped(PAGE, 1, OfferText("d", "D")).offers == (A, OfferText("d", "D"), C)


def test_offers_are_added_up_to_four():
    d = OfferText("d", "D")
    assert added(added(PAGE, d), OfferText("e", "E")).offers == (A, B, C, d)


@pytest.mark.parametrize(("lead", "words", "language", "wanted"), [
    ("", "noget rart", "da", "I fortæller: »noget rart«."),
    ("Vi hjælper.", "noget rart", "da", "I fortæller: »noget rart«. Vi hjælper."),
    ("I siger »gammelt«, og vi hjælper.", "noget rart", "da", "I siger »noget rart«, og vi hjælper."),
    ("Vi hjælper.", "a place", "en", "You tell us: “a place”. Vi hjælper."),
    ("I siger »a« og »b«.", "\\1 nyt", "da", "I siger »\\1 nyt« og »b«."),
])
def test_quote_is_inserted_into_the_lead(lead, words, language, wanted):
    assert quoting(lead, words, language) == wanted


def test_blank_offer_is_not_printed():
    assert printed_slots(PitchContent(dated=PAGE.dated, offers=(A, OfferText("x"), C))) == (0, 2)


@pytest.mark.parametrize(("path", "field"), [
    ("title", "title"), ("offers.1.text", "offer_3_text"), ("contact.name", "contact_name"),
    ("contact.organisation", "contact.organisation"), ("library_line", "library_line")])
def test_sheet_path_maps_to_the_form_field(path, field):
    assert field_for(path, PitchContent(dated=PAGE.dated, offers=(A, OfferText("x"), C))) == field


def test_differences_list_each_changed_field_once():
    new = PitchContent(dated=date(2026, 11, 24), title="T", offers=(A, OfferText("b", "Ny")))
    assert differences(PAGE, new) == [
        ("offer_2_headline", "B", "Ny"), ("offer_3_headline", "C", None), ("dated", "2026-11-23", "2026-11-24")]
