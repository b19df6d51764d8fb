"""Deleting a visit."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo
from outreach.followups.queries import list_from_origin
from outreach.visits import labels, queries, service
from outreach.visits.views import bp


@bp.route("/visits/<public_id>/remove", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def remove(public_id: str) -> ResponseReturnValue:
    """Confirm and delete the visit."""
    sent = request.method == "POST"
    view = queries.get_visit(public_id, current_user, lock=sent)
    refused = ""
    if sent:
        try:
            step = service.remove_visit(by=current_user, view=view)
        except DomainError as error:
            refused = error.message
        else:
            flash_undo(_("Besøget er slettet."), url_for("visits.undo", step_id=step.public_id))
            return redirect(url_for("partner_page.partner", public_id=view.lead.public_id, _anchor="visits"))
    return render_template(
        "visits/remove.html", view=view, visit=view.visit, labels=labels, refused=refused,
        observations=queries.list_observations_from(view.visit),
        follow_ups=list_from_origin("visit", public_id)), 422 if refused else 200


@bp.post("/visits/undo/<step_id>")
@requires(Act.EDIT_PARTNERS)
def undo(step_id: str) -> ResponseReturnValue:
    """Restore a visit that was just deleted."""
    visit = service.restore_visit(by=current_user, step_id=step_id)
    flash(_("Besøget er tilbage igen."), "message")
    return redirect(url_for("visits.day", public_id=visit.public_id))
