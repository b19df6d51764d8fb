"""The log pages: the whole audit for administrators, one partner's for colleagues who may see the partner."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from outreach.audit import labels, queries, service
from outreach.audit.directory import directory
from outreach.audit.forms import ForgetForm
from outreach.audit.queries import LogFilters, LogLine
from outreach.core import clock
from outreach.core.csv_files import csv_bytes
from outreach.core.errors import DomainError
from outreach.core.forms import parse_date
from outreach.core.permissions import Act, may, requires
from outreach.core.transactions import begin_writing, slow_work_first

bp = Blueprint("audit", __name__)

#: The parameters of the log's address.
_PARAMETERS = frozenset({"who", "verb", "kind", "record", "since", "until", "take_out"})
#: The most entries in one exported file.
_MAX_EXPORTED = 50_000


def _filters() -> LogFilters:
    """The filters in the address or the form; unknown verbs and kinds are ignored."""
    given = request.values
    return LogFilters(
        who=given.get("who", "")[:12], verb=given["verb"] if given.get("verb") in labels.VERBS else "",
        kind=given["kind"] if given.get("kind") in labels.KINDS else "", record=given.get("record", "")[:40],
        since=_day("since"), until=_day("until"))


def _day(name: str) -> date | None:
    return parse_date(request.values.get(name, "").strip()[:10])


def _oldest() -> int | None:
    return request.args.get("oldest", type=int)


@bp.get("/log")
@requires(Act.READ_LOG)
def index() -> ResponseReturnValue:
    """The whole audit, newest first, filtered by the address's parameters."""
    filters = _filters()
    return render_template(
        "audit/index.html", filters=filters, PORTAL=queries.PORTAL, users=directory().list_users(active_only=False),
        kinds=queries.kinds(), verbs=sorted(labels.VERBS.items(), key=lambda pair: str(pair[1])),
        asked={name: text for name, text in request.args.items() if text and name in _PARAMETERS}, **_page(filters))


@bp.get("/log/openings")
@requires(Act.READ_LOG)
def openings() -> ResponseReturnValue:
    """The log of who from outside a circle opened a protected partner."""
    return render_template("audit/openings.html", **_page(LogFilters(acts=queries.OPENINGS)))


@bp.get("/partners/<public_id>/log")
@requires(Act.USE_PORTAL)
def of_partner(public_id: str) -> ResponseReturnValue:
    """Every change to one partner and what belongs to it, for colleagues who may see it."""
    partner = directory().get_open_partner(public_id, current_user)
    return render_template("audit/partner.html", partner=partner, form=ForgetForm(formdata=None),
                           **_page(LogFilters(partner_id=partner.id)))


def _page(filters: LogFilters) -> dict[str, object]:
    """Template values for one page of lines, with the number of older ones, by which the next page is found."""
    lines, older = queries.page_of_lines(current_user, filters, _oldest())
    return {"lines": lines, "labels": labels, "is_first": _oldest() is None,
            "takes_out": may(current_user, Act.BLANK_LOG) and bool(request.args.get("take_out")),
            "older_count": older, "address": _address}


def _address(oldest: int | None) -> str:
    """The address of the same page with the newest of so many oldest entries."""
    values: dict[str, Any] = {name: text for name, text in request.args.items() if name in _PARAMETERS}
    return url_for(request.endpoint or "", **(request.view_args or {}), **values, oldest=oldest)


@bp.post("/log/file")
@requires(Act.READ_LOG)
@slow_work_first
def export() -> ResponseReturnValue:
    """Export the same entries as CSV. The export itself is recorded."""
    lines = queries.all_lines(current_user, _filters(), _MAX_EXPORTED)
    header = [_("Tid"), _("Hvem"), _("Hvad"), _("Id"), _("Partner"), _("Felt"), _("Før"), _("Efter")]
    content = csv_bytes(header, (row for line in lines for row in _rows(line)))
    begin_writing()
    service.note_export(by=current_user, count=len(lines))
    name = f"log-{clock.today().isoformat()}.csv"
    return Response(content, content_type="text/csv; charset=utf-8",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _rows(line: LogLine) -> list[list[str]]:
    """A row for each changed field; one row without a field where there are none to show."""
    entry = line.entry
    if line.is_redacted:
        return [[line.day.isoformat(), entry.actor_name, _("Noget rettet"), "",
                 line.partner.display_name if line.partner else "", "", "", ""]]
    head = [f"{clock.local(entry.at):%Y-%m-%d %H:%M:%S}", entry.actor_name, labels.act_label(entry.act),
            entry.subject_id, line.partner.display_name if line.partner else ""]
    return [[*head, labels.field_label(change.field), change.old or "", change.new or ""]
            for change in line.changes] or [[*head, "", "", ""]]


@bp.post("/log/values/<int:change_id>/blank")
@requires(Act.BLANK_LOG)
def blank(change_id: int) -> ResponseReturnValue:
    """Blank one value permanently."""
    change, line = queries.get_change(change_id, current_user)
    service.blank_value(by=current_user, change=change, line=line)
    flash(_("Værdierne er slettet i loggen. Det kan ikke fortrydes."), "message")
    if line.partner is not None:
        return redirect(url_for("audit.of_partner", public_id=line.partner.public_id))
    return redirect(url_for("audit.index"))


@bp.post("/partners/<public_id>/log/forget")
@requires(Act.BLANK_LOG)
def forget(public_id: str) -> ResponseReturnValue:
    """Blank every value that mentions somebody."""
    partner, form = directory().get_open_partner(public_id, current_user), ForgetForm()
    if form.validate():
        try:
            count = service.blank_mentions(by=current_user, partner=partner, words=form.words.data)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(ngettext("%(num)s værdi er slettet i loggen.", "%(num)s værdier er slettet i loggen.", count)
                  if count else _("Der stod ikke noget om det i loggen."), "message")
            return redirect(url_for("audit.of_partner", public_id=public_id))
    return render_template("audit/partner.html", partner=partner, form=form,
                           **_page(LogFilters(partner_id=partner.id))), 422
