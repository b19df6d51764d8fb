"""The data that the page "Tal" and the papers show of a scope, in a fixed number of queries. Labels are in the
current language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from outreach.commitments.states import PromiseCounts
from outreach.core import clock
from outreach.core.db import db
from outreach.partners import counting, stages
from outreach.partners.stages import Stage
from outreach.reports.dimensions import Option, options_of
from outreach.reports.measures import MEASURES, Group, Measure, Unit, of_group
from outreach.reports.models import ReportSettings
from outreach.reports.queries import aggregates, relationships
from outreach.reports.queries.protected_totals import ProtectedTotals, find_protected_totals, has_hidden_partners
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, MINUTES, PartnerMonth, Sureness


@dataclass(frozen=True)
class Figure:
    """A measure's value in the period and in the one before; None: no data."""

    value: float | None
    before: float | None = None


@dataclass(frozen=True)
class MonthVisits:
    """Held visits with open partners in one month, by kind (HELD)."""

    month: date
    held: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.held.values())


@dataclass(frozen=True)
class Reach:
    """The partners and people reached for one value of a dimension; `option` is None where the value was not
    recorded."""

    option: Option | None
    partners: int
    people: dict[str, int]

    @property
    def attendances(self) -> int:
        """Children, young people and adults."""
        return aggregates.attendances(self.people)


@dataclass(frozen=True)
class Move:
    """How often partners went from one stage to another."""

    before: Stage
    after: Stage
    count: int

    @property
    def label(self) -> str:
        """"Første kontakt → Aftale om én ting"."""
        return f"{stages.label(self.before)} → {stages.label(self.after)}"


@dataclass(frozen=True)
class Spot:
    """Present partners of one district and kind: how many were visited in the period, and how many not."""

    district: Option | None
    kind: Option | None
    reached: int
    missed: int


@dataclass(frozen=True)
class Overview:
    """The figures by their measure's code, and the data of the charts, of partners open to the viewer alone.
    `has_hidden_partners`: there are others; `protected_totals` are their sums, where these may be shown."""

    scope: Scope
    figures: dict[str, Figure]
    months: list[MonthVisits]
    target_groups: list[Reach]
    kinds: list[Reach]
    stages: list[Reach]
    moves: list[Move]
    spots: list[Spot]
    kept: dict[str, PromiseCounts]
    has_hidden_partners: bool
    protected_totals: ProtectedTotals | None
    hourly_rate: int | None
    any_visits: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded in the period."""
        return not any(has_rows_behind(MEASURES[code].unit, figure.value) for code, figure in self.figures.items()
                       if not MEASURES[code].is_now)

    def measures_of(self, group: Group) -> list[Measure]:
        """The group's measures that can be shown: costs only where there is an hourly rate."""
        return [measure for measure in of_group(group) if measure.code != "cost" or self.hourly_rate is not None]

    def spots_by(self, dimension: str) -> list[tuple[Option | None, int, int]]:
        """Spots added up by "district" or "kind": (value, reached, missed), in the spots' own order."""
        counts: dict[Option | None, list[int]] = {}
        for spot in self.spots:
            pair = counts.setdefault(getattr(spot, dimension), [0, 0])
            pair[0] += spot.reached
            pair[1] += spot.missed
        return [(option, reached, missed) for option, (reached, missed) in counts.items()]

    def white_spots(self, dimension: str) -> list[str]:
        """The districts or kinds with partners of which we visited none."""
        return [option.label for option, reached, _missed in self.spots_by(dimension) if option and not reached]


def has_rows_behind(unit: Unit, value: float | None) -> bool:
    """Whether a value is based on any rows: 0 % and 0 days are, a count of 0 is not."""
    return value is not None if unit in {Unit.PERCENT, Unit.DAYS} else bool(value)


def overview(scope: Scope, viewer: User) -> Overview:
    """The data of a scope, as the viewer may see it."""
    rate, earlier = find_hourly_rate(), scope.over(scope.period.before())
    parts = aggregates.sums_by_partner(scope, viewer)
    now, before = aggregates.totals(scope, viewer)
    kept, kept_before = relationships.kept(scope, viewer), relationships.kept(earlier, viewer)
    figures = {
        **_sum_figures(now.sums, before.sums, rate),
        "partners_visited": Figure(now.partners, before.partners),
        **_funnel(scope, earlier, viewer),
        "promises_ours": Figure(kept["ours"].percent, kept_before["ours"].percent),
        "promises_theirs": Figure(kept["theirs"].percent, kept_before["theirs"].percent),
        "follow_up_days": Figure(relationships.follow_up_days(scope, viewer), relationships.follow_up_days(earlier,
                                                                                                           viewer)),
        "silent": Figure(relationships.silent(scope, viewer)),
        **_observed(relationships.observations(scope, viewer), relationships.observations(earlier, viewer)),
    }
    options = {name: options_of(name) for name in ("kind", "stage", "target_group", "district")}
    reach = {name: _reach(parts, name, options[name]) for name in aggregates.DIVISIONS}
    return Overview(
        scope=scope, figures={code: figures[code] for code in MEASURES}, months=_months(scope, viewer),
        target_groups=reach["target_group"], kinds=reach["kind"], stages=reach["stage"],
        moves=_moves(scope, viewer), kept=kept,
        spots=_spots(scope, viewer, reached_ids(scope, viewer) if scope.chosen else aggregates.visited_ids(parts),
                     options["district"], options["kind"]),
        has_hidden_partners=has_hidden_partners(scope, viewer),
        protected_totals=find_protected_totals(scope, viewer, clock.today()), hourly_rate=rate, any_visits=any_visits())


