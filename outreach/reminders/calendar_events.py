"""Meetings and follow-ups as calendar entries: a calendar lies outside the house, so they say only what may leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from outreach.core import clock
from outreach.core.i18n import in_language
from outreach.followups.queries import FollowUpLine, list_open_for_user
from outreach.meetings.labels import KINDS
from outreach.meetings.models import MeetingState
from outreach.meetings.queries import MeetingView, OpenMeeting, list_of_colleague
from outreach.partners.protection import OpenPartner, public_name, public_names, public_text
from outreach.partners.queries import list_to_decide
from outreach.reminders.ics import CalendarEntry, calendar_text
from outreach.users.models import User
from outreach.visits.labels import KINDS as VISIT_KINDS
from outreach.visits.models import VisitState
from outreach.visits.queries import OpenVisit, VisitView
from outreach.visits.queries import list_upcoming as list_visits

#: So far back a calendar shows what has been.
BACK = timedelta(days=90)
#: More visits to come than this nobody has.
_MOST = 200

#: Makes the full address of a page from its endpoint and public id.
AddressOf = Callable[[str, str], str]


def meeting_entry(view: OpenMeeting | MeetingView, address_of: AddressOf) -> CalendarEntry:
    """A meeting. Where a partner is protected: its code name, and no place."""
    meeting = view.meeting
    starts, ends = (datetime.combine(meeting.held_on, hour, tzinfo=clock.zone())
                    for hour in (meeting.starts_at, meeting.ends_at))
    return CalendarEntry(
        uid=f"meeting-{meeting.public_id}@partnerportalen", starts=starts, ends=ends,
        summary=f"{KINDS[meeting.kind]}: {public_names(view.partners)}",
        # Not every change of a meeting counts its revision up; the seconds since it was made always grow.
        sequence=int((meeting.updated_at - meeting.created_at).total_seconds()), changed_at=meeting.updated_at,
        place=public_text(view.partners, meeting.place), url=address_of("meeting_kit.kit", meeting.public_id),
        is_cancelled=meeting.state is MeetingState.CANCELLED)


def follow_up_entry(line: FollowUpLine, address_of: AddressOf) -> CalendarEntry:
    """A follow-up as a whole day. Of a protected partner only that there is one."""
    follow_up = line.follow_up
    what = public_text([line.partner], follow_up.what)
    name = public_name(line.partner)
    return CalendarEntry(
        uid=f"follow-up-{follow_up.public_id}@partnerportalen",
        summary=f"{what} ({name})" if what else _("Følg op: %(name)s", name=name),
        starts=follow_up.due_on, ends=follow_up.due_on + timedelta(days=1), sequence=follow_up.sequence,
        changed_at=follow_up.updated_at, url=address_of("followups.edit", follow_up.public_id),
        is_cancelled=follow_up.done_at is not None)


def visit_entry(view: OpenVisit | VisitView, address_of: AddressOf) -> CalendarEntry:
    """A visit, as a whole day where it has no hours; there is no place in it, and none is told."""
    visit = view.visit
    starts: datetime | date = visit.held_on
    ends: datetime | date = visit.held_on + timedelta(days=1)
    if visit.starts_at is not None and visit.ends_at is not None:
        starts, ends = (datetime.combine(visit.held_on, hour, tzinfo=clock.zone())
                        for hour in (visit.starts_at, visit.ends_at))
    return CalendarEntry(
        uid=f"visit-{visit.public_id}@partnerportalen", starts=starts, ends=ends,
        summary=f"{VISIT_KINDS[visit.kind]}: {public_names(view.partners)}",
        sequence=int((visit.updated_at - visit.created_at).total_seconds()), changed_at=visit.updated_at,
        url=address_of("visits.day", visit.public_id), is_cancelled=visit.state is VisitState.CANCELLED)


def decision_entry(partner: OpenPartner, day: date, address_of: AddressOf) -> CalendarEntry:
    """The day by which we decide whether it lasts, as a whole day."""
    return CalendarEntry(
        uid=f"decide-{partner.public_id}@partnerportalen",
        summary=_("Bliver det fast? %(name)s", name=public_name(partner)),
        starts=day, ends=day + timedelta(days=1),
        sequence=int((partner.updated_at - partner.created_at).total_seconds()), changed_at=partner.updated_at,
        url=address_of("partners.move_stage", partner.public_id))


def one_entry(entry: CalendarEntry, language: str) -> bytes:
    """A calendar file with one entry, to open on a telephone."""
    return calendar_text([entry], name="Partnerportalen", zone=clock.zone(), language=language)


def calendar_of(user: User, today: date, address_of: AddressOf) -> bytes:
    """A colleague's own calendar, in their language: their meetings, visits to come, what they follow up on, and the
    days by which they decide."""
    with in_language(user.language):
        entries = [meeting_entry(view, address_of) for view in list_of_colleague(user, today - BACK)]
        entries += [visit_entry(view, address_of) for view in list_visits(user, today, mine_only=True, limit=_MOST)]
        entries += [follow_up_entry(line, address_of) for line in list_open_for_user(user)]
        entries += [decision_entry(partner, partner.decide_by, address_of)
                    for partner in list_to_decide(user, date.max) if partner.decide_by is not None]
        return calendar_text(entries, name=_("Partnerportalen: %(name)s", name=user.name), zone=clock.zone(),
                             language=user.language)
