"""The overview as the page shows it: each figure with its words, and where its rows are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.core import clock
from outreach.core.charts import Chart, Row, thinned
from outreach.reports.filters import LABELS, Option, narrowed, options_of, scope_args, this_year
from outreach.reports.labels import beside, month_label, number_of, period_label, short_month
from outreach.reports.measures import GROUPS, MEASURES, Group, Measure, of_group, parts_of
from outreach.reports.periods import BadPeriod, Period, parse_period, quarter_of
from outreach.reports.queries.overview import Overview, has_rows_behind
from outreach.reports.queries.rows import has_rows
from outreach.reports.scope import DIMENSIONS, Scope

#: What matters first.
FIRST = ("visits", "partners_visited", "people", "hours", "observations")
#: Figures of visits, and what of the visit-day log they are about.
_OF_VISITS = {
    **dict.fromkeys(("visits", "hours", "hours_preparation", "hours_travel", "hours_there", "people", "children",
                     "young_people", "adults", "families", "professionals", "things_lent", "things_given",
                     "offers_shown", "cards_made"), {"state": "held"}),
    **{f"visits_{kind}": {"state": "held", "visit_kind": kind}
       for kind in ("visit_day", "after_hours", "delivery", "they_visit")},
    **{code: {"state": code} for code in ("cancelled_by_partner", "cancelled_by_library")}}


@dataclass(frozen=True)
class Shown:
    """One figure: the measure, its value and its change in words, the address of its rows (or none), its parts."""

    measure: Measure
    value: str
    change: str
    href: str | None
    parts: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Section:
    """One group of figures."""

    group: Group
    title: str
    lead: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True)
class Link:
    """A period one tap away."""

    label: str
    href: str
    is_here: bool


def shown(overview: Overview, code: str) -> Shown:
    """One figure with its parts."""
    measure, figure = MEASURES[code], overview.figures[code]
    return Shown(measure, number_of(measure.unit, figure.value), beside(overview, code),
                 rows_address(code, overview.scope) if has_rows_behind(measure.unit, figure.value) else None,
                 tuple(shown(overview, part.code) for part in parts_of(code)))


def sections(overview: Overview) -> list[Section]:
    """Every figure in its group, each part under what it is a part of. Money only where there is a rate."""
    told = [measure for group in Group for measure in of_group(group) if not measure.part_of
            and (measure.code != "cost" or overview.hourly_rate is not None)]
    return [Section(group, str(title), str(lead), tuple(shown(overview, each.code) for each in told
                                                        if each.group is group))
            for group, (title, lead) in GROUPS.items()]


def rows_address(code: str, scope: Scope) -> str | None:
    """Where the rows behind a number are; None where there are none to look at."""
    if code in _OF_VISITS and "visit_log.index" in current_app.view_functions:
        # A joint visit is counted once, with the partner that leads it.
        leading = {"lead": "1"} if scope.partner_id is not None else {}
        return _address("visit_log.index", scope_args(scope, **_OF_VISITS[code], **leading))
    return _address("reports.rows", scope_args(scope, name=code)) if has_rows(code) else None


def part_address(scope: Scope, dimension: str, option: Option | None) -> str | None:
    """The same page for one value of a division."""
    return _address("reports.index", scope_args(narrowed(scope, dimension, option))) if option else None


def missed_address(scope: Scope, dimension: str, option: Option | None) -> str:
    """The partners of one district or kind that were not visited; without a value those of every one."""
    part = narrowed(scope, dimension, option) if option else scope
    return _address("reports.rows", scope_args(part, name="missed"))


def _address(endpoint: str, args: Mapping[str, Any]) -> str:
    return url_for(endpoint, **args)


def periods_near(scope: Scope, today: date) -> list[Link]:
    """This and last year, this and last quarter, and what comes before and after what is shown."""
    quarter = quarter_of(today)
    near = [this_year(), this_year().before(), quarter, quarter.before(), scope.period.before(), scope.period]
    later = after(scope.period)
    if later is not None and later.first <= today:
        near.append(later)
    wanted = dict.fromkeys(near)
    return [Link(period_label(each), _address("reports.index", scope_args(scope.over(each))), each == scope.period)
            for each in sorted(wanted, key=lambda each: (-each.months, each.first))]


def after(period: Period) -> Period | None:
    """The period just as long that begins where this one ends; None beyond what can be reported on."""
    months = period.last.year * 12 + period.last.month - 1
    first, last = months + 1, months + period.months
    try:
        return parse_period(f"{first // 12:04}-{first % 12 + 1:02}..{last // 12:04}-{last % 12 + 1:02}")
    except BadPeriod:
        return None


def is_under_way(scope: Scope) -> bool:
    """Whether the period has begun and not ended, so that it is shorter than the one it is compared with."""
    return scope.period.first <= clock.today() <= scope.period.ends_on


def without(scope: Scope) -> str:
    """The address of the same period with nothing chosen."""
    return url_for("reports.index", period=scope.period.code)


def choices() -> dict[str, list[Option]]:
    """What can be chosen, by dimension; resting words last."""
    return {name: sorted(options_of(name), key=lambda each: not each.is_active) for name in DIMENSIONS}


def charts(overview: Overview) -> dict[str, Chart]:
    """The divisions as charts, by name. Labels lead to the same page for their part alone."""
    scope = overview.scope
    shorts = thinned([short_month(each.month) for each in overview.months])
    visits = Chart("months", _("Besøg måned for måned"), (_("Besøg"),), tuple(
        Row(month_label(each.month), (each.total,), short)
        for each, short in zip(overview.months, shorts, strict=True)), _("Måned"))
    reach = {name: Chart(name, str(title), (_("Partnere"), _("Fremmøder"))[at:at + 1], tuple(
        Row(each.option.label if each.option else _("Ikke noteret"), (each.attendances if at else each.partners,),
            href=part_address(scope, dimension, each.option) or "") for each in found), str(LABELS[dimension]))
        for name, title, dimension, at, found in (
            ("by-group", _l("Fremmøder, målgruppe for målgruppe"), "target_group", 1, overview.target_groups),
            ("by-kind", _l("Partnere besøgt, slags for slags"), "kind", 0, overview.kinds),
            ("by-stage", _l("Partnere besøgt, trin for trin"), "stage", 0, overview.stages))}
    sides = ((_("Vores"), overview.kept["ours"]), (_("Deres"), overview.kept["theirs"]))
    kept = Chart("kept", _("Tilsagn, vores og deres"),
                 (_("til tiden"), _("for sent"), _("ikke holdt"), _("dagen er gået")), tuple(
        Row(side, (each.in_time, each.late, each.broken, each.overdue)) for side, each in sides), _("Fra"))
    moves = Chart("moves", _("Trin, der blev skiftet"), (_("Gange"),), tuple(
        Row(each.label, (each.count,)) for each in overview.moves), _("Fra og til"))
    spots = {f"spots-{name}": Chart(f"spots-{name}", str(title), (_("Besøgt"), _("Ikke besøgt")), tuple(
        Row(option.label if option else _("Ikke noteret"), (reached, missed),
            href=missed_address(scope, name, option) if missed else "")
        for option, reached, missed in overview.spots_by(name)), str(LABELS[name]))
        for name, title in (("district", _l("Bydel for bydel")), ("kind", _l("Slags for slags")))}
    return {"months": visits, "kept": kept, "moves": moves, **reach, **spots}
