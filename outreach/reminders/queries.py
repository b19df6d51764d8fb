"""What is due for a colleague, gathered from every feature, and the records of feeds and mails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from outreach.followups.queries import list_due as list_due_follow_ups
from outreach.meetings.queries import list_upcoming as list_upcoming_meetings
from outreach.partners.protection import OpenPartner, PartnerView, made_code_name
from outreach.reminders.due import AHEAD, DueDay, DueItem, DueKind, due_day
from outreach.users.models import User
from outreach.visits.queries import list_upcoming as list_upcoming_visits


def due_for(user: User, day: date) -> DueDay:
    """What asks something of this colleague on that day, as far as they may see it. The one source of the front page's
    and the mail's lists."""
    return due_day(day, (*_follow_ups(user, day), *_meetings(user, day), *_visits(user, day)))


def outside_name(partner: PartnerView) -> str:
    """What a partner is called where it leaves the house: a protected one always by its code name."""
    if isinstance(partner, OpenPartner) and partner.is_protected:
        return partner.code_name or made_code_name(partner.public_id)
    return partner.display_name


def outside_text(partner: PartnerView, text: str) -> str:
    """Words that may leave the house: none of a protected partner's."""
    return "" if not isinstance(partner, OpenPartner) or partner.is_protected else text


def _follow_ups(user: User, day: date) -> Iterator[DueItem]:
    for line in list_due_follow_ups(user, day + AHEAD):
        yield DueItem(DueKind.FOLLOW_UP, line.partner.display_name, outside_name(line.partner), line.follow_up.due_on,
                      "followups.edit", line.follow_up.public_id, text=line.follow_up.what,
                      outside_text=outside_text(line.partner, line.follow_up.what))


def _meetings(user: User, day: date) -> Iterator[DueItem]:
    for view in list_upcoming_meetings(user, day, mine_only=True):
        yield DueItem(DueKind.MEETING, view.names, ", ".join(outside_name(each) for each in view.partners),
                      view.meeting.held_on, "meeting_kit.kit", view.meeting.public_id,
                      at=view.meeting.starts_at.strftime("%H:%M"))


def _visits(user: User, day: date) -> Iterator[DueItem]:
    for view in list_upcoming_visits(user, day, mine_only=True):
        starts_at = view.visit.starts_at
        yield DueItem(DueKind.VISIT, view.names, ", ".join(outside_name(each) for each in view.partners),
                      view.visit.held_on, "visits.visit", view.visit.public_id,
                      at=starts_at.strftime("%H:%M") if starts_at else "")
