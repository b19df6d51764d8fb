"""Reading meetings. A meeting is visible only to who may see every partner at it: its date alone could reveal one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.library.models import Question
from outreach.meetings.models import Meeting, MeetingPartner, MeetingQuestion, MeetingState, Participant
from outreach.partners.protection import OpenPartner, PartnerView
from outreach.partners.queries import protected_ids
from outreach.partners.shared_records import (
    OpenSharedRecord,
    SharedRecord,
    all_partners_visible,
    open_partners_of,
    with_partners,
)
from outreach.users.models import User

PAGE_LENGTH = 30

_WHOLE = (joinedload(Meeting.owner), joinedload(Meeting.pitch), selectinload(Meeting.partners),
          selectinload(Meeting.participants), selectinload(Meeting.items),
          selectinload(Meeting.questions).joinedload(MeetingQuestion.question))


@dataclass(frozen=True)
class MeetingView(SharedRecord):
    """A meeting with its partners as the viewer may see them; in a list all of them are open."""

    meeting: Meeting
    partners: tuple[PartnerView, ...]


@dataclass(frozen=True)
class OpenMeeting(OpenSharedRecord):
    """A meeting whose partners are all open to the viewer, whole; the first partner leads."""

    meeting: Meeting
    partners: tuple[OpenPartner, ...]


def get_meeting(public_id: str, viewer: User | None) -> OpenMeeting:
    """The whole meeting. NotFound, also where one of several partners is not open to the viewer, or
    PartnerHiddenError where the only one is not."""
    meeting = db.session.scalar(select(Meeting).where(Meeting.public_id == public_id).options(*_WHOLE))
    if meeting is None:
        raise NotFound
    return OpenMeeting(meeting, open_partners_of(meeting, viewer))


def _for_viewer(viewer: User | None) -> Select[Any]:
    return select(Meeting).where(all_partners_visible(Meeting.partners, viewer)).options(
        selectinload(Meeting.partners), joinedload(Meeting.owner))


def _views(meetings: Sequence[Meeting], viewer: User | None) -> list[MeetingView]:
    return [MeetingView(meeting, partners) for meeting, partners in with_partners(meetings, viewer)]


def list_upcoming(viewer: User, today: date, *, mine_only: bool = False, limit: int = PAGE_LENGTH) -> list[MeetingView]:
    """Planned meetings from today on, the next one first."""
    query = (_for_viewer(viewer).where(Meeting.state == MeetingState.PLANNED, Meeting.held_on >= today)
             .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id).limit(limit))
    if mine_only:
        query = query.where(Meeting.owner_id == viewer.id)
    return _views(db.session.scalars(query).all(), viewer)


def list_passed(viewer: User, today: date, limit: int = PAGE_LENGTH) -> list[MeetingView]:
    """The viewer's meetings of days that have gone which nobody has closed or cancelled; the latest first."""
    query = (_for_viewer(viewer).where(Meeting.state == MeetingState.PLANNED, Meeting.held_on < today,
                                       Meeting.owner_id == viewer.id)
             .order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(limit))
    return _views(db.session.scalars(query).all(), viewer)


def list_of_colleague(viewer: User, since: date) -> list[MeetingView]:
    """The meetings a colleague is at or answers for, cancelled ones too, from a day on, by day."""
    takes_part = exists().where(Participant.meeting_id == Meeting.id,
                                Participant.user_id == viewer.id).correlate(Meeting)
    query = (_for_viewer(viewer).where(Meeting.held_on >= since, takes_part | (Meeting.owner_id == viewer.id))
             .order_by(Meeting.held_on, Meeting.starts_at, Meeting.id))
    return _views(db.session.scalars(query).all(), viewer)


