"""Recording what partner staff observed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.core import clock
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError, NotFound
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner
from outreach.visits import queries, service
from outreach.visits.about_people import allow_names
from outreach.visits.forms import ObservationForm
from outreach.visits.models import Visit
from outreach.visits.views import bp


@bp.route("/partners/<public_id>/observations/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new_observation(public_id: str) -> ResponseReturnValue:
    """Add an observation; `visit` in the query string is the visit where it was told."""
    partner = get_open_partner(public_id, current_user)
    visit_id = request.args.get("visit", "")
    visit = _visit_with(partner, visit_id) if visit_id else None
    form = ObservationForm(observed_on=visit.held_on if visit else clock.today())
    allow_names(form, queries.allowed_names([partner]))
    if form.validate_on_submit():
        try:
            service.add_observation(by=current_user, partner=partner, data=form.to_input(), visit=visit)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Gemt."))
            return redirect(_home(public_id, visit_id))
    return render_template("visits/observation.html", form=form, partner=partner, observation=None,
                           back=_home(public_id, visit_id)), 422 if form.errors else 200


@bp.route("/observations/<public_id>/edit", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_observation(public_id: str) -> ResponseReturnValue:
    """Change an observation."""
    observation, partner = queries.get_observation(public_id, current_user)
    texts = {"what": observation.what, "role": observation.role}
    stored = ObservationForm(formdata=None, data=texts)
    stored.show(observation)
    form = stored if request.method == "GET" else ObservationForm(data=texts)
    allow_names(form, queries.allowed_names([partner]))
    back = _home(partner.public_id)

    def show(status: int) -> ResponseReturnValue:
        return render_template("visits/observation.html", form=form, partner=partner, observation=observation,
                               back=back), status

    def save() -> ResponseReturnValue:
        service.change_observation(by=current_user, partner=partner, observation=observation, data=form.to_input())
        flash(_("Gemt."))
        return redirect(back)

    record = Record(partner.display_name, back, lambda: last_actor("observation", public_id))
    return edit_record(form, stored, record, show=show, save=save)


@bp.post("/observations/<public_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove_observation(public_id: str) -> ResponseReturnValue:
    """Remove an observation."""
    observation, partner = queries.get_observation(public_id, current_user)
    step = service.remove_observation(by=current_user, partner=partner, observation=observation)
    flash_undo(_("Iagttagelsen er slettet."),
               url_for("partners.undo", public_id=partner.public_id, step_id=step.public_id))
    return redirect(_home(partner.public_id))


def _visit_with(partner: OpenPartner, visit_id: str) -> Visit:
    """The visit where it was told. NotFound where the partner was not there."""
    view = queries.get_visit(visit_id, current_user, lock=request.method == "POST")
    if all(present.id != partner.id for present in view.partners):
        raise NotFound
    return view.visit


def _home(partner_id: str, visit_id: str = "") -> str:
    """The address to return to: the visit, or the partner's page."""
    if visit_id:
        return url_for("visits.day", public_id=visit_id, _anchor="observations")
    return url_for("partner_page.partner", public_id=partner_id, _anchor="visits")
