"""The handover pages: who has what, one colleague's sheet on screen and on paper, handing on and taking back."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from outreach.core import clock
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.handover import queries, service
from outreach.handover.document import make_handover
from outreach.handover.forms import HandoverForm
from outreach.handover.sheet_builder import facts_of, handover_sheet, things_of
from outreach.library.queries import find_profile
from outreach.users.models import User
from outreach.users.queries import list_users

bp = Blueprint("handover", __name__)


@bp.get("/handover")
@requires(Act.USE_PORTAL)
def index() -> ResponseReturnValue:
    """The colleagues and how much each has to do."""
    return render_template("handover/index.html", workloads=queries.list_workloads(current_user))


@bp.get("/handover/<user_id>")
@requires(Act.USE_PORTAL)
def sheet(user_id: str) -> ResponseReturnValue:
    """Everything one colleague has, partner by partner, with the form to hand it on."""
    colleague = queries.get_colleague(user_id)
    return _page(colleague, None)


@bp.post("/handover/<user_id>")
@requires(Act.EDIT_PARTNERS)
def give(user_id: str) -> ResponseReturnValue:
    """Hand on the chosen partners, with all that belongs to them."""
    colleague = queries.get_colleague(user_id)
    loads = queries.partner_loads_of(colleague, current_user, clock.today())
    form = HandoverForm()
    form.offer(loads, list_users(), colleague)
    if not form.validate_on_submit():
        return _page(colleague, form)
    try:
        result = service.hand_over(by=current_user, giver=colleague, taker=form.colleague(), loads=loads,
                                   chosen=form.chosen.data or (), note=form.note.data)
    except DomainError as error:
        form.add_error(error)
        return _page(colleague, form)
    count = len(result.handover.items)
    flash(ngettext("1 ting er givet videre til %(name)s.", "%(num)s ting er givet videre til %(name)s.", count,
                   name=result.handover.taker.name))
    for name, why in result.stayed:
        flash(f"{name}: {why}", "warning")
    return redirect(url_for("handover.done", handover_id=result.handover.public_id))


@bp.get("/handover/<user_id>.pdf")
@requires(Act.USE_PORTAL)
def pdf(user_id: str) -> ResponseReturnValue:
    """The sheet on paper."""
    colleague, today = queries.get_colleague(user_id), clock.today()
    loads = queries.partner_loads_of(colleague, current_user, today)
    content = make_handover(handover_sheet(colleague, loads, current_user, find_profile(), today))
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="overdragelse-{user_id}.pdf"'
    return response


@bp.get("/handover/done/<handover_id>")
@requires(Act.USE_PORTAL)
def done(handover_id: str) -> ResponseReturnValue:
    """What was handed on, with the way back."""
    return render_template("handover/done.html", handover=queries.get_handover(handover_id))


@bp.post("/handover/done/<handover_id>/undo")
@requires(Act.EDIT_PARTNERS)
def undo(handover_id: str) -> ResponseReturnValue:
    """Take it back."""
    handover = queries.get_handover(handover_id)
    try:
        service.undo(by=current_user, handover=handover)
    except DomainError as error:
        flash(error.message, "warning")
        return redirect(url_for("handover.done", handover_id=handover_id))
    flash(_("Taget tilbage: det, der ikke er gjort eller givet videre siden, er hos %(name)s igen.",
            name=handover.giver.name))
    return redirect(url_for("handover.sheet", user_id=handover.giver.public_id))


def _page(colleague: User, form: HandoverForm | None) -> ResponseReturnValue:
    loads = queries.partner_loads_of(colleague, current_user, clock.today())
    status = 422 if form is not None else 200
    if form is None:
        form = HandoverForm(formdata=None)
        form.offer(loads, list_users(), colleague)
        form.chosen.data = [key for key, _name in form.chosen.choices]
    rows = [(load, facts_of(load), things_of(load)) for load in loads]
    return render_template("handover/sheet.html", colleague=colleague, rows=rows, form=form,
                           earlier=queries.list_handovers_of(colleague)), status
