"""Reading follow-ups. What belongs to a partner that is hidden from the viewer is not there: not even its date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.followups.models import FollowUp, FollowUpPlan
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner_by_id, views_by_id, visible_ids
from outreach.users.models import User

PAGE_LENGTH = 50
#: More open follow-ups than this nobody has; a list that is not paged stops here.
MOST = 500

_PEOPLE = (joinedload(FollowUp.owner), joinedload(FollowUp.handed_by), joinedload(FollowUp.done_by))


@dataclass(frozen=True)
class FollowUpLine:
    """A follow-up with its partner, which is open to the viewer."""

    follow_up: FollowUp
    partner: OpenPartner


def _visible(viewer: User | None) -> Select[Any]:
    return select(FollowUp).where(FollowUp.partner_id.in_(visible_ids(viewer))).options(*_PEOPLE)


def _first_due(query: Select[Any]) -> Select[Any]:
    return query.order_by(FollowUp.due_on, FollowUp.id)


def _lines(query: Select[Any], viewer: User | None) -> list[FollowUpLine]:
    follow_ups = db.session.scalars(query).all()
    partners = views_by_id((follow_up.partner_id for follow_up in follow_ups), viewer)
    return [FollowUpLine(follow_up, partner) for follow_up in follow_ups
            if isinstance(partner := partners[follow_up.partner_id], OpenPartner)]


def get_follow_up(public_id: str, viewer: User | None) -> FollowUpLine:
    """The follow-up with its whole partner. Raises NotFound, or PartnerHiddenError."""
    follow_up = db.session.scalar(select(FollowUp).where(FollowUp.public_id == public_id).options(*_PEOPLE))
    if follow_up is None:
        raise NotFound
    return FollowUpLine(follow_up, get_open_partner_by_id(follow_up.partner_id, viewer))


def list_open_for_user(viewer: User) -> list[FollowUpLine]:
    """The viewer's own follow-ups that are not done, the first due first."""
    return list_due(viewer, None)


def list_due(viewer: User, until: date | None) -> list[FollowUpLine]:
    """The viewer's own open follow-ups that are due on that day or before, the first due first."""
    query = _visible(viewer).where(FollowUp.owner_id == viewer.id, FollowUp.done_at.is_(None))
    if until is not None:
        query = query.where(FollowUp.due_on <= until)
    return _lines(_first_due(query).limit(MOST), viewer)


def list_open_for_partner(partner: OpenPartner) -> list[FollowUp]:
    """A partner's follow-ups that are not done, the first due first."""
    query = select(FollowUp).where(FollowUp.partner_id == partner.id, FollowUp.done_at.is_(None)).options(*_PEOPLE)
    return list(db.session.scalars(_first_due(query).limit(MOST)))


def list_done_for_partner(partner: OpenPartner, limit: int = PAGE_LENGTH) -> list[FollowUp]:
    """What was done for a partner, the latest first."""
    query = (select(FollowUp).where(FollowUp.partner_id == partner.id, FollowUp.done_at.is_not(None))
             .order_by(FollowUp.done_at.desc(), FollowUp.id.desc()).limit(limit).options(*_PEOPLE))
    return list(db.session.scalars(query))


def list_from_origin(origin: str, origin_id: str) -> list[FollowUp]:
    """What came from one meeting or visit, done or not, the first due first. For who may see where it came from."""
    query = select(FollowUp).where(FollowUp.origin == origin, FollowUp.origin_id == origin_id).options(*_PEOPLE)
    return list(db.session.scalars(_first_due(query)))


def list_by_public_ids(public_ids: Iterable[str]) -> list[FollowUp]:
    """These follow-ups, whoever may see them. For the service."""
    return list(db.session.scalars(select(FollowUp).where(FollowUp.public_id.in_(list(public_ids)))
                                   .order_by(FollowUp.id)))


def list_open_of_branch(viewer: User, branch_id: int | None) -> list[FollowUpLine]:
    """The open follow-ups of every colleague of a branch (None: of all), the first due first."""
    query = _visible(viewer).where(FollowUp.done_at.is_(None))
    if branch_id is not None:
        query = query.where(FollowUp.owner_id.in_(select(User.id).where(User.branch_id == branch_id)))
    return _lines(_first_due(query).limit(MOST), viewer)


def list_open_of_user(viewer: User, owner: User) -> list[FollowUpLine]:
    """Another colleague's open follow-ups as far as the viewer may see them, the first due first."""
    query = _visible(viewer).where(FollowUp.owner_id == owner.id, FollowUp.done_at.is_(None))
    return _lines(_first_due(query).limit(MOST), viewer)


def count_open_by_owner(viewer: User) -> dict[int | None, int]:
    """How many open follow-ups each colleague has that the viewer may see, by the colleague's inner key."""
    query = (select(FollowUp.owner_id, func.count()).group_by(FollowUp.owner_id)
             .where(FollowUp.done_at.is_(None), FollowUp.partner_id.in_(visible_ids(viewer))))
    return dict(db.session.execute(query).tuples().all())


def list_done_by(viewer: User, since: datetime, limit: int = 10) -> list[FollowUpLine]:
    """What the viewer has finished since an instant, the latest first: to take back what was a slip."""
    query = (_visible(viewer).where(FollowUp.done_by_id == viewer.id, FollowUp.done_at > since)
             .order_by(FollowUp.done_at.desc(), FollowUp.id.desc()).limit(limit))
    return _lines(query, viewer)


def list_plans(*, active_only: bool = True) -> Sequence[FollowUpPlan]:
    """The plans in their order, with their steps."""
    query = (select(FollowUpPlan).order_by(FollowUpPlan.position, FollowUpPlan.id)
             .options(selectinload(FollowUpPlan.steps)))
    return db.session.scalars(query.where(FollowUpPlan.is_active) if active_only else query).all()


def get_plan(public_id: str) -> FollowUpPlan:
    """One plan with its steps. NotFound where there is none."""
    plan = db.session.scalar(select(FollowUpPlan).where(FollowUpPlan.public_id == public_id)
                             .options(selectinload(FollowUpPlan.steps)))
    if plan is None:
        raise NotFound
    return plan

