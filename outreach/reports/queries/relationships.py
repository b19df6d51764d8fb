"""Figures of what happens between visits: promises, meetings, pitches, observations, silence. Only open partners
count, since each row is about one partner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from outreach.cadence.queries import terms
from outreach.commitments.models import Commitment, CommitmentPartner
from outreach.commitments.states import CommitmentState, Firmness, PromiseCounts
from outreach.core import clock
from outreach.core.db import db
from outreach.followups.models import FollowUp
from outreach.issued_documents.models import IssuedDocument, IssuedDocumentPartner, PaperKind
from outreach.meetings.models import Meeting, MeetingPartner, MeetingState
from outreach.partners import counting
from outreach.partners.queries import visible_ids
from outreach.reports.periods import Period
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import Observation, Sureness


def viewer_of(scope: Scope, viewer: User) -> User | None:
    """The viewer to check access for; None, who sees only unprotected partners, for export."""
    return None if scope.for_export else viewer


def partner_ids(scope: Scope, viewer: User) -> Select[int]:
    """The open partners of a scope, by what they are today."""
    return counting.chosen_ids(viewer_of(scope, viewer), scope.chosen, scope.partner_id)


def all_open(record: Any, link: Any, tie: ColumnElement[bool], scope: Scope, viewer: User) -> ColumnElement[bool]:
    """Whether every partner linked to a record (rows of `link`, by `tie`) is open."""
    return ~exists().where(tie, link.partner_id.not_in(visible_ids(viewer_of(scope, viewer)))).correlate(record)


# promises

def period_day() -> ColumnElement[Any]:
    """The day that decides which period a promise belongs to: its due day, else the day it was settled."""
    return func.coalesce(Commitment.due_on, Commitment.settled_on)


def result_of(today: date) -> ColumnElement[str]:
    """SQL for `commitments.states.kept_in_time`: the result as a field of `PromiseCounts`."""
    late = and_(Commitment.due_on.is_not(None), func.coalesce(Commitment.settled_on, today) > Commitment.due_on)
    return case(
        (or_(Commitment.firmness == Firmness.MAYBE, Commitment.state == CommitmentState.RELEASED), "outside"),
        (Commitment.state == CommitmentState.BROKEN, "broken"),
        (and_(Commitment.state == CommitmentState.KEPT, late), "late"),
        (Commitment.state == CommitmentState.KEPT, "in_time"),
        (and_(Commitment.firmness == Firmness.FINAL, Commitment.due_on < today), "overdue"), else_="waiting")


def promises_in(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    """The scope as conditions on Commitment; everybody who was there when it was given is open."""
    return [period_day().between(scope.period.first, scope.period.ends_on),
            Commitment.partner_id.in_(partner_ids(scope, viewer)),
            commitment_is_open(scope, viewer)]


def commitment_is_open(scope: Scope, viewer: User) -> ColumnElement[bool]:
    """Whether everybody who was there when it was promised is open."""
    return all_open(Commitment, CommitmentPartner, CommitmentPartner.commitment_id == Commitment.id, scope, viewer)


def kept(scope: Scope, viewer: User) -> dict[str, PromiseCounts]:
    """The results of the period's promises: "ours" and "theirs"."""
    place = result_of(clock.today()).label("place")
    query = (select(Commitment.is_ours, place, func.count()).where(*promises_in(scope, viewer))
             .group_by(Commitment.is_ours, "place"))
    results: dict[str, dict[str, int]] = {"ours": {}, "theirs": {}}
    for is_ours, where, count in db.session.execute(query):
        results["ours" if is_ours else "theirs"][where] = count
    return {side: PromiseCounts(**places) for side, places in results.items()}


# meetings

