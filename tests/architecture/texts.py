"""Every text that code and templates ask to have translated, with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "outreach" / "translations"
_KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2),
             "_n": (1, 2), "pgettext": ((1, "c"), 2)}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Asked:
    """One text in the source: its id ((singular, plural) where it counts) and its place."""

    text: str | tuple[str, ...]
    place: str


def asked_texts() -> Iterator[Asked]:
    """All texts of outreach/**.py and templates/**.html."""
    sources = [(path, "python") for path in sorted((ROOT / "outreach").rglob("*.py"))]
    sources += [(path, "jinja2.ext:babel_extract") for path in sorted((ROOT / "templates").rglob("*.html"))]
    for path, method in sources:
        options = {"trimmed": "false", "encoding": "utf-8"} if method != "python" else {}
        for line, text, _comments, _context in extract_from_file(method, path, keywords=_KEYWORDS, options=options):
            yield Asked(text, f"{path.relative_to(ROOT)}:{line}")


def placeholders(text: str) -> set[str]:
    """The names a text has room for: "%(name)s" -> {"name"}."""
    return set(_PLACEHOLDER.findall(text))


def entries(language: str) -> Iterator[tuple[str, str | tuple[str, ...], tuple[str, ...], bool]]:
    """(file name, id, translations, fuzzy) of every entry in a language's .po files."""
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    given = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
                    yield path.name, _key(message.id), tuple(given), message.fuzzy


def _key(text: object) -> str | tuple[str, ...]:
    return tuple(text) if isinstance(text, (list, tuple)) else str(text)
