"""Danish and English. Danish is the source language: texts in code and templates are shown as they are.

English is in `translations/en/*.po`, one file per feature; Danish words for the form library's own English
messages are in `translations/da/wtforms.po`. `compile_catalogs` merges them into the .mo files read at run time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale, gettext, ngettext

LANGUAGES = ("da", "en")
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"

babel = Babel()


def current_language() -> str:
    """'da' or 'en': the user's, or that of `in_language`."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "da"


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Use `language` inside the `with`, for papers and mails in another language than the user's."""
    with force_locale(language if language in LANGUAGES else "da"):
        yield


def localized(row: Any, name: str, language: str | None = None) -> str:
    """`row.<name>_da` or `_en` in `language` (default: the current one); Danish where English is empty."""
    text = getattr(row, f"{name}_{language or current_language()}")
    return text or getattr(row, f"{name}_da")


def _select_locale() -> str:
    if not has_request_context():
        return "da"
    # The session stores the user's language, so that an error page needs no database.
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or "da"


class FormTranslations:
    """Translates WTForms' own messages with the portal's catalogue."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return ngettext(singular, plural, n)


def merged_catalog(language: str) -> Catalog:
    """All .po files of one language as one catalogue. Raises ValueError where two files disagree on a text."""
    merged = Catalog(locale=language)
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                known = merged.get(message.id, message.context)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{path.name}: {message.id!r} is translated differently elsewhere")
                merged.add(message.id, message.string, flags=message.flags, context=message.context)
    return merged


def compile_catalogs() -> None:
    """Write `<language>/LC_MESSAGES/messages.mo` for both languages where they have changed, each by atomic rename.
    Raises OSError where the file cannot be written."""
    for language in LANGUAGES:
        catalog, path = BytesIO(), TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
        write_mo(catalog, merged_catalog(language))
        if path.is_file() and path.read_bytes() == catalog.getvalue():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"messages.{os.getpid()}.draft")
        draft.write_bytes(catalog.getvalue())
        draft.replace(path)


def install(app: Flask) -> None:
    """Set up Flask-Babel for `app`."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    babel.init_app(app, default_locale="da", default_timezone="Europe/Copenhagen", locale_selector=_select_locale)
    app.jinja_env.globals.update(current_language=current_language, localized=localized)