def list_earlier(viewer: User, today: date, *, page: int = 1) -> list[MeetingView]:
    """Meetings before today and cancelled ones, the latest first, PAGE_LENGTH a page."""
    query = (_for_viewer(viewer).where((Meeting.state != MeetingState.PLANNED) | (Meeting.held_on < today))
             .order_by(Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
             .limit(PAGE_LENGTH).offset((page - 1) * PAGE_LENGTH))
    return _views(db.session.scalars(query).all(), viewer)


def count_earlier(viewer: User, today: date) -> int:
    """How many `list_earlier` has in all."""
    query = _for_viewer(viewer).where((Meeting.state != MeetingState.PLANNED) | (Meeting.held_on < today))
    return db.session.scalar(select(func.count()).select_from(query.with_only_columns(Meeting.id).subquery())) or 0


def list_for_partner(partner: OpenPartner, viewer: User) -> list[MeetingView]:
    """A partner's meetings, the latest first, without those together with a partner hidden from the viewer."""
    query = (_for_viewer(viewer).join(MeetingPartner).where(MeetingPartner.partner_id == partner.id)
             .order_by(Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc()))
    return _views(db.session.scalars(query).unique().all(), viewer)


def list_shared(partner: OpenPartner) -> list[Meeting]:
    """The meetings that a partner has together with others, whoever asks, with their partners; the first made first."""
    link = aliased(MeetingPartner)
    query = (select(Meeting).join(MeetingPartner).where(MeetingPartner.partner_id == partner.id, exists().where(
        link.meeting_id == Meeting.id, link.partner_id != partner.id).correlate(Meeting))
        .order_by(Meeting.id).options(selectinload(Meeting.partners)))
    return list(db.session.scalars(query).unique())


def _no_other_protected(partner_ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether no protected partner but perhaps these was there: what came of such meetings is shown at no other
    partner."""
    beside = aliased(MeetingPartner)
    return ~exists().where(beside.meeting_id == Meeting.id, beside.partner_id.in_(protected_ids()),
                           beside.partner_id.not_in(partner_ids)).correlate(Meeting)


def asked_keys(partner_ids: Sequence[int], except_meeting_id: int | None = None) -> frozenset[str]:
    """Keys of the bank's questions that were on earlier meetings with any of these partners."""
    query = (select(Question.key).join(MeetingQuestion, MeetingQuestion.question_id == Question.id)
             .join(Meeting, Meeting.id == MeetingQuestion.meeting_id)
             .join(MeetingPartner, MeetingPartner.meeting_id == Meeting.id)
             .where(MeetingPartner.partner_id.in_(partner_ids), Meeting.state != MeetingState.CANCELLED,
                    _no_other_protected(partner_ids)))
    if except_meeting_id is not None:
        query = query.where(Meeting.id != except_meeting_id)
    return frozenset(db.session.scalars(query))


#: Pressing twice happens within seconds; going back and sending again within minutes.
_TWICE = timedelta(minutes=10)


def find_same_meeting(by: User | None, partner_ids: Sequence[int], held_on: date, starts_at: time) -> Meeting | None:
    """A planned meeting that the same colleague made a moment ago with the same partners at the same time."""
    query = (select(Meeting).where(Meeting.owner_id == (by.id if by else None), Meeting.held_on == held_on,
                                   Meeting.starts_at == starts_at, Meeting.state == MeetingState.PLANNED,
                                   Meeting.created_at > clock.now() - _TWICE)
             .order_by(Meeting.id.desc()).options(*_WHOLE))
    expected_ids = set(partner_ids)
    return next((meeting for meeting in db.session.scalars(query).unique()
                 if {link.partner_id for link in meeting.partners} == expected_ids), None)


def has_met(partner_id: int) -> bool:
    """Whether a meeting with this partner has been planned or held before."""
    query = (select(Meeting.id).join(MeetingPartner)
             .where(MeetingPartner.partner_id == partner_id, Meeting.state != MeetingState.CANCELLED,
                    _no_other_protected([partner_id])).limit(1))
    return db.session.scalar(query) is not None


def contact_rows() -> Select[int, date]:
    """(partner_id, day) of every held meeting: one part of the contact clock. One together with a protected partner
    counts for that one alone: who may not see the meeting must not read its day at the others either."""
    beside = aliased(MeetingPartner)
    shared = exists().where(beside.meeting_id == MeetingPartner.meeting_id, beside.partner_id.in_(protected_ids())
                            ).correlate(MeetingPartner)
    return (select(MeetingPartner.partner_id.label("partner_id"), Meeting.held_on.label("day"))
            .join(Meeting, Meeting.id == MeetingPartner.meeting_id)
            .where(Meeting.state == MeetingState.HELD,
                   or_(~shared, MeetingPartner.partner_id.in_(protected_ids()))))
