"""Pausing a partner, and the cadence of the stages."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.cadence import labels, queries, service
from outreach.cadence.forms import PauseForm, cadence_form
from outreach.core import clock
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.formatting import plain_date
from outreach.core.permissions import Act, requires
from outreach.partners import contact
from outreach.partners.queries import get_open_partner

bp = Blueprint("cadence", __name__)


@bp.record_once
def _register_contact_provider(state: BlueprintSetupState) -> None:
    """The list of partners lies below this feature, so it gets the contact clock handed in."""
    provider = contact.ContactProvider(terms=queries.terms, states=queries.contact_statuses, labels=labels)
    contact.register_contact_provider(state.app, provider)


@bp.route("/partners/<public_id>/pause", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def pause(public_id: str) -> ResponseReturnValue:
    """Pause a partner until a day."""
    partner = get_open_partner(public_id, current_user)
    form = PauseForm()
    if form.validate_on_submit():
        try:
            new = service.pause(by=current_user, partner=partner, until=form.until.data, reason=form.reason.data)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("%(name)s får lov at være i fred til den %(date)s.", name=partner.display_name,
                    date=plain_date(new.until)), "message")
            return redirect(url_for("partner_page.partner", public_id=public_id))
    return (render_template("cadence/pause.html", partner=partner, form=form,
                            status=queries.contact_status_of(partner, clock.today()), labels=labels),
            422 if form.is_submitted() else 200)


@bp.post("/partners/<public_id>/pause/end")
@requires(Act.EDIT_PARTNERS)
def end_pause(public_id: str) -> ResponseReturnValue:
    """The pause is over now."""
    partner = get_open_partner(public_id, current_user)
    service.end_pause(by=current_user, partner=partner)
    flash(_("Pausen er slut. Uret tæller igen."), "message")
    return redirect(url_for("partner_page.partner", public_id=public_id))


@bp.route("/library/rhythm", methods=["GET", "POST"])
@requires(Act.EDIT_LIBRARY)
def edit() -> ResponseReturnValue:
    """How many days without contact are too many, stage by stage."""
    cadence, back = queries.current_cadence(), url_for("library.index")
    form = cadence_form(cadence)

    def save() -> ResponseReturnValue:
        service.change_cadence(by=current_user, days=form.days())
        flash(_("Gemt."), "message")
        return redirect(back)

    return edit_record(form, cadence_form(cadence, formdata=None),
                       Record(_("Rytme"), back, lambda: last_actor("stage_rhythm", "all")), save=save,
                       show=lambda status: (render_template("cadence/rhythm.html", form=form), status))
