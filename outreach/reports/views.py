"""The page of figures, the rows behind them, goals, and the hourly rate."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.core import clock
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo
from outreach.reports import labels, presenter, service
from outreach.reports.dimensions import LABELS
from outreach.reports.filters import (
    PartnerSearch,
    ReportFilters,
    find_partner,
    just_begun_year,
    parse_filters,
    query_args,
)
from outreach.reports.forms import TargetForm, rate_form, target_form
from outreach.reports.measures import MEASURES
from outreach.reports.models import Aim, Target
from outreach.reports.periods import BadPeriod, parse_period
from outreach.reports.queries.overview import overview
from outreach.reports.queries.rows import list_rows
from outreach.reports.queries.targets import find_settings, get_target, list_progress

bp = Blueprint("reports", __name__)
#: Nobody turns more pages than this; a larger number is somebody trying.
_MOST_PAGES = 10_000


@bp.get("/reports")
@requires(Act.READ_REPORTS)
def index() -> ResponseReturnValue:
    """The figures of a period, compared with the one before."""
    return _index(parse_filters(request.args, current_user))


@bp.post("/reports/partner")
@requires(Act.READ_REPORTS)
def choose_partner() -> ResponseReturnValue:
    """Show the figures of one partner. A POST, since names must not be in an address."""
    filters = parse_filters(request.form, current_user)
    partner = find_partner(request.form.get("who", ""), current_user)
    if isinstance(partner, PartnerSearch):
        return _index(filters, partner), 422
    args: dict[str, Any] = {**query_args(filters.scope), "partner": partner.public_id}
    return redirect(url_for("reports.index", **args))


def _index(filters: ReportFilters, search: PartnerSearch | None = None) -> str:
    """The page; with `search` where a search for a partner did not find one."""
    scope = filters.scope
    figures = overview(scope, current_user)
    goals = list_progress(current_user, clock.today(), scope.period) if scope.is_whole else []
    return render_template(
        "reports/index.html", filters=filters, scope=scope, overview=figures, goals=goals, labels=labels,
        first=[presenter.figure_view(figures, code) for code in presenter.FIRST], sections=presenter.sections(figures),
        charts=presenter.charts(figures),
        periods=presenter.period_links(scope, clock.today()), choices=presenter.choices(), dimensions=LABELS,
        presenter=presenter, args=query_args(scope), search=search, just_begun=just_begun_year(scope.period))


@bp.get("/reports/rows/<name>")
@requires(Act.READ_REPORTS)
def rows(name: str) -> str:
    """The rows behind a figure."""
    filters = parse_filters(request.args, current_user)
    page = list_rows(name, filters.scope, current_user, min(request.args.get("page", 1, type=int), _MOST_PAGES))
    args: dict[str, Any] = query_args(filters.scope)
    return render_template(
        "reports/rows.html", name=name, measure=MEASURES.get(name), page=page, filters=filters, labels=labels,
        back=url_for("reports.index", **args),
        address=lambda number: url_for("reports.rows", name=name, **args, page=number))


@bp.get("/reports/goals")
@requires(Act.SET_TARGETS)
def goals() -> str:
    """All goals, and the hourly rate."""
    return render_template("reports/goals.html", goals=list_progress(current_user, clock.today())[::-1], labels=labels,
                           settings=find_settings())


@bp.route("/reports/goals/new", methods=["GET", "POST"])
@requires(Act.SET_TARGETS)
def new_goal() -> ResponseReturnValue:
    """Add a goal."""
    return _edit(None, target_form(), target_form(formdata=None))


@bp.route("/reports/goals/<public_id>", methods=["GET", "POST"])
@requires(Act.SET_TARGETS)
def edit_goal(public_id: str) -> ResponseReturnValue:
    """Change a goal."""
    target = get_target(public_id)
    return _edit(target, target_form(target), target_form(target, formdata=None))


def _edit(target: Target | None, form: TargetForm, stored: TargetForm) -> ResponseReturnValue:
    def show(status: int) -> ResponseReturnValue:
        return render_template("reports/goal.html", form=form, target=target), status

    def save() -> ResponseReturnValue:
        goal = {"aim": form.chosen_aim(), "period": form.period, "number": form.number.data}
        if target is None:
            service.set_target(by=current_user, **goal)
        else:
            service.change_target(by=current_user, target=target, **goal)
        flash(_("Målet er gemt."), "message")
        return redirect(url_for("reports.goals"))

    record = Record(_("Mål"), url_for("reports.goals"),
                    lambda: last_actor("report_target", target.public_id) if target else "")
    return edit_record(form, stored, record, show=show, save=save)


@bp.post("/reports/goals/<public_id>/remove")
@requires(Act.SET_TARGETS)
def remove_goal(public_id: str) -> ResponseReturnValue:
    """Remove a goal."""
    target = get_target(public_id)
    period = labels.period_of(target)
    service.remove_target(by=current_user, target=target)
    flash_undo(_("Målet er slettet."), url_for("reports.restore_goal"), aim=target.aim.value, period=period.code,
               number=str(target.number))
    return redirect(url_for("reports.goals"))


@bp.post("/reports/goals/restore")
@requires(Act.SET_TARGETS)
def restore_goal() -> ResponseReturnValue:
    """Undo the removal of a goal."""
    try:
        aim, period = Aim(request.form.get("aim")), parse_period(request.form.get("period", ""))
        number = request.form.get("number", 0, type=int)
    except (ValueError, BadPeriod):
        raise DomainError("", _("Målet kunne ikke hentes tilbage. Sæt det igen.")) from None
    service.set_target(by=current_user, aim=aim, period=period, number=number)
    flash(_("Målet er tilbage."), "message")
    return redirect(url_for("reports.goals"))


@bp.route("/reports/rate", methods=["GET", "POST"])
@requires(Act.SET_TARGETS)
def rate() -> ResponseReturnValue:
    """Change the hourly rate."""
    settings = find_settings()
    form, stored = rate_form(settings), rate_form(settings, formdata=None)

    def show(status: int) -> ResponseReturnValue:
        return render_template("reports/rate.html", form=form), status

    def save() -> ResponseReturnValue:
        service.set_hourly_rate(by=current_user, rate=form.hourly_rate.data)
        flash(_("Timeprisen er gemt.") if form.hourly_rate.data else _("Timeprisen er fjernet."), "message")
        return redirect(url_for("reports.goals"))

    record = Record(_("Timepris"), url_for("reports.goals"), lambda: last_actor("report_settings", "1"))
    return edit_record(form, stored, record, show=show, save=save)


