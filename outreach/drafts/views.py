"""What waits to be saved: the page one comes to after signing in again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.permissions import Act, requires
from outreach.drafts import queries, service
from outreach.drafts.labels import form_label

bp = Blueprint("drafts", __name__)


@bp.get("/kept/<public_id>")
@requires(Act.USE_PORTAL)
def waiting(public_id: str) -> ResponseReturnValue:
    """A form that was being saved: go on with it, or throw it away. What stands in it is shown in the form alone,
    which asks as always who may see it."""
    row = queries.get_kept(public_id, current_user)
    return render_template("drafts/waiting.html", row=row, label=form_label(row), action=request.script_root + row.path)


@bp.post("/kept/<public_id>/throw")
@requires(Act.USE_PORTAL)
def throw(public_id: str) -> ResponseReturnValue:
    """Throw one away."""
    service.throw_away(row=queries.get_kept(public_id, current_user))
    flash(_("Det er smidt væk."), "message")
    return redirect(url_for("today.front"))
