"""The page of a protected partner that is hidden from the viewer, and opening it with a reason."""

from __future__ import annotations

import re

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import clock
from outreach.core.errors import DomainError
from outreach.core.formatting import clock_time
from outreach.core.permissions import Act, requires
from outreach.partners import service, stages
from outreach.partners.forms import OpenForm
from outreach.partners.protection import PartnerHiddenError, RedactedPartner
from outreach.partners.queries import get_open_partner, get_partner, list_openings
from outreach.partners.views import bp
from outreach.partners.views.sections import get_child


@bp.app_errorhandler(PartnerHiddenError)
def _hidden(error: PartnerHiddenError) -> Response:
    """Whatever page was asked for: what may be shown, and a way in for who has a reason."""
    after = request.full_path.rstrip("?") if request.method == "GET" else ""
    return make_response(_page(error.partner, OpenForm(formdata=None, after=after)), 403)


def _page(partner: RedactedPartner, form: OpenForm) -> str:
    return render_template("partners/hidden.html", partner=partner, form=form, stages=stages,
                           minutes=current_app.config["OPENING_MINUTES"])


@bp.post("/partners/<public_id>/open")
@requires(Act.USE_PORTAL)
def open_hidden(public_id: str) -> ResponseReturnValue:
    """Open a protected partner for a while; the circle is told."""
    partner = get_partner(public_id, current_user)
    form = OpenForm()
    after = _own_address(form.after.data) or url_for("partner_page.partner", public_id=public_id)
    if not isinstance(partner, RedactedPartner):
        return redirect(after)
    if form.validate():
        try:
            opening = service.open_partner(by=current_user, partner=partner, reason=form.reason.data,
                                           minutes=current_app.config["OPENING_MINUTES"])
        except DomainError as error:
            form.add_error(error)
        else:
            until = clock_time(clock.local(opening.expires_at).time()) if opening else ""
            flash(_("Du kan se og rette partneren til %(until)s. Kredsen får det at vide.", until=until), "message")
            return redirect(after)
    return _page(partner, form), 422


def _own_address(path: str | None) -> str | None:
    """A path of this portal, never of another place on the net."""
    if not path or not re.fullmatch(r"/(?![/\\])[^\s\\]*", path):
        return None
    return f"{request.script_root}{path}"


@bp.post("/partners/<public_id>/openings/<opening_id>/end")
@requires(Act.USE_PORTAL)
def end_opening(public_id: str, opening_id: str) -> ResponseReturnValue:
    """The circle ends a visitor's hour at once."""
    partner = get_open_partner(public_id, current_user)
    opening = get_child(list_openings(partner), opening_id)
    service.end_opening(by=current_user, partner=partner, opening=opening)
    flash(_("%(name)s kan ikke længere se partneren.", name=opening.user.name), "message")
    return redirect(url_for("partner_page.partner", public_id=public_id))
