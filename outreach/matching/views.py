"""Noting what a partner answered to an offer."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.permissions import Act, requires
from outreach.matching import service
from outreach.matching.models import Answer
from outreach.offers.queries import get_offer
from outreach.partners.queries import get_open_partner

bp = Blueprint("matching", __name__)


@bp.post("/partners/<public_id>/offers/<offer_id>/answer")
@requires(Act.EDIT_PARTNERS)
def answer(public_id: str, offer_id: str) -> ResponseReturnValue:
    """Keep a yes, a maybe or a no; an empty answer takes it back."""
    partner = get_open_partner(public_id, current_user)
    offer = get_offer(offer_id)
    given = request.form.get("answer", "")
    if given not in {"", *(choice.value for choice in Answer)}:
        abort(400)
    service.answer_offer(by=current_user, partner=partner, offer=offer, answer=Answer(given) if given else None)
    flash(_("Svaret er noteret."), "message")
    return redirect(url_for("partner_page.partner", public_id=public_id, _anchor="offers"))
