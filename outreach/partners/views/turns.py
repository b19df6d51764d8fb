"""The day to decide by, the signed agreement, and the list of a good ending."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError, NotFound
from outreach.core.permissions import Act, requires
from outreach.partners import service
from outreach.partners.forms import AgreementForm, DecideByForm, EndingForm
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner, list_agreements, list_endings
from outreach.partners.views import bp

_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def _one_form(partner: OpenPartner, form: Any, template: str, save: Callable[[], object]) -> ResponseReturnValue:
    """Show the form, or save it and go back to the partner's page."""
    if form.validate_on_submit():
        try:
            save()
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Gemt."), "message")
            return redirect(url_for("dossier.partner", public_id=partner.public_id))
    return render_template(f"partners/{template}", partner=partner, form=form), 422 if form.is_submitted() else 200


@bp.route("/partners/<public_id>/decide-by", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def decide_by(public_id: str) -> ResponseReturnValue:
    """Another day to decide by."""
    partner = get_open_partner(public_id, current_user)
    form = DecideByForm(data={"decide_by": partner.decide_by})
    return _one_form(partner, form, "decide_by.html", lambda: service.change_decide_by(
        by=current_user, partner=partner, day=form.decide_by.data))


@bp.route("/partners/<public_id>/agreement", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def agreement(public_id: str) -> ResponseReturnValue:
    """Keep a signed paper."""
    partner = get_open_partner(public_id, current_user)
    form = AgreementForm()
    return _one_form(partner, form, "agreement.html", lambda: service.add_agreement(
        by=current_user, partner=partner, draft=form.agreement()))


@bp.get("/partners/<public_id>/agreement/<agreement_id>")
@requires(Act.USE_PORTAL)
def agreement_file(public_id: str, agreement_id: str) -> Response:
    """The signed paper itself, for who may see the partner. Its name says nothing of whom it is with."""
    partner = get_open_partner(public_id, current_user)
    found = next((each for each in list_agreements(partner) if each.public_id == agreement_id), None)
    if found is None or found.file is None:
        raise NotFound
    return send_file(BytesIO(found.file.content), mimetype=found.file.media_type, as_attachment=True,
                     download_name=f"{found.public_id}.{_ENDINGS[found.file.media_type]}")


@bp.route("/partners/<public_id>/ending", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def ending(public_id: str) -> ResponseReturnValue:
    """What of the good ending was still to do."""
    partner = get_open_partner(public_id, current_user)
    latest = next(iter(list_endings(partner)), None)
    if latest is None:
        raise NotFound
    form = EndingForm(data=EndingForm.stored(latest))

    def save() -> None:
        draft = form.ending()
        if draft is not None:
            service.change_ending(by=current_user, partner=partner, ending=latest, draft=draft)

    return _one_form(partner, form, "ending.html", save)
