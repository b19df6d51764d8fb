"""Moving between stages, into the archive and back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo
from outreach.partners import service, stages
from outreach.partners.forms import StageForm
from outreach.partners.queries import get_open_partner
from outreach.partners.views import bp


@bp.route("/partners/<public_id>/stage", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
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
