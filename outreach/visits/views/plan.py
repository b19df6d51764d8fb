"""Planning and editing a visit."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo
from outreach.offers.queries import list_offers
from outreach.partners.pages import edit_participants
from outreach.partners.queries import get_open_partner
from outreach.users.queries import list_users
from outreach.visits import queries, service
from outreach.visits.about_people import allow_names
from outreach.visits.forms import PlanForm, VisitForm
from outreach.visits.models import CancelledBy, VisitState
from outreach.visits.views import bp


@bp.route("/visits/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new() -> ResponseReturnValue:
    """Plan a visit to the partner in the query string; it starts from the last visit."""
    public_id = request.args.get("partner")
    if not public_id:
        return redirect(url_for("visits.choose_partner", to="plan"))
    partner = get_open_partner(public_id, current_user)
    last = queries.find_last_held(partner, current_user)
    form = PlanForm()
    form.offer(list_users(), list_offers())
    if request.method == "GET":
        form.colleagues.data = [current_user.public_id]
        if last is not None:
            form.kind.data, form.held_on.data = last.kind.value, last.next_on
            form.offers.data = [offer.offer.public_id for offer in last.offers if offer.offer.is_active]
        form.show_things([{"what": thing.what, "number": thing.number, "lent": "lent" if thing.is_lent else "given",
                           "back_by": None, "public_id": ""} for thing in (last.things if last else ())])
    if form.validate_on_submit():
        try:
            visit = service.plan_visit(by=current_user, partners=[partner], plan=form.plan())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Besøget er planlagt."))
            return redirect(url_for("visits.day", public_id=visit.public_id))
    return render_template("visits/edit.html", form=form, names=partner.display_name, visit=None, is_held=False,
                           back=url_for("partner_page.partner", public_id=public_id), last=last), _status(form)


@bp.route("/visits/<public_id>/edit", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit(public_id: str) -> ResponseReturnValue:
    """Change a visit. With `held` in the query string saving makes a planned visit a held one."""
    view = queries.get_visit(public_id, current_user, lock=request.method == "POST")
    visit = view.visit
    is_held = visit.state is VisitState.HELD or "held" in request.args
    texts: dict[str, Any] = {name: getattr(visit, name) for name in ("saw", "learnt", "asked_for")}

    def make(**more: Any) -> PlanForm:
        form = VisitForm(data=texts, **more) if is_held else PlanForm(**more)
        form.offer(list_users(), list_offers(active_only=False))
        return form

    stored = make(formdata=None)
    stored.show(visit)
    form = stored if request.method == "GET" else make()
    allow_names(form, queries.allowed_names(view.partners))
    back = url_for("visits.day", public_id=public_id)

    def show(status: int) -> ResponseReturnValue:
        return render_template("visits/edit.html", form=form, names=view.names, visit=visit, is_held=is_held, last=None,
                               back=back), status

    def save() -> ResponseReturnValue:
        service.change_visit(by=current_user, view=view, plan=form.plan(visit),
                             details=form.details() if isinstance(form, VisitForm) else None)
        flash(_("Gemt."))
        return redirect(back)

    return edit_record(form, stored, Record(view.names, back, lambda: last_actor("visit", visit.public_id)), show=show,
                       save=save)


@bp.post("/visits/<public_id>/state")
@requires(Act.EDIT_PARTNERS)
def set_state(public_id: str) -> ResponseReturnValue:
    """Cancel the visit, or plan it again."""
    view = queries.get_visit(public_id, current_user, lock=True)
    act = request.form.get("act", "")
    by_whom = {by.value: by for by in CancelledBy}
    try:
        if act in by_whom:
            service.cancel_visit(by=current_user, view=view, cancelled_by=by_whom[act])
            flash_undo(_("Besøget er aflyst. Det sker – %(link)s, når det passer."),
                       url_for("visits.set_state", public_id=public_id), act="plan",
                       link=(_("planlæg et nyt"), url_for("visits.new", partner=view.lead.public_id)))
        elif act == "plan":
            service.plan_again(by=current_user, view=view)
            flash(_("Besøget er planlagt igen."))
        else:
            abort(400)
    except DomainError as error:
        flash(error.message, "warning")
    return redirect(url_for("visits.day", public_id=public_id))


@bp.route("/visits/<public_id>/partners", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def partners(public_id: str) -> ResponseReturnValue:
    """Who else was there: find, add and remove partners."""
    view = queries.get_visit(public_id, current_user, lock=request.method == "POST")
    alone = any(partner.is_protected for partner in view.partners)
    lead = (_("Partneren er beskyttet, så besøget står for sig selv. Var I hos flere den dag, så log hvert besøg for "
              "sig.") if alone else
            _("Tallene hører til den øverste partner, så ingen tælles to gange. Et besøg hos en beskyttet partner "
              "logges for sig."))
    return edit_participants(
        view, add=service.add_partner, remove=service.remove_partner, title=_("Partnere ved besøget"), lead=lead,
        crumbs=[(_("Besøg"), url_for("visits.index")), (view.names, url_for("visits.day", public_id=public_id))],
        back=_("Tilbage til besøget"), may_add=not alone, protected=False,
        removed=lambda name: _("%(name)s er ikke længere med ved besøget.", name=name))


def _status(form: PlanForm) -> int:
    return 422 if form.errors or form.form_errors else 200
