"""The packing list: what their people and wishes speak for, on one page that every reader can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from outreach.core.pdf.sheet_texts import texts
from outreach.visits.packing import BagLine, PackingSheet, make_packing
from outreach.visits.suggestions import PEOPLE, WISHES, ideas
from tests.pdf import reading

SHEET = PackingSheet(
    language="da", library_name="Randers Bibliotek", partner_names=("Familiehuset",), title="Pakkeliste",
    on=date(2026, 12, 1), when="Tirsdag den 1. december 2026 kl. 15.30–17.00", ours=("Børnebibliotekaren",),
    asked_for="Flere bøger på arabisk.", asked_on="3. november 2026", bring=(BagLine("8 × Børnebøger", "lånes ud"),),
    ideas=(BagLine("Pegebøger og rim", "Små børn"),), offers=(BagLine("Kasse til hjem", "Vi henter og bringer"),),
    fetch=(BagLine("Byggespil", "senest 16. november 2026"),), matters="En hverdag, der hænger sammen.",
    avoid_words=("indsats",))


@pytest.mark.parametrize("language", ["da", "en"])
def test_one_page_with_every_value_and_clean_pdf_ua_1(app: Flask, language: str) -> None:
    pdf = make_packing(replace(SHEET, language=language)).pdf
    layer = reading.text(pdf)
    missing = {path for path, value in texts(SHEET).items() if not reading.holds(layer, value)}
    assert (reading.page_count(pdf), missing, reading.outside_margins(pdf), reading.faults(pdf)) == (
        1, {"library_name"}, "", [])


def test_the_title_of_the_file_does_not_name_the_partner(app: Flask) -> None:
    assert reading.metadata(make_packing(SHEET).pdf)["/Title"] == "Pakkeliste fra Randers Bibliotek"


def test_ideas_alternate_between_needs_and_target_groups(app: Flask) -> None:
    with app.test_request_context():
        found = ideas(["small_children", "unheard_of", "schoolchildren"], ["calm", "language"])
    assert [each.key for each in found] == ["small_children", "calm", "schoolchildren", "language"]


def test_ideas_are_limited_and_empty_without_keys(app: Flask) -> None:
    with app.test_request_context():
        assert (len(ideas(list(PEOPLE), list(WISHES), 5)), ideas([], [])) == (5, [])
