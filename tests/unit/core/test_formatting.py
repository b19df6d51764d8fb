"""Dates, times, numbers and keys, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask

from outreach.core import clock, formatting

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(("shown", "danish", "english"), [
    (lambda language: formatting.long_date(DAY, language), "tirsdag den 24. november 2026", "Tuesday 24 November 2026"),
    (lambda language: formatting.plain_date(DAY, language), "24. november 2026", "24 November 2026"),
    (lambda language: formatting.short_date(DAY, language), "24.11.2026", "24/11/2026"),
    (lambda language: formatting.clock_time(time(17, 30), language), "kl. 17.30", "17:30"),
    (lambda language: formatting.clock_time(time(9, 5), language), "kl. 09.05", "09:05"),
    (lambda language: formatting.week_label(date(2026, 12, 1), language), "uge 49", "week 49"),
    (lambda language: formatting.week_label(date(2027, 1, 1), language), "uge 53", "week 53"),
    (lambda language: formatting.number(1234.5, language), "1.234,5", "1,234.5"),
])
def test_both_languages(shown, danish: str, english: str) -> None:  # type: ignore[no-untyped-def]
    assert (shown("da"), shown("en")) == (danish, english)


def test_a_day_of_this_year_needs_no_year(app: Flask) -> None:
    clock.set_source(lambda: datetime(2026, 6, 1, tzinfo=UTC))
    shown = [formatting.day_month(day, "da") for day in (DAY, date(2025, 11, 24))]
    assert shown == ["24. nov.", "24. nov. 2025"]


@pytest.mark.parametrize(("instant", "shown"), [
    (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "25.11.2026 kl. 00.30"),
    (datetime(2026, 7, 1, 10, 0, tzinfo=UTC), "01.07.2026 kl. 12.00")], ids=["winter", "summer"])
def test_an_instant_is_shown_on_the_librarys_clock(app: Flask, instant: datetime, shown: str) -> None:
    assert formatting.instant(instant, "da") == shown


def test_names_sort_as_in_a_danish_register() -> None:
    names = ["Zoo", "Århus", "Ærø", "Aarhus", "Øst", "ældre", "Bo", "abe", "Éva", "Ude", "Über"]
    assert sorted(names, key=formatting.sort_key) == [
        "abe", "Bo", "Éva", "Über", "Ude", "Zoo", "ældre", "Ærø", "Øst", "Århus", "Aarhus"]


def test_a_sort_key_is_plain_so_that_every_database_sorts_alike() -> None:
    assert formatting.sort_key("  Ældre   Sagen på Åen ") == "{aldre sagen p{c {cen"


@pytest.mark.parametrize("written", ["Børnefamilier", "BØRNEFAMILIER", "bo\u0308rnefamilier".replace("o\u0308", "ø")])
def test_a_part_of_a_word_is_found_in_any_case(written: str) -> None:
    assert formatting.search_key("familie") in formatting.search_key(written)


def test_aa_finds_what_is_written_with_a_ring() -> None:
    assert formatting.search_key("Aabenraa") == formatting.search_key("Åbenrå")


@pytest.mark.parametrize(("typed", "pattern"), [
    ("100%", r"%100\%%"), ("a_b", r"%a\_b%"), ("\\", r"%\\%"), ("  Hus  ", "%hus%")])
def test_wildcards_that_somebody_types_are_only_letters(typed: str, pattern: str) -> None:
    assert formatting.like_pattern(typed) == pattern
