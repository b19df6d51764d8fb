"""What the telephone asks for by itself: the shell it keeps, the worker, the key, and where unsent visits go."""

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
from outreach.visits.offline import greeting
from outreach.visits.service import SameVisit
from outreach.visits.views import bp
from outreach.visits.views.record_visit import save


@bp.get("/visits/worker.js")
@public
def worker() -> Response:
    """The service worker. It stands here, and not with the other scripts, because its address bounds what it may do."""
    return send_file(Path(current_app.static_folder or "") / "js" / "visit-worker.js", mimetype="text/javascript")


@bp.get("/visits/log/shell")
@requires(Act.EDIT_PARTNERS)
def shell() -> str:
    """The empty form that a telephone keeps: no names, no colleague, no token."""
    return render_template("visits/shell.html", form=LogForm(formdata=None, meta={"csrf": False}), labels=labels)


@bp.get("/visits/log/hello")
@requires(Act.EDIT_PARTNERS)
def hello() -> Response:
    """Whether the portal can be reached and knows this colleague; then the key, and where asked the names to keep."""
    names = queries.list_names(current_user) if "names" in request.args else ()
    return jsonify(greeting(current_user, secret=current_app.config["SECRET_KEY"], token=generate_csrf(),
                            hours=current_app.config["SESSION_HOURS"], names=names))


@bp.post("/visits/log/send")
@requires(Act.EDIT_PARTNERS)
def send() -> ResponseReturnValue:
    """An unsent visit, sent by itself. `saved` is its page; else `faults` in words, and a colleague must look."""
    form = LogForm()
    try:
        partner = get_open_partner(form.partner.data, current_user) if form.partner.data else None
        visit = save(form, partner)
    except PartnerHiddenError:
        return jsonify(faults=[_("Partneren er ikke åben for dig længere.")]), 422
    except SameVisit as asked:
        return jsonify(faults=[asked.message]), 422
    if visit is None:
        faults = [text for field in form for text in field.errors if isinstance(text, str)]
        return jsonify(faults=[*form.form_errors, *faults]), 422
    return jsonify(saved=url_for("visits.day", public_id=visit.public_id))
