"""Recording visits offline: the empty form and service worker a phone caches, its key, and sending unsent visits."""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, jsonify, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from outreach.core.permissions import Act, public, requires
from outreach.partners.protection import PartnerHiddenError
from outreach.partners.queries import get_open_partner
from outreach.visits import labels, queries
from outreach.visits.forms import LogForm
from outreach.visits.offline import session_data
from outreach.visits.service import PossibleDuplicate
from outreach.visits.views import bp
from outreach.visits.views.record_visit import save


@bp.get("/visits/worker.js")
@public
def worker() -> Response:
    """The service worker. Served from here and not from /static, because its URL bounds the pages it may control."""
    return send_file(Path(current_app.static_folder or "") / "js" / "offline-worker.js", mimetype="text/javascript")


@bp.get("/visits/log/shell")
@requires(Act.EDIT_PARTNERS)
def shell() -> str:
    """The empty form that a phone caches: no names, no colleague, no token."""
    return render_template("visits/shell.html", form=LogForm(formdata=None, meta={"csrf": False}), labels=labels)


@bp.get("/visits/log/hello")
@requires(Act.EDIT_PARTNERS)
def offline_session() -> Response:
    """For a signed-in colleague: the key for drafts and a CSRF token, with ?names also the partners' names to cache."""
    names = queries.list_names(current_user) if "names" in request.args else ()
    return jsonify(session_data(current_user, secret=current_app.config["SECRET_KEY"], token=generate_csrf(),
                                hours=current_app.config["SESSION_HOURS"], names=names))


@bp.post("/visits/log/send")
@requires(Act.EDIT_PARTNERS)
def send() -> ResponseReturnValue:
    """Record a visit that a script sends: JSON with `saved`, the visit's address, or 422 with `faults`, texts."""
    form = LogForm()
    try:
        partner = get_open_partner(form.partner.data, current_user) if form.partner.data else None
        visit = save(form, partner)
    except PartnerHiddenError:
        return jsonify(faults=[_("Partneren er ikke åben for dig længere.")]), 422
    except PossibleDuplicate as error:
        return jsonify(faults=[error.message]), 422
    if visit is None:
        faults = [text for field in form for text in field.errors if isinstance(text, str)]
        return jsonify(faults=[*form.form_errors, *faults]), 422
    return jsonify(saved=url_for("visits.day", public_id=visit.public_id))
