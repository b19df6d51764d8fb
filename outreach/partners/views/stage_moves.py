"""The decide-by date, the signed agreement, and the checklist of an ending."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError, NotFound
from outreach.core.permissions import Act, requires
from outreach.partners import service
from outreach.partners.forms import AgreementForm, DecideByForm, EndingForm
from outreach.partners.queries import get_open_partner, list_agreements, list_endings
from outreach.partners.views import bp
from outreach.partners.views.sections import edit_section, get_child

_FILE_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@bp.route("/partners/<public_id>/decide-by", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def decide_by(public_id: str) -> ResponseReturnValue:
    """Change the decide-by date."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, partial(DecideByForm, data={"decide_by": partner.decide_by}), "decide_by.html", anchor="stage",
        save=lambda form: service.change_decide_by(by=current_user, partner=partner, day=form.decide_by.data))


@bp.route("/partners/<public_id>/agreement", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def agreement(public_id: str) -> ResponseReturnValue:
    """Save a signed agreement."""
    partner = get_open_partner(public_id, current_user)
    form = AgreementForm()
    if form.validate_on_submit():
        try:
            service.add_agreement(by=current_user, partner=partner, draft=form.agreement())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Gemt."), "message")
            return redirect(url_for("partner_page.partner", public_id=public_id))
    return (render_template("partners/agreement.html", partner=partner, form=form),
            422 if form.is_submitted() else 200)


@bp.get("/partners/<public_id>/agreement/<agreement_id>")
@requires(Act.USE_PORTAL)
def agreement_file(public_id: str, agreement_id: str) -> Response:
    """The file of a signed agreement, for those who may see the partner. Its name does not name the partner."""
    partner = get_open_partner(public_id, current_user)
    file = get_child(list_agreements(partner), agreement_id).file
    if file is None:
        raise NotFound
    return send_file(BytesIO(file.content), mimetype=file.media_type, as_attachment=True,
                     download_name=f"{agreement_id}.{_FILE_ENDINGS[file.media_type]}")


@bp.route("/partners/<public_id>/ending", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def ending(public_id: str) -> ResponseReturnValue:
    """Change the checklist of the latest ending."""
    partner = get_open_partner(public_id, current_user)
    latest = next(iter(list_endings(partner)), None)
    if latest is None:
        raise NotFound

    def save(form: EndingForm) -> None:
        draft = form.ending()
        if draft is not None:
            service.change_ending(by=current_user, partner=partner, ending=latest, draft=draft)

    return edit_section(partner, partial(EndingForm, data=EndingForm.stored(latest)), "ending.html", save,
                        anchor="stage")