def find_hourly_rate() -> int | None:
    """The hourly rate in whole crowns; None where none is set."""
    return db.session.scalar(select(ReportSettings.hourly_rate))


def any_visits() -> bool:
    """Whether any visit has been recorded."""
    return bool(db.session.scalar(select(exists().select_from(PartnerMonth))))


def cost_of(minutes: int, rate: int | None) -> int | None:
    """The cost of minutes in whole crowns, rounded half up."""
    return None if rate is None else (2 * minutes * rate + 60) // 120


def _sum_figures(now: Counter[str], before: Counter[str], rate: int | None) -> dict[str, Figure]:
    minutes = [sum(sums[name] for name in MINUTES) for sums in (now, before)]
    whole = {
        "hours": tuple(minutes), "cost": tuple(cost_of(total, rate) for total in minutes),
        "people": tuple(aggregates.attendances(sums) for sums in (now, before)),
        "visits": tuple(sum(sums[name] for name in HELD) for sums in (now, before)),
        **{f"visits_{name}": (now[name], before[name]) for name in HELD},
        **{name: (now[name], before[name]) for name in (
            *COUNTS, "things_lent", "things_given", "offers_shown", "cancelled_by_partner", "cancelled_by_library")},
        **{f"hours_{name.removeprefix('minutes_')}": (now[name], before[name]) for name in MINUTES},
        "learnt": (now["learnt"], before["learnt"])}
    return {code: Figure(*values) for code, values in whole.items()}


def _funnel(scope: Scope, earlier: Scope, viewer: User) -> dict[str, Figure]:
    now, before = relationships.funnel(scope, viewer), relationships.funnel(earlier, viewer)
    return {code: Figure(len(now[at]), len(before[at]))
            for at, code in enumerate(("pitched", "pitched_met", "pitched_promised"))}


def _observed(now: dict[Sureness, int], before: dict[Sureness, int]) -> dict[str, Figure]:
    by_sureness = {f"observations_{level.value}": Figure(now.get(level, 0), before.get(level, 0)) for level in Sureness}
    return {"observations": Figure(sum(now.values()), sum(before.values())), **by_sureness}


def _months(scope: Scope, viewer: User) -> list[MonthVisits]:
    by_month, none = aggregates.visits_by_month(scope, viewer), dict.fromkeys(HELD, 0)
    return [MonthVisits(month, by_month.get(month, none)) for month in scope.period.each_month()]


def _reach(parts: list[aggregates.PartnerSums], name: str, options: list[Option]) -> list[Reach]:
    """In the dimension's own order, "not recorded" last, values without visits left out."""
    partners: dict[Any, set[int]] = {}
    people: dict[Any, dict[str, int]] = {}
    for part in parts:
        if part.visits:
            partners.setdefault(part.dimensions[name], set()).add(part.partner_id)
            sums = people.setdefault(part.dimensions[name], dict.fromkeys(COUNTS, 0))
            for count in COUNTS:
                sums[count] += part.people[count]
    order: list[Option | None] = [*options, None]
    keys = [(option, option.value if option else None) for option in order]
    return [Reach(option, len(partners[key]), people[key])
            for option, key in keys if key in partners]


def reached_ids(scope: Scope, viewer: User) -> set[int]:
    """The partners visited in the period, whatever they were then: a filter on what they are now may not match it."""
    return aggregates.visited_ids(aggregates.sums_by_partner(replace(scope, chosen={}), viewer))


def _moves(scope: Scope, viewer: User) -> list[Move]:
    moves = counting.count_moves(relationships.partner_ids(scope, viewer), scope.period.first, scope.period.ends_on)
    order = list(Stage)
    return [Move(before, after, count) for (before, after), count in
            sorted(moves.items(), key=lambda move: (order.index(move[0][0]), order.index(move[0][1])))]


def _spots(scope: Scope, viewer: User, reached: set[int], districts: list[Option], kinds: list[Option]) -> list[Spot]:
    """Each combination of district and kind that present partners have."""
    counts: dict[tuple[int | None, int | None], list[int]] = {}
    for place in counting.list_places(relationships.viewer_of(scope, viewer), scope.chosen, scope.partner_id):
        pair = counts.setdefault((place.district_id, place.kind_id), [0, 0])
        pair[place.partner_id not in reached] += 1
    by_value = {(name, option.value): option
                for name, options in (("district", districts), ("kind", kinds)) for option in options}
    ranks = {option: at for at, option in enumerate([*districts, *kinds])}
    spots = [Spot(by_value.get(("district", district)), by_value.get(("kind", kind)), *pair)  # type: ignore[arg-type]
             for (district, kind), pair in counts.items()]
    return sorted(spots, key=lambda spot: tuple(ranks.get(part, len(ranks)) for part in (  # type: ignore[arg-type]
        spot.district, spot.kind)))
