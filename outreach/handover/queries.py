"""All that one colleague has on their hands, partner by partner, as another colleague may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.commitments.models import Commitment, CommitmentPartner
from outreach.commitments.states import CommitmentState
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.followups.models import FollowUp
from outreach.followups.queries import count_open_by_owner, list_open_of_user
from outreach.handover.models import Handover
from outreach.meetings.models import Meeting, MeetingPartner, MeetingState
from outreach.partners.protection import OpenPartner, PartnerView
from outreach.partners.queries import count_owned, list_circles_of, list_owned_by, views_by_id, visible_ids
from outreach.pitches.models import Pitch
from outreach.users.models import User
from outreach.visits.models import Visit, VisitPartner, VisitState


@dataclass
class PartnerLoad:
    """What a colleague has with one partner. Of a partner that is hidden from the viewer only that they own it."""

    partner: PartnerView
    owned: bool = False
    in_circle: bool = False
    follow_ups: list[FollowUp] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    drafts: list[Pitch] = field(default_factory=list)


def partner_loads_of(colleague: User, viewer: User, today: date) -> list[PartnerLoad]:
    """Partner by partner, by name. What belongs to a partner that is hidden from the viewer is left out."""
    loads = {partner.id: PartnerLoad(partner, owned=True) for partner in list_owned_by(colleague, viewer)}
    for partner in list_circles_of(colleague, viewer):
        loads.setdefault(partner.id, PartnerLoad(partner)).in_circle = True
    things: list[tuple[str, int, Any]] = [("follow_ups", line.follow_up.partner_id, line.follow_up)
             for line in list_open_of_user(viewer, colleague)]
    things += [("commitments", commitment.partner_id, commitment) for commitment in _commitments(colleague, viewer)]
    things += [("meetings", meeting.partners[0].partner_id, meeting) for meeting in _meetings(colleague, viewer, today)]
    things += [("visits", visit.partners[0].partner_id, visit) for visit in _visits(colleague, viewer, today)]
    things += [("drafts", pitch.partner_id, pitch) for pitch in _drafts(colleague, viewer)]
    partners = views_by_id((partner_id for _name, partner_id, _thing in things if partner_id not in loads), viewer)
    for name, partner_id, thing in things:
        if partner_id not in loads:
            loads[partner_id] = PartnerLoad(partners[partner_id])
        getattr(loads[partner_id], name).append(thing)
    return sorted(loads.values(), key=lambda load: _sort_key(load.partner))


def _sort_key(partner: PartnerView) -> tuple[str, int]:
    key = partner.sort_key if isinstance(partner, OpenPartner) else partner.display_name.casefold()
    return key, partner.id


def _hidden(link: Any, thing: Any, viewer: User) -> Any:
    """A partner of the meeting or visit is hidden from the viewer."""
    return exists().where(link == thing.id, link.class_.partner_id.not_in(visible_ids(viewer))).correlate(thing)


def _meetings(colleague: User, viewer: User, today: date) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting).where(Meeting.owner_id == colleague.id, Meeting.state == MeetingState.PLANNED,
                              Meeting.held_on >= today, ~_hidden(MeetingPartner.meeting_id, Meeting, viewer))
        .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id).options(selectinload(Meeting.partners))).all()


def _visits(colleague: User, viewer: User, today: date) -> Sequence[Visit]:
    return db.session.scalars(
        select(Visit).where(Visit.owner_id == colleague.id, Visit.state == VisitState.PLANNED, Visit.held_on >= today,
                            ~_hidden(VisitPartner.visit_id, Visit, viewer))
        .order_by(Visit.held_on, Visit.id).options(selectinload(Visit.partners))).all()


def _commitments(colleague: User, viewer: User) -> Sequence[Commitment]:
    hidden = _hidden(CommitmentPartner.commitment_id, Commitment, viewer)
    return db.session.scalars(
        select(Commitment).where(Commitment.owner_id == colleague.id, Commitment.state == CommitmentState.OPEN,
                                 Commitment.partner_id.in_(visible_ids(viewer)), ~hidden)
        .order_by(Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)
        .options(joinedload(Commitment.owner))).all()


def _drafts(colleague: User, viewer: User) -> Sequence[Pitch]:
    """The pages somebody began: they stay with the partner, and are told of so that nobody begins again."""
    return db.session.scalars(
        select(Pitch).where(Pitch.made_by_id == colleague.id, Pitch.partner_id.in_(visible_ids(viewer)))
        .order_by(Pitch.updated_at.desc(), Pitch.id.desc()).limit(100)).all()


@dataclass(frozen=True)
class Workload:
    """A colleague, how many partners they own, and how many of their open follow-ups the viewer may see."""

    user: User
    partners: int
    follow_ups: int


def list_workloads(viewer: User) -> list[Workload]:
    """Every colleague who has something, and every active one, by name. Only what the viewer may see counts: a total
    above what the colleague's sheet shows would tell of a hidden partner's follow-ups."""
    partners, follow_ups = count_owned(), count_open_by_owner(viewer)
    users = db.session.scalars(select(User).order_by(func.lower(User.name), User.id)).all()
    return [Workload(user, partners.get(user.id, 0), follow_ups.get(user.id, 0)) for user in users
            if user.active or partners.get(user.id) or follow_ups.get(user.id)]


def get_colleague(public_id: str) -> User:
    """A colleague, active or not. NotFound where there is none."""
    user = db.session.scalar(select(User).where(User.public_id == public_id))
    if user is None:
        raise NotFound
    return user


def get_handover(public_id: str) -> Handover:
    """One act of handing on. NotFound where there is none."""
    handover = db.session.scalar(select(Handover).where(Handover.public_id == public_id)
                                 .options(joinedload(Handover.giver), joinedload(Handover.taker),
                                          joinedload(Handover.by), selectinload(Handover.items)))
    if handover is None:
        raise NotFound
    return handover


def list_handovers_of(colleague: User, limit: int = 5) -> Sequence[Handover]:
    """The latest handovers from or to a colleague, the latest first."""
    return db.session.scalars(
        select(Handover).where((Handover.giver_id == colleague.id) | (Handover.taker_id == colleague.id))
        .order_by(Handover.id.desc()).limit(limit)
        .options(joinedload(Handover.giver), joinedload(Handover.taker))).all()


def find_things(kind: str, public_ids: Iterable[str]) -> dict[str, Any]:
    """Follow-ups, commitments, meetings or visits by public id; the caller asks who may see them."""
    model: Any = {"follow_up": FollowUp, "commitment": Commitment, "meeting": Meeting, "visit": Visit}[kind]
    return {row.public_id: row
            for row in db.session.scalars(select(model).where(model.public_id.in_(list(public_ids))))}
