"""Periods, values and changes as text."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.cadence.labels import sentence as silent_for
from outreach.core.formatting import number
from outreach.core.i18n import current_language
from outreach.partners import stages
from outreach.partners.models import StageMove
from outreach.reports.measures import MEASURES, Measure, Unit
from outreach.reports.models import Aim, Target
from outreach.reports.periods import FIRST_YEAR, LAST_YEAR, MOST_MONTHS, BadPeriod, Period
from outreach.reports.queries.overview import Overview
from outreach.reports.queries.targets import TargetProgress
from outreach.visits.labels import SURENESS


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
        return format_month(first, "MMMM y")
    if first.year == last.year:
        return f"{format_month(first, 'MMMM')}–{format_month(last, 'MMMM y')}"
    return f"{format_month(first, 'MMMM y')} – {format_month(last, 'MMMM y')}"


def format_month(day: date, pattern: str) -> str:
    """A date by a CLDR pattern in the current language: "MMMM y" gives "marts 2026"."""
    return format_date(day, pattern, locale=current_language())


def fault_sentence(fault: BadPeriod) -> str:
    """The error message for an invalid period."""
    if fault.reason == "backwards":
        return _("Perioden slutter, før den begynder. Byt om på de to måneder.")
    if fault.reason == "long":
        return _("Vælg højst %(years)s år ad gangen.", years=MOST_MONTHS // 12)
    if fault.reason == "far":
        return _("Så langt rækker tallene ikke. Vælg år fra %(first)s til %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
    return _("Den periode kender vi ikke. Skriv måneder som 2026-03, et kvartal som 2026-Q3 eller et år som 2026.")


__all__ = ["SURENESS", "silent_for"]

#: Rows that are behind no measure: what they are called, and what they are.
ROWS = {
    "moves": (_l("Trin, der blev skiftet"), _l("Hver gang en partner gik fra ét trin til et andet i perioden.")),
    "missed": (_l("Partnere, vi ikke besøgte"), _l(
        "Partnere, vi har nu, og som ikke var med ved noget holdt besøg i perioden. Afsluttede og arkiverede er ikke "
        "med.")),
}
#: What became of a promise, by the fields of `commitments.states.PromiseCounts`.
PROMISE_RESULTS = {
    "in_time": _l("holdt til tiden"), "late": _l("holdt, men for sent"), "broken": _l("ikke holdt"),
    "overdue": _l("dagen er gået"), "waiting": _l("dagen er ikke kommet"), "outside": _l("tæller ikke med")}

AIMS = {Aim.VISITS: _l("Besøg holdt"), Aim.PARTNERS: _l("Partnere besøgt"), Aim.DISTRICTS: _l("Bydele nået")}


def number_of(unit: Unit, value: float | None) -> str:
    """A value with its unit: "72,2 timer", "14.500 kr.", "83 %", "4,5 dage"; "–" for None."""
    if value is None:
        return "–"
    if unit is Unit.MINUTES:
        return in_hours(hours(value))
    if unit is Unit.CROWNS:
        return _("%(crowns)s kr.", crowns=number(value))
    if unit is Unit.PERCENT:
        return _("%(percent)s %%", percent=number(value))
    if unit is Unit.DAYS:
        return ngettext("%(days)s dag", "%(days)s dage", 1 if value == 1 else 2, days=number(value))
    return number(value)


def in_hours(value: float) -> str:
    """"1 time", "72,2 timer"."""
    return ngettext("%(hours)s time", "%(hours)s timer", 1 if value == 1 else 2, hours=number(value))


def hours(minutes: float) -> float:
    """Minutes as hours with one decimal, rounded half up."""
    return int(minutes / 6 + 0.5) / 10


def change_text(overview: Overview, code: str) -> str:
    """How a figure differs from the period before; for kept promises also how many of how many."""
    figure = overview.figures[code]
    change = _change_in_words(MEASURES[code], figure.value, figure.before, overview.scope.period.before())
    kept = overview.kept.get(code.removeprefix("promises_"))
    if kept is None or not kept.counted:
        return change
    return _("%(kept)s af %(all)s; %(change)s", kept=number(kept.in_time), all=number(kept.counted), change=change)


def _change_in_words(measure: Measure, value: float | None, before: float | None, earlier: Period) -> str:
    """How a value differs from the one before: "9 flere end i 2025 (19)". Empty for a measure of today."""
    if measure.is_now:
        return ""
    if before is None:
        return _("intet at sammenligne med i %(period)s", period=period_label(earlier))
    if value is None:
        return _("%(before)s i %(period)s", before=number_of(measure.unit, before), period=period_label(earlier))
    told = {"before": number_of(measure.unit, before), "period": period_label(earlier)}
    if measure.unit is Unit.MINUTES:
        value, before = hours(value), hours(before)  # the difference of what stands there, not of what was rounded
    if value == before:
        return _("det samme som i %(period)s", period=told["period"])
    apart = round(abs(value - before), 1)
    by = in_hours(apart) if measure.unit is Unit.MINUTES \
        else number(apart) if measure.unit is Unit.PERCENT else number_of(measure.unit, apart)
    if measure.unit is Unit.PERCENT:
        sentence = _("%(by)s procentpoint højere end i %(period)s (%(before)s)", by=by, **told) if value > before \
            else _("%(by)s procentpoint lavere end i %(period)s (%(before)s)", by=by, **told)
    elif measure.unit is Unit.NUMBER:
        sentence = _("%(by)s flere end i %(period)s (%(before)s)", by=by, **told) if value > before \
            else _("%(by)s færre end i %(period)s (%(before)s)", by=by, **told)
    else:
        sentence = _("%(by)s mere end i %(period)s (%(before)s)", by=by, **told) if value > before \
            else _("%(by)s mindre end i %(period)s (%(before)s)", by=by, **told)
    return sentence


def progress_text(progress: TargetProgress) -> str:
    """How far a goal is: "12 af 40 besøg; 7 af 12 måneder er gået"."""
    amount: dict[str, Any] = {"reached": number(progress.reached), "wanted": number(progress.target.number),
                              "num": progress.target.number}
    what = {
        Aim.VISITS: lambda: ngettext("%(reached)s af %(wanted)s besøg", "%(reached)s af %(wanted)s besøg", **amount),
        Aim.PARTNERS: lambda: ngettext("%(reached)s af %(wanted)s partner", "%(reached)s af %(wanted)s partnere",
                                       **amount),
        Aim.DISTRICTS: lambda: ngettext("%(reached)s af %(wanted)s bydel", "%(reached)s af %(wanted)s bydele",
                                        **amount)}[progress.target.aim]()
    if progress.is_over:
        end = _("målet blev nået") if progress.is_met else _("perioden er slut")
    elif progress.is_met:
        end = _("målet er nået")
    else:
        end = ngettext("%(gone)s af %(num)s måned er gået", "%(gone)s af %(num)s måneder er gået",
                       progress.period.months, gone=progress.months_gone)
    return f"{what}; {end}"


def period_of(target: Target) -> Period:
    """The period of a goal."""
    return Period(target.first, target.last)


def month_label(month: date) -> str:
    """"marts 2026"."""
    return format_month(month, "MMMM y")


def days_after(days: int) -> str:
    """How long after a meeting the first follow-up was done."""
    if days == 0:
        return _("Fulgt op samme dag")
    return ngettext("Fulgt op efter %(num)s dag", "Fulgt op efter %(num)s dage", days)


def stage_move(move: StageMove) -> str:
    """"Første kontakt → Aftale om én ting"."""
    before = f"{stages.label(move.from_stage)} → " if move.from_stage else ""
    return f"{before}{stages.label(move.to_stage)}"


def short_month(month: date) -> str:
    """"jan.", and the year in January where there is room for it: "2026"."""
    return f"{month:%Y}" if month.month == 1 else format_month(month, "MMM")
