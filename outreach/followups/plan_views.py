"""Pages for plans: starting one for a partner, and what stands in them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.core import clock
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.forms import parse_date
from outreach.core.i18n import localized
from outreach.core.permissions import Act, requires
from outreach.followups import labels, plans, queries, service
from outreach.followups.forms import BeginForm, FollowUpPlanForm
from outreach.followups.models import FollowUpPlan
from outreach.followups.presenter import library_workdays
from outreach.followups.views import origin_of
from outreach.partners.queries import get_open_partner
from outreach.users.queries import list_users

bp = Blueprint("followup_plans", __name__)


@bp.route("/partners/<partner_id>/followups/plan", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def begin(partner_id: str) -> ResponseReturnValue:
    """Choose a plan and a day to start from, look at what it becomes, change it, begin."""
    partner = get_open_partner(partner_id, current_user)
    all_plans = queries.list_plans()
    plan = next((plan for plan in all_plans if plan.public_id == request.args.get("plan")),
                all_plans[0] if all_plans else None)
    start = parse_date(request.args.get("start", "")) or clock.today()
    origin, origin_id = origin_of(request.values)
    form = BeginForm()
    if request.method == "GET" and plan is not None:
        form.show(plans.planned(plan.steps, start, library_workdays()), current_user)
    form.offer_people(list_users(), partner)
    if plan is not None and form.validate_on_submit():
        inputs = form.to_inputs()
        try:
            service.add_many(by=current_user, partner=partner, inputs=inputs, origin=origin or "plan",
                             origin_id=origin_id or plan.public_id)
        except DomainError as error:
            form.add_error(DomainError("", error.message))
        else:
            flash(ngettext("1 opfølgning er skrevet op.", "%(num)s opfølgninger er skrevet op.", len(inputs)))
            return redirect(url_for("partner_page.partner", public_id=partner_id, _anchor="followups"))
    return render_template("followups/begin.html", form=form, partner=partner, plans=all_plans, plan=plan, start=start,
                           origin=origin, origin_id=origin_id), 422 if form.errors else 200


@bp.get("/followups/plans")
@requires(Act.USE_PORTAL)
def index() -> ResponseReturnValue:
    """The plans and their steps."""
    return render_template("followups/plans.html", plans=queries.list_plans(active_only=False), labels=labels)


@bp.post("/followups/plans/suggestions")
@requires(Act.EDIT_LIBRARY)
def start() -> ResponseReturnValue:
    """Fill an empty list with our suggestions."""
    if plans.add_suggestions(by=current_user):
        flash(_("Vores forslag til planer er lagt ind. Ret dem, så de bliver jeres."))
    return redirect(url_for("followup_plans.index"))


@bp.route("/followups/plans/new", methods=["GET", "POST"])
@requires(Act.EDIT_LIBRARY)
def new() -> ResponseReturnValue:
    """One more plan."""
    return _edit(None)


@bp.route("/followups/plans/<plan_id>", methods=["GET", "POST"])
@requires(Act.EDIT_LIBRARY)
def edit(plan_id: str) -> ResponseReturnValue:
    """Other words and steps."""
    return _edit(queries.get_plan(plan_id))


@bp.post("/followups/plans/<plan_id>/active")
@requires(Act.EDIT_LIBRARY)
def set_active(plan_id: str) -> ResponseReturnValue:
    """Let it rest, or take it up again."""
    plan = queries.get_plan(plan_id)
    plans.set_active(by=current_user, plan=plan, active=request.form.get("active") == "1")
    flash(_("Planen kan begyndes igen.") if plan.is_active
          else _("Planen hviler. Det, der er begyndt, bliver stående."))
    return redirect(url_for("followup_plans.index"))


def _edit(plan: FollowUpPlan | None) -> ResponseReturnValue:
    stored = FollowUpPlanForm(formdata=None)
    stored.show(plan)
    form = stored if request.method == "GET" else FollowUpPlanForm()
    back = url_for("followup_plans.index")

    def show(status: int) -> ResponseReturnValue:
        return render_template("followups/plan.html", form=form, plan=plan), status

    def save() -> ResponseReturnValue:
        plans.save_plan(by=current_user, plan=plan, data=form.to_input())
        flash(_("Gemt."))
        return redirect(back)

    record = Record(localized(plan, "name") if plan else _("Ny plan"), back,
                    lambda: last_actor("follow_up_plan", plan.public_id) if plan else "")
    return edit_record(form, stored, record, show=show, save=save)
