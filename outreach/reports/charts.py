"""The charts of the figures, for the page and for paper. On the page `link` gives a row's label its address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask_babel import gettext as _

from outreach.core.charts import Chart, Row, thinned
from outreach.reports.dimensions import LABELS, Option
from outreach.reports.labels import PROMISE_RESULTS, format_month, month_label, short_month
from outreach.reports.queries.overview import Overview, Reach
from outreach.visits.labels import KINDS
from outreach.visits.models import HELD, VisitKind

#: The address for one value of a dimension; None stands for "not recorded".
Link = Callable[[Option | None], str | None]
#: On paper a period of more months is drawn by the year.
_MAX_MONTHS = 24
RESULTS = ("in_time", "late", "broken", "overdue")


def monthly_visits_chart(overview: Overview) -> Chart:
    """Held visits by month, for the page."""
    labels = thinned([short_month(month.month) for month in overview.months])
    return Chart("months", _("Besøg måned for måned"), (_("Besøg"),), tuple(
        Row(month_label(month.month), (month.total,), label)
        for month, label in zip(overview.months, labels, strict=True)), _("Måned"))


def visits_chart(overview: Overview, *, by_kind: bool) -> Chart:
    """Held visits along time, for paper: by month, and a long period by year."""
    series = tuple(str(KINDS[VisitKind(kind)]) for kind in HELD) if by_kind else (_("Besøg"),)
    by_year = overview.scope.period.months > _MAX_MONTHS
    sums: dict[date, list[int]] = {}
    for month in overview.months:
        counts = sums.setdefault(month.month.replace(month=1) if by_year else month.month, [0] * len(series))
        for at, kind in enumerate(HELD):
            counts[at if by_kind else 0] += month.held[kind]
    long, short = ("y", "y") if by_year else ("MMMM y", "MMM" if len(sums) <= 12 else "MMM yy")
    labels = thinned([format_month(month, short).rstrip(".") for month in sums])
    return Chart("visits", _("Besøg pr. år") if by_year else _("Besøg pr. måned"), series,
                 tuple(Row(format_month(month, long), tuple(counts), label)
                       for (month, counts), label in zip(sums.items(), labels, strict=True)),
                 _("År") if by_year else _("Måned"))


def partners_chart(key: str, title: str, reach: Sequence[Reach], dimension: str, link: Link) -> Chart:
    """Partners visited by one dimension."""
    return Chart(key, title, (_("Partnere"),), tuple(
        Row(_label(row.option), (row.partners,), href=link(row.option) or "") for row in reach),
        str(LABELS[dimension]))


def attendances_chart(key: str, title: str, reach: Sequence[Reach], dimension: str, link: Link | None = None) -> Chart:
    """Attendances by one dimension."""
    return Chart(key, title, (_("Fremmøder"),), tuple(
        Row(_label(row.option), (row.attendances,), href=link(row.option) or "" if link else "") for row in reach),
        str(LABELS[dimension]))


def missed_chart(overview: Overview, dimension: str, title: str, link: Link | None = None) -> Chart:
    """Present partners by one dimension, visited and not visited; `link` leads to those not visited."""
    return Chart(f"spots-{dimension}", title, (_("Besøgt"), _("Ikke besøgt")), tuple(
        Row(_label(option), (reached, missed), href=link(option) or "" if link and missed else "")
        for option, reached, missed in overview.spots_by(dimension)), str(LABELS[dimension]))


def promises_chart(overview: Overview, title: str, sides: dict[str, str], series: tuple[str, ...] = ()) -> Chart:
    """How promises went, by side ("ours", "theirs") with its label; `series` names RESULTS otherwise."""
    series = series or tuple(str(PROMISE_RESULTS[result]).capitalize() for result in RESULTS)
    return Chart("kept", title, series, tuple(
        Row(label, tuple(getattr(overview.kept[side], result) for result in RESULTS))
        for side, label in sides.items()), _("Fra"))


def moves_chart(overview: Overview, title: str) -> Chart:
    """How many times partners went from one stage to another."""
    return Chart("moves", title, (_("Gange"),), tuple(Row(move.label, (move.count,)) for move in overview.moves),
                 _("Fra og til"))


def _label(option: Option | None) -> str:
    return option.label if option else _("Ikke noteret")
