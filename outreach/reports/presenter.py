"""The overview as the page shows it: each figure as text, with the address of its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from outreach.core import clock
from outreach.core.charts import Chart
from outreach.reports import charts as chart
from outreach.reports.dimensions import Option, options_of
from outreach.reports.filters import narrow, query_args, this_year
from outreach.reports.labels import change_text, number_of, period_label
from outreach.reports.measures import GROUPS, MEASURES, Group, Measure, parts_of
from outreach.reports.periods import BadPeriod, Period, parse_period, quarter_of
from outreach.reports.queries.overview import Overview, has_rows_behind
from outreach.reports.queries.rows import has_rows
from outreach.reports.scope import DIMENSIONS, Scope

#: What matters first.
FIRST = ("visits", "partners_visited", "people", "hours", "observations")
#: Functions of features above this one that know the rows behind some figures: (code, scope) -> address or None.
_row_links: list[Callable[[str, Scope], str | None]] = []


@dataclass(frozen=True)
class FigureView:
    """A figure: its measure, value and change as text, the address of its rows (or None), its parts."""

    measure: Measure
    value: str
    change: str
    href: str | None
    parts: tuple[FigureView, ...] = ()


@dataclass(frozen=True)
class Section:
    """One group of figures."""

    group: Group
    title: str
    lead: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True)
class PeriodLink:
    """A link to another period."""

    label: str
    href: str
    is_current: bool


def figure_view(overview: Overview, code: str) -> FigureView:
    """A figure with its parts."""
    measure, figure = MEASURES[code], overview.figures[code]
    return FigureView(measure, number_of(measure.unit, figure.value), change_text(overview, code),
                      rows_address(code, overview.scope) if has_rows_behind(measure.unit, figure.value) else None,
                      tuple(figure_view(overview, part.code) for part in parts_of(code)))


def sections(overview: Overview) -> list[Section]:
    """Every figure in its group, each part below the measure it is a part of."""
    return [Section(group, str(title), str(lead), tuple(
        figure_view(overview, measure.code) for measure in overview.measures_of(group) if not measure.part_of))
        for group, (title, lead) in GROUPS.items()]


def row_link(function: Callable[[str, Scope], str | None]) -> Callable[[str, Scope], str | None]:
    """Register a function that knows where the rows behind some figures are."""
    _row_links.append(function)
    return function


def rows_address(code: str, scope: Scope) -> str | None:
    """The address of the rows behind a figure; None where it has none."""
    address = next((address for link in _row_links if (address := link(code, scope))), None)
    if address is None and has_rows(code):
        address = url_for("reports.rows", **_args(scope, name=code))
    return address


def part_address(scope: Scope, dimension: str, option: Option | None) -> str | None:
    """The same page for one value of a dimension."""
    return url_for("reports.index", **_args(narrow(scope, dimension, option))) if option else None


def missed_address(scope: Scope, dimension: str, option: Option | None) -> str:
    """The partners of one district or kind that were not visited; without a value all that were not."""
    part = narrow(scope, dimension, option) if option else scope
    return url_for("reports.rows", **_args(part, name="missed"))


def _args(scope: Scope, **more: str) -> dict[str, Any]:
    return dict(query_args(scope, **more))


def period_links(scope: Scope, today: date) -> list[PeriodLink]:
    """Links to this and last year, this and last quarter, and the periods before and after the shown one."""
    quarter = quarter_of(today)
    near = [this_year(), this_year().before(), quarter, quarter.before(), scope.period.before(), scope.period]
    later = period_after(scope.period)
    if later is not None and later.first <= today:
        near.append(later)
    periods = dict.fromkeys(near)
    return [PeriodLink(period_label(period), url_for("reports.index", **_args(scope.over(period))),
                       period == scope.period)
            for period in sorted(periods, key=lambda period: (-period.months, period.first))]


def period_after(period: Period) -> Period | None:
    """The period of the same length that begins where this one ends; None where it is out of range."""
    months = period.last.year * 12 + period.last.month - 1
    first, last = months + 1, months + period.months
    try:
        return parse_period(f"{first // 12:04}-{first % 12 + 1:02}..{last // 12:04}-{last % 12 + 1:02}")
    except BadPeriod:
        return None


def is_under_way(scope: Scope) -> bool:
    """Whether today lies in the period, so that it is shorter than the one it is compared with."""
    return scope.period.first <= clock.today() <= scope.period.ends_on


def unfiltered_address(scope: Scope) -> str:
    """The address of the same period without filters."""
    return url_for("reports.index", period=scope.period.code)


def choices() -> dict[str, list[Option]]:
    """The options of each dimension, retired ones last."""
    return {name: sorted(options_of(name), key=lambda option: not option.is_active) for name in DIMENSIONS}


def charts(overview: Overview) -> dict[str, Chart]:
    """The page's charts by name. Labels lead to the same page for their part alone, or to the partners not visited."""
    scope = overview.scope
    sides = {"ours": _("Vores"), "theirs": _("Deres")}
    results = (_("til tiden"), _("for sent"), _("ikke holdt"), _("dagen er gået"))
    all_charts = (
        chart.monthly_visits_chart(overview),
        chart.promises_chart(overview, _("Tilsagn, vores og deres"), sides, results),
        chart.moves_chart(overview, _("Trin, der blev skiftet")),
        chart.attendances_chart("by-group", _("Fremmøder, målgruppe for målgruppe"), overview.target_groups,
                                "target_group", partial(part_address, scope, "target_group")),
        chart.partners_chart("by-kind", _("Partnere besøgt, slags for slags"), overview.kinds, "kind",
                             partial(part_address, scope, "kind")),
        chart.partners_chart("by-stage", _("Partnere besøgt, trin for trin"), overview.stages, "stage",
                             partial(part_address, scope, "stage")),
        chart.missed_chart(overview, "district", _("Bydel for bydel"), partial(missed_address, scope, "district")),
        chart.missed_chart(overview, "kind", _("Slags for slags"), partial(missed_address, scope, "kind")))
    return {drawn.key: drawn for drawn in all_charts}
