"""The rows behind a figure that the viewer may see, a page at a time, the latest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from outreach.cadence.queries import list_overdue
from outreach.commitments.models import Commitment
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.meetings.models import Meeting, MeetingPartner
from outreach.partners import counting
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import views_by_id
from outreach.reports.queries import aggregates, relationships
from outreach.reports.queries.months import conditions
from outreach.reports.queries.overview import reached_ids
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import Observation, PartnerMonth, Sureness, Visit, VisitPartner, VisitState

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Row:
    """One row: its partners, all open to the viewer, the record, a day where it has one, and a value that depends on
    the measure."""

    partners: tuple[OpenPartner, ...]
    record: Any = None
    on: date | None = None
    value: Any = None


@dataclass(frozen=True)
class RowsPage:
    """One page of rows, and how many there are in all."""

    rows: list[Row]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_LENGTH))


def list_rows(name: str, scope: Scope, viewer: User, page: int = 1) -> RowsPage:
    """The rows behind a measure, or behind "moves" and "missed" (present partners that were not visited). NotFound
    for any other name."""
    if name not in _LISTS:
        raise NotFound
    return _LISTS[name](scope, viewer, max(1, page))


def has_rows(name: str) -> bool:
    """Whether a measure has rows here."""
    return name in _LISTS


def _page_of(query: Any, page: int) -> tuple[list[Any], int]:
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return list(db.session.execute(query.limit(PAGE_LENGTH).offset((page - 1) * PAGE_LENGTH)).all()), total


def _open(partner_ids: Iterable[int], viewer: User) -> dict[int, OpenPartner]:
    return {key: partner for key, partner in views_by_id(partner_ids, viewer).items()
            if isinstance(partner, OpenPartner)}


def _by_name(values: dict[int, Any], viewer: User, page: int) -> RowsPage:
    """Partners with their values, by name."""
    partners = sorted(_open(values, viewer).values(), key=lambda partner: (partner.sort_key, partner.id))
    at = (page - 1) * PAGE_LENGTH
    rows = [Row((partner,), value=values[partner.id]) for partner in partners[at:at + PAGE_LENGTH]]
    return RowsPage(rows, len(partners), page)


def _visited(scope: Scope, viewer: User, page: int) -> RowsPage:
    """Partners visited, with how many held visits they led or joined."""
    times: Counter[int] = Counter()
    for part in aggregates.sums_by_partner(scope, viewer):
        times[part.partner_id] += part.visits
    return _by_name({key: number for key, number in times.items() if number}, viewer, page)


def _missed(scope: Scope, viewer: User, page: int) -> RowsPage:
    reached = reached_ids(scope, viewer)
    places = counting.list_places(relationships.viewer_of(scope, viewer), scope.chosen, scope.partner_id)
    return _by_name({place.partner_id: None for place in places if place.partner_id not in reached}, viewer, page)


def _in_funnel(step: int) -> Callable[[Scope, User, int], RowsPage]:
    def rows(scope: Scope, viewer: User, page: int) -> RowsPage:
        records = relationships.funnel(scope, viewer)
        days: Any = records[step] if step < 2 else {key: records[1][key] for key in records[2]}
        return _by_name(days, viewer, page)

    return rows


def _promises(is_ours: bool) -> Callable[[Scope, User, int], RowsPage]:
    def rows(scope: Scope, viewer: User, page: int) -> RowsPage:
        place = relationships.result_of(clock.today()).label("place")
        records, total = _page_of(
            select(Commitment, place).where(*relationships.promises_in(scope, viewer), Commitment.is_ours.is_(is_ours))
            .order_by(relationships.period_day().desc(), Commitment.id.desc()), page)
        partners = _open((promise.partner_id for promise, _place in records), viewer)
        return RowsPage([Row((partners[promise.partner_id],), promise, promise.due_on or promise.settled_on, where)
                         for promise, where in records], total, page)

    return rows


def _meetings(scope: Scope, viewer: User, page: int) -> RowsPage:
    done = relationships.first_done()
    records, total = _page_of(
        select(Meeting, done.c.done_at).join(done, done.c.origin_id == Meeting.public_id)
        .where(*relationships.meetings_in(scope, viewer)).order_by(Meeting.held_on.desc(), Meeting.id.desc()), page)
    links = db.session.execute(
        select(MeetingPartner.meeting_id, MeetingPartner.partner_id)
        .where(MeetingPartner.meeting_id.in_([meeting.id for meeting, _at in records]))
        .order_by(MeetingPartner.meeting_id, MeetingPartner.position)).all()
    partners = _open((partner_id for _meeting_id, partner_id in links), viewer)
    partners_of: dict[int, tuple[OpenPartner, ...]] = {}
    for meeting_id, partner_id in links:
        partners_of[meeting_id] = (*partners_of.get(meeting_id, ()), partners[partner_id])
    return RowsPage([Row(partners_of[meeting.id], meeting, meeting.held_on,
                         relationships.days_between(meeting.held_on, at))
                     for meeting, at in records], total, page)


def _silent(scope: Scope, viewer: User, page: int) -> RowsPage:
    chosen_ids = set(db.session.scalars(relationships.partner_ids(scope, viewer)))
    records = [status for status in list_overdue(viewer, clock.today()) if status.partner.id in chosen_ids]
    at = (page - 1) * PAGE_LENGTH
    return RowsPage([Row((status.partner,), status, status.since, status.days)
                     for status in records[at:at + PAGE_LENGTH]],
                    len(records), page)


def _observations(sureness: Sureness | None = None) -> Callable[[Scope, User, int], RowsPage]:
    def rows(scope: Scope, viewer: User, page: int) -> RowsPage:
        criteria = relationships.observations_in(scope, viewer)
        if sureness is not None:
            criteria.append(Observation.sureness == sureness)
        records, total = _page_of(
            select(Observation).where(*criteria).order_by(Observation.observed_on.desc(), Observation.id.desc()), page)
        partners = _open((observation.partner_id for observation, in records), viewer)
        return RowsPage([Row((partners[observation.partner_id],), observation, observation.observed_on,
                             observation.sureness)
                         for observation, in records],
                        total, page)

    return rows


def _learnt(scope: Scope, viewer: User, page: int) -> RowsPage:
    """Visits with what we learnt at them, by the months that the number was added up from."""
    latest = (select(func.max(PartnerMonth.month)).where(PartnerMonth.partner_id == VisitPartner.partner_id,
                                                         PartnerMonth.month <= VisitPartner.held_on)
              .correlate(VisitPartner).scalar_subquery())
    of_month = (PartnerMonth.partner_id == VisitPartner.partner_id) & (PartnerMonth.month == latest)
    records, total = _page_of(
        select(Visit, VisitPartner.partner_id)
        .join(VisitPartner, (VisitPartner.visit_id == Visit.id) & (VisitPartner.position == 0))
        .join(PartnerMonth, of_month)
        .where(Visit.state == VisitState.HELD, Visit.learnt != "",
               Visit.held_on.between(scope.period.first, scope.period.ends_on), *conditions(scope, viewer),
               relationships.all_open(Visit, VisitPartner, VisitPartner.visit_id == Visit.id, scope, viewer))
        .order_by(Visit.held_on.desc(), Visit.id.desc()), page)
    partners = _open((partner_id for _visit, partner_id in records), viewer)
    return RowsPage([Row((partners[partner_id],), visit, visit.held_on) for visit, partner_id in records], total, page)


def _moves(scope: Scope, viewer: User, page: int) -> RowsPage:
    ids = relationships.partner_ids(scope, viewer)
    records, total = counting.list_moves(ids, scope.period.first, scope.period.ends_on,
                                         limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH)
    partners = _open((move.partner_id for move in records), viewer)
    return RowsPage([Row((partners[move.partner_id],), move, move.moved_on) for move in records], total, page)


_LISTS: dict[str, Callable[[Scope, User, int], RowsPage]] = {
    "partners_visited": _visited, "missed": _missed, "pitched": _in_funnel(0), "pitched_met": _in_funnel(1),
    "pitched_promised": _in_funnel(2), "promises_ours": _promises(True), "promises_theirs": _promises(False),
    "follow_up_days": _meetings, "silent": _silent, "observations": _observations(), "learnt": _learnt,
    "moves": _moves, **{f"observations_{sureness.value}": _observations(sureness) for sureness in Sureness}}
