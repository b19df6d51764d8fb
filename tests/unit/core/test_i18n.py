"""Danish and English, whoever reads and whatever is made."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, session
from flask_babel import gettext, ngettext

from outreach.core.i18n import LANGUAGES, TRANSLATIONS, compile_catalogs, current_language, in_language, localized


@pytest.mark.parametrize(("accepted", "language"), [
    ("da", "da"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("de,en;q=0.5,da;q=0.1", "en"), ("de", "da"), ("", "da"),
    ("x" * 5000, "da")])
def test_a_visitors_browser_chooses(app: Flask, accepted: str, language: str) -> None:
    with app.test_request_context(headers={"Accept-Language": accepted}):
        assert current_language() == language


def test_the_session_wins_over_the_browser(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "da"}):
        session["language"] = "en"
        assert current_language() == "en"


def test_a_language_that_we_do_not_speak_is_not_taken_from_the_session(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        session["language"] = "../../etc"
        assert current_language() == "en"


def test_a_command_speaks_danish(app: Flask) -> None:
    assert current_language() == "da"


def test_paper_has_a_language_of_its_own(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "da"}), in_language("en"):
        assert gettext("Gem") == "Save"


def test_the_readers_language_comes_back_after_the_paper(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "da"}):
        with in_language("en"):
            pass
        assert gettext("Gem") == "Gem"


def test_an_unknown_language_for_paper_is_danish(app: Flask) -> None:
    with in_language("fr"):
        assert current_language() == "da"


@pytest.mark.parametrize(("english", "language", "shown"), [
    ("Peace", "da", "Ro"), ("Peace", "en", "Peace"), ("", "en", "Ro")])
def test_text_in_two_languages_falls_back_to_danish(app: Flask, english: str, language: str, shown: str) -> None:
    thing = SimpleNamespace(title_da="Ro", title_en=english)
    assert localized(thing, "title", language) == shown


@pytest.mark.parametrize(("number", "shown"), [(1, "Skriv mindst 1 tegn."), (2, "Skriv mindst 2 tegn.")])
def test_the_form_librarys_counted_texts_are_danish(app: Flask, number: int, shown: str) -> None:
    with in_language("da"):
        text = ngettext("Field must be at least %(min)d character long.",
                        "Field must be at least %(min)d characters long.", number, min=number)
    assert text == shown


def test_catalogues_that_say_the_same_are_not_written_anew() -> None:
    """A portal whose code is only to be read can start."""
    compile_catalogs()
    files = [TRANSLATIONS / each / "LC_MESSAGES" / "messages.mo" for each in LANGUAGES]
    before = [each.stat().st_mtime_ns for each in files]
    compile_catalogs()
    assert [each.stat().st_mtime_ns for each in files] == before
