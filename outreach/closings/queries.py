"""Reading closings. The caller has opened the meeting, and so may see every partner of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.closings.content import Content, normalise
from outreach.closings.models import Closing, ClosingAddition, ClosingSave, ClosingState, Decision
from outreach.core.db import db
from outreach.meetings.models import Meeting, MeetingPartner
from outreach.partners.protection import PartnerView
from outreach.partners.queries import views_by_id, visible_ids
from outreach.users.models import User


@dataclass(frozen=True)
class UnfinishedClosing:
    """An unfinished closing, its meeting and partners, all open to the viewer."""

    closing: Closing
    meeting: Meeting
    partners: tuple[PartnerView, ...]

    @property
    def names(self) -> str:
        """The partners' names in the meeting's order."""
        return ", ".join(partner.display_name for partner in self.partners)


def _whole() -> Select[Any]:
    return select(Closing).options(
        joinedload(Closing.written_by), joinedload(Closing.closed_by),
        selectinload(Closing.decisions).joinedload(Decision.owner),
        selectinload(Closing.additions).joinedload(ClosingAddition.by))


def find_closing(meeting: Meeting) -> Closing | None:
    """The closing of a meeting, if one has been begun."""
    return db.session.scalar(_whole().where(Closing.meeting_id == meeting.id))


def find_closing_to_write(meeting: Meeting) -> Closing | None:
    """As `find_closing`, locked until the request ends."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update(key_share=True))
    return db.session.scalar(_whole().where(Closing.meeting_id == meeting.id)
                             .execution_options(populate_existing=True))


def find_save(closing: Closing, number: int) -> ClosingSave | None:
    """A save of a draft; None where it was dropped as too old."""
    return db.session.get(ClosingSave, (closing.id, number))


def find_next_meeting(closing: Closing) -> Meeting | None:
    """The meeting that was planned when this one was closed, if it still is there."""
    return db.session.get(Meeting, closing.next_meeting_id) if closing.next_meeting_id is not None else None


def content_of(closing: Closing | None) -> Content | None:
    """The content of the draft."""
    return normalise(closing.content) if closing is not None and closing.content else None


def forget_saves(closing: Closing, before: int) -> None:
    """Delete the saves older than a number."""
    db.session.execute(delete(ClosingSave).where(ClosingSave.closing_id == closing.id, ClosingSave.number < before))


def _visible(viewer: User | None) -> Any:
    return ~exists().where(MeetingPartner.meeting_id == Meeting.id,
                           MeetingPartner.partner_id.not_in(visible_ids(viewer))).correlate(Meeting)


def list_unfinished_closings(viewer: User, limit: int = 10) -> list[UnfinishedClosing]:
    """Unfinished closings of this colleague, the latest first; none with a partner hidden from them."""
    query = (select(Closing, Meeting).join(Meeting, Meeting.id == Closing.meeting_id)
             .where(Closing.state != ClosingState.CLOSED, Closing.written_by_id == viewer.id, _visible(viewer))
             .order_by(Closing.updated_at.desc(), Closing.id.desc()).limit(limit)
             .options(selectinload(Meeting.partners)))
    rows = db.session.execute(query).all()
    partners = views_by_id((link.partner_id for _closing, meeting in rows for link in meeting.partners), viewer)
    return [UnfinishedClosing(closing, meeting, tuple(partners[link.partner_id] for link in meeting.partners))
            for closing, meeting in rows]
