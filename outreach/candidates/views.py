"""The page of possible partners, for one colleague at a desk or projected for a group (`?wall`)."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.candidates import queries, service
from outreach.candidates.forms import CandidateForm
from outreach.core import clock
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires

bp = Blueprint("candidates", __name__)

_UNDO = timedelta(minutes=15)


@bp.route("/neighbourhood", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def index() -> ResponseReturnValue:
    """The form for one candidate, the list, and the target groups and districts without a partner."""
    form = CandidateForm()
    if form.validate_on_submit():
        try:
            candidate, alike = service.add_candidate(by=current_user, **form.written())
        except DomainError as error:
            form.add_error(error)
        else:
            if alike:
                flash(_("%(name)s er på listen. Det ligner %(others)s: er det den samme?", name=candidate.name,
                        others=", ".join(alike)), "warning")
            return _back()
    return render_template(
        "candidates/index.html", form=form, candidates=queries.list_candidates(), wall="wall" in request.args,
        discarded=queries.list_discarded(clock.now() - _UNDO), spots=queries.white_spots(current_user),
    ), 422 if form.is_submitted() else 200


def _back() -> ResponseReturnValue:
    """To the page, in the large view where the request came from that."""
    return redirect(url_for("candidates.index", wall=1 if "wall" in request.args else None))


@bp.post("/neighbourhood/<public_id>/discard")
@requires(Act.EDIT_PARTNERS)
def discard(public_id: str) -> ResponseReturnValue:
    """Discard a candidate; the page offers to restore it."""
    service.discard(by=current_user, candidate=queries.get_candidate(public_id))
    return _back()


@bp.post("/neighbourhood/<public_id>/restore")
@requires(Act.EDIT_PARTNERS)
def restore(public_id: str) -> ResponseReturnValue:
    """Restore a discarded candidate."""
    service.restore(by=current_user, candidate=queries.get_candidate(public_id))
    return _back()


@bp.post("/neighbourhood/<public_id>/partner")
@requires(Act.EDIT_PARTNERS)
def make_partner(public_id: str) -> ResponseReturnValue:
    """Make a partner of a candidate."""
    partner = service.make_partner(by=current_user, candidate=queries.get_candidate(public_id))
    flash(_("%(name)s har fået en profil. Skriv mere, når I ved mere.", name=partner.name), "message")
    return redirect(url_for("partner_page.partner", public_id=partner.public_id))
