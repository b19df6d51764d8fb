"""Commitments: those of a partner, and all open ones."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.commitments import labels, queries, service
from outreach.commitments.forms import CommitmentForm, OutcomeForm, SettleForm
from outreach.commitments.states import CommitmentState, kept_in_time
from outreach.core import clock
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.three_way_merge import fingerprints
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner

bp = Blueprint("commitments", __name__)


@bp.get("/commitments")
@requires(Act.USE_PORTAL)
def index() -> str:
    """Open promises by day: mine first of all, or everybody's."""
    everybody = request.args.get("whose") == "all"
    given = request.args.get("page", "1")
    page = int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 5 else 1
    page = max(page, 1)
    views = queries.list_open(current_user, mine_only=not everybody, page=page)
    count = queries.count_open(current_user, mine_only=not everybody)
    return render_template("commitments/index.html", views=views, everybody=everybody, labels=labels, page=page,
                           more=count > page * queries.PAGE_LENGTH, State=CommitmentState, form=SettleForm())


@bp.route("/partners/<public_id>/commitments", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def of_partner(public_id: str) -> ResponseReturnValue:
    """Everything promised between us and a partner, and a form for one more."""
    partner = get_open_partner(public_id, current_user)
    form = CommitmentForm(owner=current_user.public_id)
    if form.validate_on_submit():
        try:
            service.add_commitment(by=current_user, partner=partner, **form.values())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Tilsagnet er gemt."))
            return redirect(url_for("commitments.of_partner", public_id=public_id))
    return _ledger(partner, form)


def _ledger(partner: OpenPartner, form: CommitmentForm | None = None, settle: SettleForm | None = None,
            outcome: OutcomeForm | None = None) -> ResponseReturnValue:
    """The page of a partner's commitments, with the form that was sent as it was sent."""
    form = form or CommitmentForm(formdata=None, owner=current_user.public_id)
    commitments = queries.list_for_partner(partner, current_user)
    today = clock.today()
    promises = [queries.as_promise(commitment) for commitment in commitments]
    figures = {ours: kept_in_time([promise for promise in promises if promise.is_ours is ours], today)
               for ours in (False, True)}
    steps = queries.list_steps_for_partner(partner, current_user)
    has_errors = any(sent is not None and sent.errors for sent in (form, settle, outcome))
    return render_template(
        "commitments/of_partner.html", partner=partner, commitments=commitments, figures=figures, labels=labels,
        form=form, State=CommitmentState, settle=settle or SettleForm(formdata=None),
        outcome=outcome or OutcomeForm(formdata=None),
        steps=steps, filled_from={step.public_id: fingerprints(OutcomeForm(formdata=None, obj=step).texts())
                                  for step in steps}), 422 if has_errors else 200


@bp.post("/commitments/<public_id>/settle")
@requires(Act.EDIT_PARTNERS)
def settle(public_id: str) -> ResponseReturnValue:
    """Say what became of a promise; `then` "list" goes back to the list."""
    commitment, partner = queries.get_commitment(public_id, current_user)
    form = SettleForm()
    if not form.validate():
        form.note.id = f"note-{public_id}"
        return _ledger(partner, settle=form)
    state = next((state for state in CommitmentState if state.value == request.form.get("state")), None)
    if state is None:
        abort(400)
    back = (url_for("commitments.index", whose=request.form.get("whose") or None)
            if request.form.get("then") == "list" else
            url_for("commitments.of_partner", public_id=partner.public_id, _anchor=f"promise-{public_id}"))
    service.settle(by=current_user, partner=partner, commitment=commitment, state=state, note=form.note.data)
    flash(_("Gemt: %(what)s er %(state)s.", what=commitment.what, state=labels.STATES[state]))
    return redirect(back)


@bp.post("/steps/<public_id>/outcome")
@requires(Act.EDIT_PARTNERS)
def outcome(public_id: str) -> ResponseReturnValue:
    """Write what came of something we tried."""
    step, partners = queries.get_step(public_id, current_user)
    form, stored = OutcomeForm(), OutcomeForm(formdata=None, obj=step)
    form.outcome.id = f"outcome-{public_id}"
    back = url_for("commitments.of_partner", public_id=partners[0].public_id, _anchor=f"step-{public_id}")

    def save() -> ResponseReturnValue:
        service.tell_outcome(by=current_user, partners=partners, step=step, outcome=form.outcome.data)
        flash(_("Gemt."))
        return redirect(back)

    return edit_record(form, stored, Record(step.action, back, lambda: last_actor("next_step", public_id)),
                       show=lambda _status: _ledger(partners[0], outcome=form), save=save)
