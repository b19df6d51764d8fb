"""The page of one draft, which a user comes to after signing in again."""

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
def show(public_id: str) -> ResponseReturnValue:
    """Offer to go on with a draft or to discard it. Its text is shown in the form only, which checks access itself."""
    draft = queries.get_draft(public_id, current_user)
    return render_template("drafts/show.html", draft=draft, label=form_label(draft),
                           action=request.script_root + draft.path)


@bp.post("/kept/<public_id>/throw")
@requires(Act.USE_PORTAL)
def discard(public_id: str) -> ResponseReturnValue:
    """Delete one draft."""
    service.discard_draft(draft=queries.get_draft(public_id, current_user))
    flash(_("Det er smidt væk."), "message")
    return redirect(url_for("today.front"))
