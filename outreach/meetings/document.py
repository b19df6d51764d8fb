"""The papers of a meeting as pages: sheet -> one A4 page of PDF/UA-1."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import accumulate, groupby
from typing import Any

from flask_babel import gettext as _

from outreach.core.pdf.fit import Design, Paper, Preview, fit_page, preview
from outreach.meetings.sheet import AgendaLine, AgendaSheet, ClosingSheet, PreparationSheet, QuestionLine

# Raise it when a page changes so that the same sheet looks different; frozen papers keep the number they had.
TEMPLATE_VERSION = 2


def closing_questions() -> tuple[str, ...]:
    """The fixed questions every meeting ends with, in the current language."""
    return (
        _("Hvad har vi besluttet?"),
        _("Hvem følger op på hvad, og hvornår?"),
        _("Er der givet endeligt tilsagn, og til hvad?"),
        _("Hvem har forpligtet sig til noget, I og vi?"),
        _("Hvornår taler vi sammen igen?"),
    )


def question_groups() -> dict[str, str]:
    """The groups of questions with their names, in the current language; '' are our own."""
    return {
        "A": _("Deres hverdag"),
        "B": _("Dem, de er der for"),
        "C": _("Biblioteket set udefra"),
        "D": _("Hvad kunne vi sammen"),
        "E": _("Vilkår og tryghed"),
        "": _("Vores egne"),
    }


def _starts(start: time, items: tuple[AgendaLine, ...]) -> list[time]:
    """When each item begins, on the clock on the wall (past midnight it begins again)."""
    first = datetime.combine(date(2000, 1, 1), start)
    passed = accumulate((item.minutes for item in items), initial=0)
    return [(first + timedelta(minutes=minutes)).time() for minutes in list(passed)[: len(items)]]


def shares(minutes: tuple[int, ...], whole: int = 100) -> list[int]:
    """Minutes as whole parts of `whole` that add up to it (largest remainder); all 0 where there are no minutes."""
    total = sum(minutes)
    if total == 0:
        return [0] * len(minutes)
    parts = [whole * each // total for each in minutes]
    by_remainder = sorted(range(len(minutes)), key=lambda at: (-(whole * minutes[at] % total), at))
    for at in by_remainder[: whole - sum(parts)]:
        parts[at] += 1
    return parts


def _agenda_extras(sheet: AgendaSheet) -> dict[str, Any]:
    minutes = {whose: sum(i.minutes for i in sheet.items if i.whose == whose) for whose in ("theirs", "shared", "ours")}
    rows = zip(sheet.items, _starts(sheet.start, sheet.items), strict=True)
    bar = zip(sheet.items, shares(tuple(item.minutes for item in sheet.items)), strict=True)
    return {
        "rows": list(rows),
        "bar": [(item.whose, width) for item, width in bar if width],
        "minutes": minutes,
        "whose_names": {"theirs": _("I"), "ours": _("Vi"), "shared": _("Sammen")},
        "closing_questions": closing_questions(),
    }


def _logo(sheet: AgendaSheet) -> dict[str, bytes]:
    return {"logo": sheet.logo} if sheet.logo else {}


def _preparation_extras(sheet: PreparationSheet) -> dict[str, Any]:
    names = question_groups()

    def group(question: QuestionLine) -> str:
        return question.group if question.group in names else ""

    order = list(names)
    chosen = sorted(sheet.questions, key=lambda question: order.index(group(question)))
    return {"groups": [(key, names[key], list(some)) for key, some in groupby(chosen, key=group)]}


_NAMES = ("library_name", "partner_names")
AGENDA = Design("pdf/agenda.html", _NAMES, roomy=1100, medium=1700, extras=_agenda_extras, pictures=_logo)
PREPARATION = Design("pdf/preparation.html", _NAMES, roomy=1500, medium=2300, extras=_preparation_extras)
CLOSING = Design("pdf/closing.html", _NAMES, roomy=900, medium=1500)


def make_agenda(sheet: AgendaSheet) -> Paper:
    """The agenda on one page. Raises DoesNotFit, CannotPrint or Blocked."""
    return fit_page(sheet, AGENDA)


def make_preparation(sheet: PreparationSheet) -> Paper:
    """Our preparation sheet on one page. Raises DoesNotFit or CannotPrint."""
    return fit_page(sheet, PREPARATION)


def make_closing(sheet: ClosingSheet) -> Paper:
    """The blank closing sheet on one page. Raises DoesNotFit or CannotPrint."""
    return fit_page(sheet, CLOSING)


def make_agenda_preview(sheet: AgendaSheet) -> Preview:
    """The agenda as it looks while being written; two pages with `fits` False where it is too long."""
    return preview(sheet, AGENDA)
