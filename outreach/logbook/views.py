"""Who did what: the whole audit for administrators, one partner's for who sees the partner."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from outreach.core import clock
from outreach.core.csv_files import csv_bytes
from outreach.core.errors import DomainError
from outreach.core.forms import parse_date
from outreach.core.permissions import Act, may, requires
from outreach.logbook import labels, queries, service
from outreach.logbook.forms import ForgetForm
from outreach.logbook.queries import Line, Wanted
from outreach.partners.queries import get_open_partner
from outreach.users.queries import list_users

bp = Blueprint("logbook", __name__)

#: What an address can ask for.
_ASKED = frozenset({"who", "verb", "kind", "record", "since", "until", "take_out"})
#: So many entries in one file.
_MOST = 50_000


def _wanted() -> Wanted:
    """What the address or the form asks for; words it does not know are as good as none."""
    given = request.values
    return Wanted(
        who=given.get("who", "")[:12], verb=given["verb"] if given.get("verb") in labels.VERBS else "",
        kind=given["kind"] if given.get("kind") in labels.KINDS else "", record=given.get("record", "")[:40],
        since=_day("since"), until=_day("until"))


def _day(name: str) -> date | None:
    return parse_date(request.values.get(name, "").strip()[:10])


def _before() -> int | None:
    return request.args.get("before", type=int)


@bp.get("/log")
@requires(Act.READ_LOG)
def index() -> ResponseReturnValue:
    """The whole audit, the newest first, narrowed by what the address asks for."""
    wanted = _wanted()
    return render_template(
        "logbook/index.html", wanted=wanted, PORTAL=queries.PORTAL, users=list_users(active_only=False),
        kinds=queries.kinds(), verbs=sorted(labels.VERBS.items(), key=lambda pair: str(pair[1])),
        asked={name: text for name, text in request.args.items() if text and name in _ASKED}, **_page(wanted))


@bp.get("/log/openings")
@requires(Act.READ_LOG)
def openings() -> ResponseReturnValue:
    """Who from outside a circle opened a protected partner."""
    return render_template("logbook/openings.html", **_page(Wanted(acts=queries.OPENINGS)))


@bp.get("/partners/<public_id>/log")
@requires(Act.USE_PORTAL)
def of_partner(public_id: str) -> ResponseReturnValue:
    """Every change to one partner and what belongs to it, for who may see it."""
    partner = get_open_partner(public_id, current_user)
    return render_template("logbook/partner.html", partner=partner, form=ForgetForm(formdata=None),
                           **_page(Wanted(partner_id=partner.id)))


def _page(wanted: Wanted) -> dict[str, object]:
    """One page of lines, and the key of the next one where there is more."""
    lines = queries.list_lines(current_user, wanted, _before(), limit=queries.PAGE_LENGTH + 1)
    more = len(lines) > queries.PAGE_LENGTH
    return {"lines": lines[:queries.PAGE_LENGTH], "labels": labels, "is_first": _before() is None,
            "takes_out": may(current_user, Act.BLANK_LOG) and bool(request.args.get("take_out")),
            "next_key": lines[queries.PAGE_LENGTH - 1].entry.id if more else None, "address": _address}


def _address(before: int | None) -> str:
    """The same page, further back."""
    values: dict[str, Any] = {name: text for name, text in request.args.items() if name in _ASKED}
    return url_for(request.endpoint or "", **(request.view_args or {}), **values, before=before)


@bp.post("/log/file")
@requires(Act.READ_LOG)
def export() -> ResponseReturnValue:
    """The same entries as a file for a spreadsheet. That it was taken is an entry itself."""
    lines = queries.all_lines(current_user, _wanted(), _MOST)
    header = [_("Tid"), _("Hvem"), _("Hvad"), _("Id"), _("Partner"), _("Felt"), _("Før"), _("Efter")]
    content = csv_bytes(header, (row for line in lines for row in _rows(line)))
    service.note_export(by=current_user, count=len(lines))
    name = f"log-{clock.today().isoformat()}.csv"
    return Response(content, content_type="text/csv; charset=utf-8",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _rows(line: Line) -> list[list[str]]:
    """A row for each changed field; one without a field where there is none to show."""
    entry = line.entry
    if line.is_veiled:
        return [[line.day.isoformat(), entry.actor_name, _("Noget rettet"), "",
                 line.partner.display_name if line.partner else "", "", "", ""]]
    head = [f"{clock.local(entry.at):%Y-%m-%d %H:%M:%S}", entry.actor_name, labels.act_label(entry.act),
            entry.subject_id, line.partner.display_name if line.partner else ""]
    return [[*head, labels.field_label(each.field), each.old or "", each.new or ""]
            for each in line.changes] or [[*head, "", "", ""]]


@bp.post("/log/values/<int:change_id>/blank")
@requires(Act.BLANK_LOG)
def blank(change_id: int) -> ResponseReturnValue:
    """Take one value away for good."""
    change, line = queries.get_change(change_id, current_user)
    service.blank_value(by=current_user, change=change, line=line)
    flash(_("Værdierne er slettet i loggen. Det kan ikke fortrydes."), "message")
    if line.partner is not None:
        return redirect(url_for("logbook.of_partner", public_id=line.partner.public_id))
    return redirect(url_for("logbook.index"))


@bp.post("/partners/<public_id>/log/forget")
@requires(Act.BLANK_LOG)
def forget(public_id: str) -> ResponseReturnValue:
    """Take away every value in which somebody stands."""
    partner, form = get_open_partner(public_id, current_user), ForgetForm()
    if form.validate():
        try:
            count = service.blank_mentions(by=current_user, partner=partner, words=form.words.data)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(ngettext("%(num)s værdi er slettet i loggen.", "%(num)s værdier er slettet i loggen.", count)
                  if count else _("Der stod ikke noget om det i loggen."), "message")
            return redirect(url_for("logbook.of_partner", public_id=public_id))
    return render_template("logbook/partner.html", partner=partner, form=form,
                           **_page(Wanted(partner_id=partner.id))), 422