def meetings_in(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    """The scope as conditions on Meeting: held, with a partner of the scope, every partner open."""
    has_partner = exists().where(MeetingPartner.meeting_id == Meeting.id,
                                 MeetingPartner.partner_id.in_(partner_ids(scope, viewer))).correlate(Meeting)
    return [Meeting.state == MeetingState.HELD,
            Meeting.held_on.between(scope.period.first, scope.period.ends_on), has_partner,
            all_open(Meeting, MeetingPartner, MeetingPartner.meeting_id == Meeting.id, scope, viewer)]


def first_done() -> Any:
    """Subquery (meeting's public id, instant) of the first follow-up of each meeting that was done."""
    return (select(FollowUp.origin_id, func.min(FollowUp.done_at).label("done_at"))
            .where(FollowUp.origin == "meeting", FollowUp.done_at.is_not(None))
            .group_by(FollowUp.origin_id).subquery())


def follow_up_days(scope: Scope, viewer: User) -> float | None:
    """The median of days from meeting to first follow-up done; None where there is none."""
    done = first_done()
    query = (select(Meeting.held_on, done.c.done_at).join(done, done.c.origin_id == Meeting.public_id)
             .where(*meetings_in(scope, viewer)))
    days = [days_between(held_on, done_at) for held_on, done_at in db.session.execute(query)]
    return median(days) if days else None


def days_between(held_on: date, done_at: datetime) -> int:
    """Days from a meeting to a later instant; 0 for one before it ended."""
    return max(0, (clock.local(done_at).date() - held_on).days)


# pitch -> meeting -> promise

def instants(period: Period) -> tuple[datetime, datetime]:
    """The first instant of a period, and the first after it, in the library's time zone."""
    return tuple(datetime.combine(day, time.min, tzinfo=clock.zone()).astimezone(UTC)  # type: ignore[return-value]
                 for day in (period.first, period.ends_on + timedelta(days=1)))


def pitches_in(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    """The scope as conditions on IssuedDocument: pitches handed over."""
    first, after = instants(scope.period)
    return [IssuedDocument.kind == PaperKind.PITCH, IssuedDocument.issued_at >= first, IssuedDocument.issued_at < after,
            all_open(IssuedDocument, IssuedDocumentPartner,
                     IssuedDocumentPartner.document_id == IssuedDocument.id, scope, viewer)]


def funnel(scope: Scope, viewer: User) -> tuple[dict[int, date], dict[int, date], set[int]]:
    """(partner -> day of its first pitch in the period, those of them we met afterwards -> day of that first meeting,
    those of them where one of us made a promise then or later), all within the period, by inner key."""
    rows = db.session.execute(
        select(IssuedDocumentPartner.partner_id, func.min(IssuedDocument.issued_at))
        .join(IssuedDocument, IssuedDocument.id == IssuedDocumentPartner.document_id)
        .where(IssuedDocumentPartner.partner_id.in_(partner_ids(scope, viewer)), *pitches_in(scope, viewer))
        .group_by(IssuedDocumentPartner.partner_id))
    pitched = {partner_id: clock.local(at).date() for partner_id, at in rows}
    meetings = db.session.execute(
        select(MeetingPartner.partner_id, Meeting.held_on).join(Meeting, Meeting.id == MeetingPartner.meeting_id)
        .where(*meetings_in(scope, viewer)))
    met = _first_after(pitched, meetings.tuples())
    promises = db.session.execute(
        select(Commitment.partner_id, Commitment.given_on)
        .where(Commitment.firmness != Firmness.MAYBE, Commitment.partner_id.in_(partner_ids(scope, viewer)),
               Commitment.given_on.between(scope.period.first, scope.period.ends_on),
               commitment_is_open(scope, viewer)))
    return pitched, met, set(_first_after(met, promises.tuples()))


def _first_after(since: dict[int, date], days: Iterable[tuple[int, date]]) -> dict[int, date]:
    """For each partner the first of the days that is not before its own."""
    results: dict[int, date] = {}
    for partner_id, day in days:
        if partner_id in since and day >= since[partner_id]:
            results[partner_id] = min(day, results.get(partner_id, day))
    return results


# observations and silence

def observations_in(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    """The scope as conditions on Observation."""
    return [Observation.observed_on.between(scope.period.first, scope.period.ends_on),
            Observation.partner_id.in_(partner_ids(scope, viewer))]


def observations(scope: Scope, viewer: User) -> dict[Sureness, int]:
    """How many observations there are, by sureness."""
    query = (select(Observation.sureness, func.count()).where(*observations_in(scope, viewer))
             .group_by(Observation.sureness))
    return dict(db.session.execute(query).tuples().all())


def silent(scope: Scope, viewer: User) -> int:
    """How many partners of the scope have been without contact for too long today."""
    return counting.count_overdue(viewer_of(scope, viewer), terms(clock.today()), partner_ids(scope, viewer))
