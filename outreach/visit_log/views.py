"""The visit-day log on screen, and as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError, NotFound
from outreach.core.i18n import current_language
from outreach.core.permissions import Act, requires
from outreach.core.text_rules import clean
from outreach.core.transactions import begin_writing, slow_work_first
from outreach.jobs.service import start_job
from outreach.reports.dimensions import LABELS as DIMENSION_LABELS
from outreach.reports.dimensions import options_of
from outreach.reports.filters import PartnerSearch, find_partner
from outreach.reports.labels import number_of
from outreach.reports.measures import Unit
from outreach.reports.scope import DIMENSIONS
from outreach.users.queries import list_users
from outreach.visit_log import exports
from outreach.visit_log.filters import COUNTED_LABELS, SORT_LABELS, STATE_LABELS
from outreach.visit_log.queries import pages
from outreach.visit_log.query_string import ParsedQuery, parse_position, parse_query
from outreach.visits import labels

bp = Blueprint("visit_log", __name__)

#: A file with more visits than these is made in the background.
MOST_AT_ONCE = 5000


@bp.get("/visit-log")
@requires(Act.READ_REPORTS)
def index() -> str:
    """The visits that fit the filters and whose partners the reader may see."""
    return _index(parse_query(request.args, current_user))


@bp.post("/visit-log/partner")
@requires(Act.READ_REPORTS)
def choose_partner() -> ResponseReturnValue:
    """Narrow to one partner, or with an empty name to all. A POST, since names must not be in an address."""
    query, name = parse_query(request.form, current_user), clean(request.form.get("who"))
    if not name:
        return redirect(_address(query)(partner=None, lead=None))
    partner = find_partner(name, current_user)
    if isinstance(partner, PartnerSearch):
        return _index(query, partner), 422
    return redirect(_address(query)(partner=partner.public_id))


def _index(query: ParsedQuery, search: PartnerSearch | None = None) -> str:
    """The page; with `search` where a search for a partner did not find one."""
    totals = pages.totals(query.filters, current_user)
    page = pages.page(query.filters, current_user, parse_position(request.args), totals)
    return render_template(
        "visit_log/index.html", query=query, filters=query.filters, totals=totals, page=page, labels=labels,
        sorts=SORT_LABELS, hours=number_of(Unit.MINUTES, totals.minutes), search=search,
        states=list(STATE_LABELS.items()),
        kinds=[(kind.value, label) for kind, label in labels.KINDS.items()], counted=list(COUNTED_LABELS.items()),
        dimensions=[(name, DIMENSION_LABELS[name], [(option.code, option.label) for option in options_of(name)])
                    for name in DIMENSIONS],
        colleagues=[(user.public_id, user.name) for user in list_users(active_only=False)], address=_address(query),
        files=exports.KINDS)


@bp.post("/visit-log/file")
@requires(Act.READ_REPORTS)
@slow_work_first
def file() -> ResponseReturnValue:
    """Export the filtered visits: at once where they are few, else as a job with a progress page."""
    kind = exports.KINDS.get(request.form.get("what", ""))
    if kind is None:
        raise NotFound
    query = parse_query(request.form, current_user, for_export=True)
    if query.faults:  # left out, it would be a file of more than was asked for
        flash(query.faults[0][1], "warning")
        return redirect(_address(query)())
    rows = exports.count(query.args, current_user)
    if not rows:
        flash(_("Ingen af de besøg må komme i en fil. Beskyttede partneres besøg bliver i portalen."), "warning")
        return redirect(_address(query)())
    name = kind.file_name(query.filters.scope.period, current_language())
    sink = exports.MemorySink(current_user, dict(query.args))
    if rows <= MOST_AT_ONCE:
        kind.make(sink)
    begin_writing()
    exports.record_export(by=current_user, kind=request.form["what"], rows=rows)
    if rows > MOST_AT_ONCE:
        try:
            job = start_job(by=current_user, kind=kind.job, arguments=dict(query.args), file_name=name)
        except DomainError as error:
            flash(error.message, "warning")
            return redirect(_address(query)())
        return redirect(url_for("jobs.show", job_id=job.public_id))
    return Response(bytes(sink.content), content_type=kind.media_type,
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _address(query: ParsedQuery) -> Callable[..., str]:
    """A function that gives the address of the first page with some arguments changed (None removes one)."""

    def address(**changed: str | None) -> str:
        values: dict[str, Any] = {**query.args, **changed}
        return url_for("visit_log.index", **values)

    return address
