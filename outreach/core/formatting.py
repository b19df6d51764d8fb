"""Danish and English formats of dates, times and numbers; keys for sorting and searching.

Danish: "tirsdag den 24. november 2026", "24.11.2026", "kl. 17.30", "uge 49", "1.234,5". The 24-hour clock and
the ISO week are used in both languages. Sort and search keys are made here and stored, so that every database
sorts æ, ø, å last and searches without regard to case.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from outreach.core import clock
from outreach.core.i18n import current_language
from outreach.core.text_rules import normalise

_LAST_LETTERS = str.maketrans({"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"})


def _language(locale: str | None) -> str:
    return locale or current_language()


def long_date(day: date, locale: str | None = None) -> str:
    """"tirsdag den 24. november 2026" / "Tuesday 24 November 2026"."""
    pattern = "EEEE 'den' d. MMMM y" if _language(locale) == "da" else "EEEE d MMMM y"
    return format_date(day, pattern, locale=_language(locale))


def plain_date(day: date, locale: str | None = None) -> str:
    """"24. november 2026" / "24 November 2026"."""
    pattern = "d. MMMM y" if _language(locale) == "da" else "d MMMM y"
    return format_date(day, pattern, locale=_language(locale))


def short_date(day: date, locale: str | None = None) -> str:
    """"24.11.2026" / "24/11/2026"."""
    return day.strftime("%d.%m.%Y" if _language(locale) == "da" else "%d/%m/%Y")


def day_month(day: date, locale: str | None = None) -> str:
    """"24. nov." / "24 Nov", with the year where it is not this one."""
    this_year = day.year == clock.today().year
    if _language(locale) == "da":
        return format_date(day, "d. MMM" if this_year else "d. MMM y", locale="da")
    return format_date(day, "d MMM" if this_year else "d MMM y", locale="en")


def clock_time(value: time, locale: str | None = None) -> str:
    """"kl. 17.30" / "17:30"."""
    return value.strftime("kl. %H.%M" if _language(locale) == "da" else "%H:%M")


def instant(value: datetime, locale: str | None = None) -> str:
    """An instant on the library's clock: "24.11.2026 kl. 17.30"."""
    local = clock.local(value)
    return f"{short_date(local.date(), locale)} {clock_time(local.time(), locale)}"


def week_label(day: date, locale: str | None = None) -> str:
    """"uge 49" / "week 49" (ISO week)."""
    word = "uge" if _language(locale) == "da" else "week"
    return f"{word} {day.isocalendar().week}"


def number(value: float, locale: str | None = None) -> str:
    """1234.5 -> "1.234,5" / "1,234.5"."""
    return format_decimal(value, locale=_language(locale))


def sort_key(text: str, length: int = 200) -> str:
    """A key for Danish alphabetical order: case folded, aa as å, æ ø å last, other accents dropped.

    "Århus" and "Aarhus" come together, after "Østerbro". Plain ASCII, so byte order is right everywhere.
    """
    folded = normalise(text).casefold().replace("aa", "å").translate(_LAST_LETTERS)
    bare = "".join(character for character in normalise(folded, "NFKD") if not unicodedata.combining(character))
    return " ".join(bare.split())[:length]


def search_key(text: str, length: int = 2000) -> str:
    """A key to find parts of words in: case folded, aa as å, white space single."""
    folded = normalise(text).casefold().replace("aa", "å")
    return " ".join(folded.split())[:length]


def like_pattern(text: str) -> str:
    """A LIKE pattern (escape character backslash) that finds `text` anywhere in a search key."""
    escaped = search_key(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def install(app: Flask) -> None:
    """Make the formats available to templates as filters."""
    for format in (long_date, plain_date, short_date, day_month, clock_time, instant, week_label, number):
        app.jinja_env.filters[format.__name__] = format
