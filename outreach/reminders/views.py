"""Calendar files, the secret calendar address, and whether one wants mail."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import clock
from outreach.core.errors import NotFound
from outreach.core.i18n import current_language
from outreach.core.permissions import Act, public, requires
from outreach.core.urls import external_url
from outreach.followups.queries import get_follow_up
from outreach.meetings.queries import get_meeting
from outreach.reminders import calendar_events, queries, service
from outreach.reminders.ics import CalendarEntry
from outreach.reminders.mail import is_set_up
from outreach.visits.queries import get_visit

bp = Blueprint("reminders", __name__)

_LONGEST_SECRET = 100


@bp.get("/calendar/<secret>.ics")
@public
def feed(secret: str) -> ResponseReturnValue:
    """A colleague's calendar for who has the address; whatever is wrong with it, it is not there."""
    calendar_feed = queries.find_feed(service.secret_hash(secret)) if len(secret) <= _LONGEST_SECRET else None
    if calendar_feed is None:
        raise NotFound
    return _calendar(calendar_events.calendar_of(calendar_feed.user, clock.today(), _address_of), "partnerportalen")


@bp.get("/meetings/<public_id>.ics")
@requires(Act.USE_PORTAL)
def meeting_ics(public_id: str) -> ResponseReturnValue:
    """One meeting as a calendar file."""
    return _file(calendar_events.meeting_entry(get_meeting(public_id, current_user), _address_of), public_id)


@bp.get("/followups/<public_id>.ics")
@requires(Act.USE_PORTAL)
def follow_up_ics(public_id: str) -> ResponseReturnValue:
    """One follow-up as a calendar file."""
    return _file(calendar_events.follow_up_entry(get_follow_up(public_id, current_user), _address_of), public_id)


@bp.get("/visits/<public_id>.ics")
@requires(Act.USE_PORTAL)
def visit_ics(public_id: str) -> ResponseReturnValue:
    """One visit as a calendar file."""
    return _file(calendar_events.visit_entry(get_visit(public_id, current_user), _address_of), public_id)


@bp.get("/me/calendar")
@requires(Act.USE_PORTAL)
def mine() -> ResponseReturnValue:
    """My calendar address and my mail."""
    return _page("")


@bp.post("/me/calendar")
@requires(Act.USE_PORTAL)
def make_feed() -> ResponseReturnValue:
    """A new address, shown this once."""
    secret = service.make_feed(by=current_user)
    return _page(external_url("reminders.feed", secret=secret))


@bp.post("/me/calendar/revoke")
@requires(Act.USE_PORTAL)
def revoke_feed() -> ResponseReturnValue:
    """Close the address."""
    service.revoke_feed(by=current_user)
    flash(_("Adressen er lukket. Kalenderprogrammer, der brugte den, får ikke mere at vide."))
    return redirect(url_for("reminders.mine"))


@bp.post("/me/mail")
@requires(Act.USE_PORTAL)
def choose_mail() -> ResponseReturnValue:
    """Yes or no to the daily mail."""
    wants = request.form.get("wants_mail") == "1"
    service.choose_mail(by=current_user, wants_mail=wants)
    flash(_("Du får en mail de dage, noget venter på dig.") if wants
          else _("Du får ingen mails. Forsiden viser det samme."))
    return redirect(url_for("reminders.mine"))


def _page(address: str) -> ResponseReturnValue:
    return render_template("reminders/mine.html", address=address, feed=queries.find_feed_of(current_user),
                           wants_mail=queries.wants_mail(current_user), mail_is_set_up=is_set_up())


def _address_of(endpoint: str, public_id: str) -> str:
    return external_url(endpoint, public_id=public_id)


def _file(entry: CalendarEntry, public_id: str) -> Response:
    return _calendar(calendar_events.one_entry(entry, current_language()), public_id)


def _calendar(text: bytes, name: str) -> Response:
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
