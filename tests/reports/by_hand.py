"""Every number of the page, worked out from the raw rows in plain Python: no sum of the database, no row of a month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from statistics import median
from typing import Any

from sqlalchemy import select

from outreach.cadence.models import ContactPause
from outreach.cadence.states import ContactState, contact_state
from outreach.commitments.models import Commitment
from outreach.commitments.queries import as_promise
from outreach.commitments.states import Firmness, kept_in_time
from outreach.conversations.models import Conversation
from outreach.core import clock
from outreach.core.db import db
from outreach.followups.models import FollowUp
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.meetings.models import Meeting, MeetingState
from outreach.partners.models import Partner, StageMove
from outreach.partners.protection import in_circle
from outreach.partners.stages import Stage
from outreach.reports.periods import Period
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.disclosure_control import round_count
from outreach.visits.models import COUNTS, MINUTES, WAYS, Observation, RoundingKey, Sureness, Visit, VisitState
from outreach.visits.service.months import month_of

ZERO = dict.fromkeys(("visits", "joined", "learnt", "offers_shown", "things_lent", "things_given",
                      "cancelled_by_partner", "cancelled_by_library", *MINUTES, *COUNTS, *WAYS), 0)


def all_of(model: Any) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(model.id)))


class ByHand:
    """What one viewer should see of one scope."""

    def __init__(self, scope: Scope, viewer: User) -> None:
        self.scope, self.partners = scope, {each.id: each for each in all_of(Partner)}
        self.open = {key for key, each in self.partners.items()
                     if not each.is_protected or (not scope.for_export and in_circle(each, viewer))}
        self.chosen = {key for key in self.open if self._is_chosen(self.partners[key])}
        self.key = bytes.fromhex(db.session.scalars(select(RoundingKey.value)).one())
        self.months = self._months()

    def _is_chosen(self, partner: Partner) -> bool:
        groups = sorted(partner.target_groups, key=lambda each: (each.rank, each.target_group_id))
        now = {"branch": partner.branch_id, "sector": partner.sector_id, "kind": partner.kind_id,
               "district": partner.district_id, "stage": partner.stage,
               "target_group": groups[0].target_group_id if groups else None}
        return all(now[name] == value for name, value in self.scope.chosen.items()) and (
            self.scope.partner_id in {None, partner.id})

    def _months(self) -> dict[tuple[int, date], dict[str, Any]]:
        """(partner, month) -> numbers and what the partner was at the month's last visit."""
        found: dict[tuple[int, date], dict[str, Any]] = {}
        for visit in sorted(all_of(Visit), key=lambda each: (each.held_on, each.id)):
            if visit.state is VisitState.PLANNED:
                continue
            for link in visit.partners:
                month = found.setdefault((link.partner_id, month_of(visit.held_on)), {
                    **ZERO, "kinds": Counter(), "was": {}})
                month["was"] = {"branch": visit.branch_id, "sector": link.sector_id, "kind": link.partner_kind_id,
                                "district": link.district_id, "target_group": link.target_group_id,
                                "stage": link.stage}
                self._add(month, visit, leads=link.position == 0)
        return found

    def _add(self, month: dict[str, Any], visit: Visit, *, leads: bool) -> None:
        if visit.state is VisitState.CANCELLED:
            month[f"cancelled_by_{visit.cancelled_by.value if visit.cancelled_by else 'library'}"] += leads
        elif not leads:
            month["joined"] += 1
        else:
            month["visits"] += 1
            month["kinds"][visit.kind.value] += 1
            for name in (*MINUTES, *COUNTS, *WAYS):
                month[name] += int(getattr(visit, name))
            month["learnt"] += bool(visit.learnt)
            month["offers_shown"] += len(visit.offers)
            month["things_lent"] += sum(each.number for each in visit.things if each.is_lent)
            month["things_given"] += sum(each.number for each in visit.things if not each.is_lent)

    def counts(self, period: Period, *, chosen: bool = True) -> list[tuple[int, date, dict[str, Any]]]:
        """The open partners' months in the scope, people exact on the screen and rounded where they leave the house;
        without what is `chosen`, those of all open partners."""
        rows = []
        for (partner_id, month), numbers in self.months.items():
            fits = all(numbers["was"][name] == value for name, value in self.scope.chosen.items()) or not chosen
            if period.holds(month) and fits and partner_id in self.open and self.scope.partner_id in {None, partner_id}:
                rows.append((partner_id, month, {**numbers, **(
                    self.rounded(partner_id, month, numbers) if self.scope.for_export else {})}))
        return rows

    def rounded(self, partner_id: int, month: date, numbers: dict[str, Any]) -> dict[str, int]:
        return {name: round_count(numbers[name], key=self.key, partner=self.partners[partner_id].public_id,
                                month=month, measure=name) for name in COUNTS}

    def protected_totals(self) -> tuple[int, int, int, dict[str, int]] | None:
        """Visits, partners, minutes and people of all hidden partners together, where that may be told."""
        period, found = self.scope.period, []
        years = {each.year for each in period.each_month()}
        if not self.scope.is_whole or period.months != 12 * len(years) or period.ends_on >= clock.today():
            return None
        for (partner_id, month), numbers in self.months.items():
            if period.holds(month) and partner_id not in self.open:
                found.append((partner_id, month, {**numbers, **self.rounded(partner_id, month, numbers)}))
        if any(len(self.visited(row for row in found if row[1].year == each)) < 3 for each in years):
            return None
        of = [row for row in found if any(
            self.visited([other]) for other in found if (other[0], other[1].year) == (row[0], row[1].year))]
        return (sum(row[2]["visits"] for row in of), len(self.visited(of)),
                sum(row[2][name] for row in of for name in MINUTES),
                {name: sum(row[2][name] for row in of) for name in COUNTS})

    def figures(self, period: Period, rate: int | None) -> dict[str, Any]:
        """Every figure of a period by its measure's code; "silent" as of today."""
        rows = self.counts(period)

        def total(name: str) -> int:
            return sum(numbers[name] for _partner, _month, numbers in rows)

        minutes = sum(total(name) for name in MINUTES)
        promises = {side: self.kept(period, is_ours) for side, is_ours in (("ours", True), ("theirs", False))}
        pitched, met, promised = self.funnel(period)
        observed = self.observations(period)
        return {
            "hours": minutes, **{f"hours_{name.removeprefix('minutes_')}": total(name) for name in MINUTES},
            "cost": None if rate is None else int(minutes * rate / 60 + 0.5),
            "partners_visited": len(self.visited(rows)),
            "people": sum(total(name) for name in ("children", "young_people", "adults")),
            **{name: total(name) for name in (*COUNTS, "visits", "things_lent", "things_given", "offers_shown",
                                              "cancelled_by_partner", "cancelled_by_library")},
            **{f"visits_{kind}": sum(numbers["kinds"][kind] for _p, _m, numbers in rows)
               for kind in ("visit_day", "after_hours", "delivery", "they_visit")},
            "learnt": total("learnt"), "pitched": len(pitched), "pitched_met": len(met),
            "pitched_promised": len(promised), "promises_ours": promises["ours"].percent,
            "promises_theirs": promises["theirs"].percent, "follow_up_days": self.follow_up_days(period),
            "silent": len(self.silent()), "observations": len(observed),
            **{f"observations_{each.value}": sum(one.sureness is each for one in observed) for each in Sureness}}

    def visited(self, rows: Iterable[Any]) -> set[int]:
        return {partner_id for partner_id, _month, numbers in rows if numbers["visits"] + numbers["joined"]}

    def reach(self, division: str) -> dict[Any, tuple[int, dict[str, int]]]:
        """Value -> partners and people."""
        parts: dict[Any, list[Any]] = {}
        for row in self.counts(self.scope.period):
            if row[2]["visits"] + row[2]["joined"]:
                parts.setdefault(row[2]["was"][division], []).append(row)
        return {value: (len(self.visited(rows)), {name: sum(row[2][name] for row in rows) for name in COUNTS})
                for value, rows in parts.items()}

    def spots(self) -> dict[tuple[int | None, int | None], tuple[int, int]]:
        """(district, kind) -> reached, missed."""
        reached, found = self.visited(self.counts(self.scope.period, chosen=False)), {}
        for key in self.chosen:
            each = self.partners[key]
            if each.archived_at is None and each.merged_into_id is None and each.stage is not Stage.DIVORCE:
                pair = found.setdefault((each.district_id, each.kind_id), [0, 0])
                pair[key not in reached] += 1
        return {place: (pair[0], pair[1]) for place, pair in found.items()}

    def moves(self) -> Counter[tuple[Stage, Stage]]:
        return Counter((each.from_stage, each.to_stage) for each in all_of(StageMove)
                       if each.from_stage and each.partner_id in self.chosen and self.scope.period.holds(each.moved_on))

    def _promises(self) -> list[Commitment]:
        return [each for each in all_of(Commitment) if each.partner_id in self.chosen
                and all(link.partner_id in self.open for link in each.about)]

    def kept(self, period: Period, is_ours: bool) -> Any:
        def belongs(each: Commitment) -> bool:
            day = each.due_on or each.settled_on
            return day is not None and period.holds(day)

        return kept_in_time((as_promise(each) for each in self._promises()
                             if each.is_ours is is_ours and belongs(each)), clock.today())

    def _meetings(self, period: Period) -> list[Meeting]:
        return [each for each in all_of(Meeting) if each.state is MeetingState.HELD and period.holds(each.held_on)
                and any(link.partner_id in self.chosen for link in each.partners)
                and all(link.partner_id in self.open for link in each.partners)]

    def follow_up_days(self, period: Period) -> float | None:
        done: dict[str, list[Any]] = {}
        for each in all_of(FollowUp):
            if each.origin == "meeting" and each.done_at:
                done.setdefault(each.origin_id, []).append(each.done_at)
        days = [max(0, (clock.local(min(done[each.public_id])).date() - each.held_on).days)
                for each in self._meetings(period) if each.public_id in done]
        return median(days) if days else None

    def funnel(self, period: Period) -> tuple[dict[int, date], dict[int, date], set[int]]:
        pitches = [(link.partner_id, clock.local(each.issued_at).date()) for each in all_of(IssuedDocument)
                   for link in each.partners if each.kind is PaperKind.PITCH and all(
                       one.partner_id in self.open for one in each.partners)]
        pitched = _first(pitches, lambda partner_id, day: partner_id in self.chosen and period.holds(day))
        met = _first([(link.partner_id, each.held_on) for each in self._meetings(period) for link in each.partners],
                     lambda partner_id, day: partner_id in pitched and day >= pitched[partner_id])
        promised = _first([(each.partner_id, each.given_on) for each in self._promises()
                           if each.firmness is not Firmness.MAYBE and period.holds(each.given_on)],
                          lambda partner_id, day: partner_id in met and day >= met[partner_id])
        return pitched, met, set(promised)

    def observations(self, period: Period) -> list[Observation]:
        return [each for each in all_of(Observation) if each.partner_id in self.chosen
                and period.holds(each.observed_on)]

    def silent(self) -> list[int]:
        days: dict[int, list[date]] = {}
        for each in all_of(Conversation):
            if each.reached:
                days.setdefault(each.partner_id, []).append(each.happened_on)
        for event, held in ((Meeting, MeetingState.HELD), (Visit, VisitState.HELD)):
            for each in all_of(event):
                for link in each.partners if each.state is held else ():
                    days.setdefault(link.partner_id, []).append(each.held_on)
        today = clock.today()
        paused = {each.partner_id: each.until for each in all_of(ContactPause) if each.ended_at is None}
        present = [each for each in (self.partners[key] for key in self.chosen)
                   if each.archived_at is None and each.merged_into_id is None]
        return [each.id for each in present if contact_state(
            each.stage, max(days.get(each.id, [each.stage_since])), paused.get(each.id), today) is not ContactState.OK]


def _first(pairs: Iterable[tuple[int, date]], fits: Callable[[int, date], bool]) -> dict[int, date]:
    found: dict[int, date] = {}
    for partner_id, day in pairs:
        if fits(partner_id, day):
            found[partner_id] = min(day, found.get(partner_id, day))
    return found
