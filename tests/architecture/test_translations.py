"""English is complete, agrees with itself, and holds nothing that is no longer asked for. Danish for WTForms too."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import flask_wtf
import pytest
import wtforms
from babel.messages.extract import extract_from_dir

from outreach.core.i18n import LANGUAGES, merged_catalog
from tests.architecture.texts import asked_texts, entries, placeholders

Text = str | tuple[str, ...]


def asked() -> dict[Text, str]:
    """Each text once, with the first place that asks for it."""
    places: dict[Text, str] = {}
    for each in asked_texts():
        places.setdefault(each.text, each.place)
    return places


def flat(text: Text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def form_library_texts() -> set[Text]:
    """The English texts of WTForms and Flask-WTF."""
    found: set[Text] = set()
    for module in (wtforms, flask_wtf):
        for _file, _line, text, _comments, _context in extract_from_dir(
                str(Path(module.__file__ or "").parent), method_map=[("**.py", "python")]):
            found.add(tuple(text) if isinstance(text, (list, tuple)) else text)
    return found


def test_every_danish_text_has_english() -> None:
    have = {text for _file, text, given, _fuzzy in entries("en") if all(given)}
    missing = [f"{place}: {text!r}" for text, place in asked().items() if text not in have]
    assert missing == [], "\n".join(["write these in outreach/translations/en/<feature>.po", *missing])


def test_no_translation_is_unused() -> None:
    wanted = asked()
    left_over = [f"{file}: {text!r}" for file, text, _given, _fuzzy in entries("en") if text not in wanted]
    assert left_over == [], "\n".join(["nothing asks for these any longer", *left_over])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_one_translation(language: str) -> None:
    ways: dict[Text, set[tuple[str, ...]]] = defaultdict(set)
    files: dict[Text, list[str]] = defaultdict(list)
    for file, text, given, _fuzzy in entries(language):
        ways[text].add(given)
        files[text].append(file)
    assert [f"{text!r} in {files[text]}: {each}" for text, each in ways.items() if len(each) > 1] == []


def test_no_file_holds_a_text_twice() -> None:
    for path in sorted((Path("outreach") / "translations").glob("*/*.po")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("msgid ")]
        assert sorted(lines) == sorted(set(lines)), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_compiles(language: str) -> None:
    assert len(merged_catalog(language)) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_placeholders_of_the_original(language: str) -> None:
    wrong = [f"{file}: {text!r} -> {given!r}" for file, text, given, _fuzzy in entries(language)
             if any(placeholders(flat(text)[min(number, len(flat(text)) - 1)]) != placeholders(each)
                    for number, each in enumerate(given))]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_fuzzy(language: str) -> None:
    assert [text for _file, text, _given, fuzzy in entries(language) if fuzzy] == []


def test_english_differs_from_danish() -> None:
    """Danish letters in English: a text that was copied. A name in braces is a place to fill in, and may stand."""
    danish = [f"{file}: {given!r}" for file, _text, given, _fuzzy in entries("en")
              if re.search("[æøåÆØÅ]", re.sub(r"{\w+}", "", "".join(given)))]
    assert danish == []


def test_wtforms_messages_are_danish() -> None:
    assert {text for _file, text, given, _fuzzy in entries("da") if all(given)} == form_library_texts()
