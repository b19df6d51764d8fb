"""A meeting with a protected partner at the table is that partner's: what was noted of it before stands with the others
no longer. What else hangs on meetings lies above and listens."""

from __future__ import annotations

from blinker import Namespace

from outreach.audit.service import move_history
from outreach.followups.queries import list_from_origin
from outreach.followups.service import move_to
from outreach.meetings.models import Meeting
from outreach.meetings.queries import list_shared
from outreach.partners.protection import OpenPartner, became_protected
from outreach.partners.queries import protected_among
from outreach.users.models import User

#: Sent with `meeting` and `partner`, in the same transaction.
became_private = Namespace().signal("meeting-became-private")


def keep_with(*, by: User, meeting: Meeting, partner: OpenPartner) -> None:
    """Follow-ups of the meeting and what was noted of it go to the protected partner."""
    move_to(by=by, follow_ups=list_from_origin("meeting", meeting.public_id), partner=partner)
    move_history(subject_type="meeting", subject_ids=[meeting.public_id], partner_id=partner.id)
    became_private.send(meeting=meeting, partner=partner)


@became_protected.connect
def keep_shared_ones(_sender: object, *, by: User, partner: OpenPartner) -> int:
    """A partner became protected: so did the meetings it shared, where nobody there was before. They stay shared, so
    there is nothing to tell."""
    for meeting in list_shared(partner):
        if protected_among(link.partner_id for link in meeting.partners) == {partner.id}:
            keep_with(by=by, meeting=meeting, partner=partner)
    return 0
