"""One partner's page: everything known of it, composed from each feature's queries."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from outreach.audit.queries import list_for_partner as list_audit
from outreach.cadence import labels as clock_words
from outreach.cadence.queries import contact_status_of, list_pauses
from outreach.cadence.states import DEFAULT_CADENCE
from outreach.commitments import labels as promise_labels
from outreach.commitments.queries import list_open_for_partner as list_open_promises
from outreach.commitments.queries import list_steps_for_partner
from outreach.conversations.queries import list_for_partner as list_conversations
from outreach.core import clock
from outreach.core.permissions import Act, requires
from outreach.followups.presenter import partner_card
from outreach.issued_documents.queries import list_for_partner as list_papers
from outreach.matching.models import Answer
from outreach.matching.queries import rank_for
from outreach.meetings.models import MeetingState
from outreach.meetings.queries import list_for_partner as list_meetings
from outreach.partner_page.history import story
from outreach.partners import stages
from outreach.partners.protection import in_circle
from outreach.partners.queries import get_open_partner, list_agreements, list_endings, list_openings, opened_until
from outreach.pitches.queries import find_latest_for_partner
from outreach.visits import labels as visit_labels
from outreach.visits.queries import list_for_partner as list_visits
from outreach.visits.queries import list_loans_of, list_observations_for_partner

bp = Blueprint("partner_page", __name__)


@bp.get("/partners/<public_id>")
@requires(Act.USE_PORTAL)
def partner(public_id: str) -> str:
    """The partner as a whole, for who may see it; the hidden page for everybody else."""
    partner = get_open_partner(public_id, current_user)
    meetings = list_meetings(partner, current_user)
    next_meeting = next((meeting for meeting in reversed(meetings) if meeting.meeting.state is MeetingState.PLANNED
                         and meeting.meeting.held_on >= clock.today()), None)
    visits = list_visits(partner, current_user)
    openings = list_openings(partner) if partner.is_protected else []
    follow_ups = partner_card(partner, current_user)
    events = story(partner, audit=list_audit(partner.id), meetings=meetings, papers=list_papers(partner, current_user),
                   openings=openings, conversations=list_conversations(partner), pauses=list_pauses(partner),
                   done=follow_ups.done, visits=visits)
    until = None if not partner.is_protected or in_circle(partner, current_user) else opened_until(
        partner, current_user)
    reached = {move.to_stage: move.moved_on for move in partner.stage_moves}
    return render_template(
        "partner_page/partner.html", partner=partner, ranking=rank_for(partner), events=events, stages=stages,
        reached=reached, next_meeting=next_meeting, pitch=find_latest_for_partner(partner), Answer=Answer,
        agreements=list_agreements(partner), endings=list_endings(partner),
        contact_status=contact_status_of(partner, clock.today()), clock_words=clock_words, clock_stages=DEFAULT_CADENCE,
        follow_ups=follow_ups, visits=visits, loans=list_loans_of(partner, current_user), visit_labels=visit_labels,
        observations=list_observations_for_partner(partner),
        promises=list_open_promises(partner, current_user), promise_labels=promise_labels,
        steps=list_steps_for_partner(partner, current_user, limit=2),
        in_circle=in_circle(partner, current_user), open_until=clock.local(until).time() if until else None,
        visitors=[(opening,
                   clock.local(opening.expires_at).time()) for opening in openings if opening.expires_at > clock.now()])
