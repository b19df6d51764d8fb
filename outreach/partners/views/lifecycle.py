"""Moving between stages, with the decide-by date, the signed agreement and the checklist of an ending; into the archive
and back."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from flask import Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError, NotFound
from outreach.core.permissions import Act, requires
from outreach.core.transactions import slow_work_first
from outreach.core.undo import flash_undo
from outreach.partners import service, stages
from outreach.partners.forms import AgreementForm, DecideByForm, EndingForm, StageForm
from outreach.partners.queries import get_open_partner, list_agreements, list_endings
from outreach.partners.views import bp
from outreach.partners.views.sections import edit_section, get_child

_FILE_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@bp.route("/partners/<public_id>/stage", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
@slow_work_first
def move_stage(public_id: str) -> ResponseReturnValue:
    """Move to another stage, with a date and a reason."""
    partner = get_open_partner(public_id, current_user)
    form = StageForm(partner.stage)
    if form.validate_on_submit():
        try:
            service.move_stage(by=current_user, partner=partner, **form.move())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("%(name)s er nu ”%(stage)s”.", name=partner.name, stage=stages.label(partner.stage)),
                  "message")
            return redirect(url_for("partner_page.partner", public_id=public_id))
    status = 422 if form.is_submitted() else 200
    return render_template("partners/stage.html", partner=partner, form=form, stages=stages,
                           Stage=stages.Stage), status


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
@slow_work_first
def agreement(public_id: str) -> ResponseReturnValue:
    """Save a signed agreement."""
    partner = get_open_partner(public_id, current_user)
    form = AgreementForm()
    if form.validate_on_submit():
        try:
            service.add_agreement(by=current_user, partner=partner, data=form.agreement())
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
        data = form.ending()
        if data is not None:
            service.change_ending(by=current_user, partner=partner, ending=latest, data=data)

    return edit_section(partner, partial(EndingForm, data=EndingForm.stored(latest)), "ending.html", save,
                        anchor="stage")


@bp.post("/partners/<public_id>/archive")
@requires(Act.ARCHIVE_PARTNERS)
def archive(public_id: str) -> ResponseReturnValue:
    """Put the partner away; its page offers the way back at once."""
    partner = get_open_partner(public_id, current_user)
    service.archive_partner(by=current_user, partner=partner)
    flash_undo(_("%(name)s er lagt i arkivet.", name=partner.name), url_for("partners.restore", public_id=public_id))
    return redirect(url_for("partner_page.partner", public_id=public_id))


@bp.post("/partners/<public_id>/restore")
@requires(Act.ARCHIVE_PARTNERS)
def restore(public_id: str) -> ResponseReturnValue:
    """Take the partner out of the archive."""
    partner = get_open_partner(public_id, current_user)
    service.restore_partner(by=current_user, partner=partner)
    flash(_("%(name)s er hentet frem igen.", name=partner.name), "message")
    return redirect(url_for("partner_page.partner", public_id=public_id))
