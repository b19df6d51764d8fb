"""When a partner of a shared meeting becomes protected, what was recorded of the meeting moves to that partner.
Features above connect to `became_private` to move their own records."""

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


def move_records_to_protected_partner(*, by: User, meeting: Meeting, partner: OpenPartner) -> None:
    """Move follow-ups and audit history of the meeting to the protected partner."""
    move_to(by=by, follow_ups=list_from_origin("meeting", meeting.public_id), partner=partner)
    move_history(subject_type="meeting", subject_ids=[meeting.public_id], partner_id=partner.id)
    became_private.send(meeting=meeting, partner=partner)


@became_protected.connect
def on_partner_protected(_sender: object, *, by: User, partner: OpenPartner) -> int:
    """Move what was recorded of the meetings this partner shares, where no other partner is protected. The meetings
    stay shared, so 0 is returned: there is nothing to tell the user."""
    for meeting in list_shared(partner):
        if protected_among(link.partner_id for link in meeting.partners) == {partner.id}:
            move_records_to_protected_partner(by=by, meeting=meeting, partner=partner)
    return 0
