"""The list of visits, one visit's page, loans and follow-ups."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import clock
from outreach.core.errors import DomainError
from outreach.core.forms import parse_date
from outreach.core.permissions import Act, requires
from outreach.followups.queries import list_from_origin
from outreach.followups.service import add_follow_up
from outreach.users.queries import list_users
from outreach.visits import labels, queries, service
from outreach.visits.forms import FollowUpForm
from outreach.visits.views import bp

_FOLLOW_UP_DAYS = 14


@bp.get("/visits")
@requires(Act.USE_PORTAL)
def index() -> str:
    """Coming visits, those not written up yet, the latest ones, and loans."""
    today = clock.today()
    return render_template(
        "visits/index.html", labels=labels, upcoming=queries.list_upcoming(current_user, today),
        passed=queries.list_passed(current_user, today), latest=queries.list_latest(current_user),
        loans=queries.list_loans(current_user), today=today)


@bp.get("/visits/<public_id>")
@requires(Act.USE_PORTAL)
def day(public_id: str) -> str:
    """One visit."""
    return _page(queries.get_visit(public_id, current_user))


def _page(view: queries.OpenVisit, form: FollowUpForm | None = None) -> str:
    visit, today = view.visit, clock.today()
    if form is None:
        form = FollowUpForm(formdata=None, due_on=today + timedelta(days=_FOLLOW_UP_DAYS),
                            owner=current_user.public_id)
        form.offer(list_users())
    return render_template(
        "visits/day.html", view=view, visit=visit, labels=labels, form=form, today=today,
        observations=queries.list_observations_from(visit),
        follow_ups=list_from_origin("visit", visit.public_id))


@bp.post("/visits/<public_id>/follow-ups")
@requires(Act.EDIT_PARTNERS)
def follow_up(public_id: str) -> ResponseReturnValue:
    """Add a follow-up of the visit."""
    view = queries.get_visit(public_id, current_user, lock=True)
    form = FollowUpForm()
    form.offer(list_users())
    if form.validate():
        try:
            add_follow_up(by=current_user, partner=view.lead, what=form.what.data, due_on=form.due_on.data,
                          owner=form.users[form.owner.data], origin="visit", origin_id=view.visit.public_id)
        except DomainError as error:
            form.add_error(error)
        else:
            return redirect(url_for("visits.day", public_id=public_id, _anchor="follow-ups"))
    return _page(view, form), 422


@bp.post("/visits/things/<thing_id>/back")
@requires(Act.EDIT_PARTNERS)
def thing_back(thing_id: str) -> ResponseReturnValue:
    """Record that a loan was returned, today or on the given day; or undo that."""
    loan = queries.get_loan(thing_id, current_user)
    undo = request.form.get("act") == "undo"
    on = None if undo else parse_date(request.form.get("on", "")) or clock.today()
    try:
        service.set_returned(by=current_user, loan=loan, on=on)
        flash(_("”%(what)s” står som lånt ud igen.", what=loan.thing.what) if undo
              else _("”%(what)s” er tilbage.", what=loan.thing.what))
    except DomainError as error:
        flash(error.message, "warning")
    if request.form.get("then") == "list":
        return redirect(url_for("visits.index"))
    return redirect(url_for("visits.day", public_id=loan.visit.public_id, _anchor="things"))
