"""The front page: what asks for something now."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from outreach.core import clock
from outreach.core.health import failing_parts
from outreach.core.permissions import Act, may, requires
from outreach.drafts.labels import form_label
from outreach.drafts.queries import list_drafts_of
from outreach.library.models import Kind
from outreach.library.queries import count_rows, find_profile
from outreach.offers.queries import count_offers
from outreach.partners import stages
from outreach.partners.listing import count_partners, list_mine
from outreach.pitches.queries import list_unfinished
from outreach.reminders.queries import due_for
from outreach.today import labels
from outreach.today.notices import list_notices
from outreach.users.queries import count_users

bp = Blueprint("today", __name__)

_MOST_UNFINISHED = 5
_NOTICE_DAYS = 14


@bp.get("/")
@requires(Act.USE_PORTAL)
def front() -> str:
    """What asks for something today and this week, which partners are overdue, what is half done, my
    partners, and notices to my circles; administrators also see what fails on the server."""
    since = clock.now() - timedelta(days=_NOTICE_DAYS)
    return render_template(
        "today/front.html", failing=failing_parts() if may(current_user, Act.MANAGE_USERS) else [],
        failing_labels=labels.FAILING_PARTS, stages=stages, kinds=labels.KINDS, acts=labels.ACTS, levels=labels.LEVELS,
        hour=labels.hour, due=due_for(current_user, clock.today()),
        unfinished=list_unfinished(current_user, limit=_MOST_UNFINISHED), mine=list_mine(current_user),
        partners=count_partners(current_user), notices=list_notices(current_user, since),
        waiting=list_drafts_of(current_user), form_label=form_label,
        calm_link=url_for("candidates.index") if may(current_user, Act.EDIT_PARTNERS) else None)


@bp.get("/first-steps")
@requires(Act.EDIT_LIBRARY)
def first_steps() -> str:
    """What to do in a portal that was just set up, and what of it is done."""
    profile = find_profile()
    return render_template("today/first_steps.html", steps={
        "words": any(count_rows([Kind])[Kind]) and count_offers() > 0,
        "library": profile is not None and bool(profile.who_da or profile.logo_id),
        "colleagues": count_users() > 1,
        "partners": count_partners(current_user) > 0})
