"""The visit-day log on screen, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError, NotFound
from outreach.core.forms import clean
from outreach.core.i18n import current_language
from outreach.core.permissions import Act, requires
from outreach.jobs.service import start_job
from outreach.partners.protection import OpenPartner
from outreach.reports.filters import LABELS as DIMENSION_LABELS
from outreach.reports.filters import find_partner, options_of, who_fault
from outreach.reports.labels import number_of
from outreach.reports.measures import Unit
from outreach.reports.scope import DIMENSIONS
from outreach.users.queries import list_users
from outreach.visit_log import exports, labels, queries, service
from outreach.visit_log.query_string import Asked, read_place, read_wanted
from outreach.visits import labels as visit_labels

bp = Blueprint("visit_log", __name__)

#: A file with more visits than these is made in the background.
MOST_AT_ONCE = 5000


@bp.get("/visit-log")
@requires(Act.READ_REPORTS)
def index() -> str:
    """Every visit the reader may see that fits what the address asks for."""
    return _index(read_wanted(request.args, current_user))


@bp.post("/visit-log/partner")
@requires(Act.READ_REPORTS)
def choose_partner() -> ResponseReturnValue:
    """The same choices for one partner, or, where nothing is written, for all. Sent by POST: names belong in no
    address."""
    asked, who = read_wanted(request.form, current_user), clean(request.form.get("who"))
    if not who:
        return redirect(_address(asked)(partner=None, lead=None))
    partner, meant = find_partner(who, current_user)
    if partner is None:
        return _index(asked, meant=meant, who=who), 422
    return redirect(_address(asked)(partner=partner.public_id))


def _index(asked: Asked, meant: Sequence[OpenPartner] | None = None, who: str = "") -> str:
    """The page; with `meant` the partners that `who` may mean, where it was not one."""
    found = queries.totals(asked.wanted, current_user)
    page = queries.page(asked.wanted, current_user, read_place(request.args), found)
    return render_template(
        "visit_log/index.html", asked=asked, wanted=asked.wanted, found=found, page=page, labels=labels,
        hours=number_of(Unit.MINUTES, found.minutes), meant=meant, who=who, who_fault=who_fault(meant),
        visit_labels=visit_labels, states=list(labels.STATES.items()),
        kinds=[(each.value, label) for each, label in labels.KINDS.items()], counted=list(labels.COUNTED.items()),
        dimensions=[(name, DIMENSION_LABELS[name], [(each.written, each.label) for each in options_of(name)])
                    for name in DIMENSIONS],
        colleagues=[(each.public_id, each.name) for each in list_users(active_only=False)], address=_address(asked),
        files=exports.KINDS)


@bp.post("/visit-log/file")
@requires(Act.READ_REPORTS)
def file() -> ResponseReturnValue:
    """The same visits as a file, less what may not leave: at once, or as a page that says how far it is."""
    kind = exports.KINDS.get(request.form.get("what", ""))
    if kind is None:
        raise NotFound
    asked = read_wanted(request.form, current_user, leaves=True)
    if asked.faults:  # left out, it would be a file of more than was asked for
        flash(asked.faults[0][1], "warning")
        return redirect(_address(asked)())
    rows = exports.count(asked.args, current_user)
    if not rows:
        flash(_("Ingen af de besøg må komme i en fil. Beskyttede partneres besøg bliver i portalen."), "warning")
        return redirect(_address(asked)())
    service.note_file(by=current_user, kind=request.form["what"], rows=rows)
    name = kind.file_name(asked.wanted.scope.period, current_language())
    if rows > MOST_AT_ONCE:
        try:
            job = start_job(by=current_user, kind=kind.job, arguments=dict(asked.args), file_name=name)
        except DomainError as error:
            flash(error.message, "warning")
            return redirect(_address(asked)())
        return redirect(url_for("jobs.show", job_id=job.public_id))
    taking = exports.AtOnce(current_user, dict(asked.args))
    kind.make(taking)
    return Response(bytes(taking.content), content_type=kind.media_type,
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _address(asked: Asked) -> Callable[..., str]:
    """A function of more arguments: the same view with those changed (None leaves one out), from its first page."""

    def address(**changed: str | None) -> str:
        values: dict[str, Any] = {**asked.args, **changed}
        return url_for("visit_log.index", **values)

    return address
