"""Periods and numbers in words."""

from __future__ import annotations

from babel.dates import format_date
from flask_babel import gettext as _

from outreach.core.i18n import current_language
from outreach.reports.periods import FIRST_YEAR, LAST_YEAR, MOST_MONTHS, BadPeriod, Period


def period_label(period: Period) -> str:
    """"2026", "3. kvartal 2026", "marts 2026", "marts–august 2026", "november 2025 – februar 2026", "2017–2026"."""
    first, last = period.first, period.last
    if period.is_year:
        return f"{first:%Y}"
    if period.is_quarter:
        return _("%(number)s. kvartal %(year)s", number=(first.month + 2) // 3, year=first.year)
    if (first.month, last.month) == (1, 12):
        return f"{first:%Y}–{last:%Y}"
    if period.months == 1:
        return _month(first, "MMMM y")
    if first.year == last.year:
        return f"{_month(first, 'MMMM')}–{_month(last, 'MMMM y')}"
    return f"{_month(first, 'MMMM y')} – {_month(last, 'MMMM y')}"


def _month(day: object, pattern: str) -> str:
    return format_date(day, pattern, locale=current_language())  # type: ignore[arg-type]


def fault_sentence(fault: BadPeriod) -> str:
    """Why something is no period, and what to write instead."""
    if fault.reason == "backwards":
        return _("Perioden slutter, før den begynder. Byt om på de to måneder.")
    if fault.reason == "long":
        return _("Vælg højst %(years)s år ad gangen.", years=MOST_MONTHS // 12)
    if fault.reason == "far":
        return _("Så langt rækker tallene ikke. Vælg år fra %(first)s til %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
    return _("Den periode kender vi ikke. Skriv måneder som 2026-03, et kvartal som 2026-Q3 eller et år som 2026.")
