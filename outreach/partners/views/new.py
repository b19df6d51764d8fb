"""A new partner, and the warning that it may stand here already."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.text_rules import clean
from outreach.partners import limits, service
from outreach.partners.duplicates import DuplicateClues, PossibleDuplicate, clues_of, find_duplicates
from outreach.partners.forms import NewPartnerForm
from outreach.partners.protection import OpenPartner
from outreach.partners.views import bp


@bp.route("/partners/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new() -> ResponseReturnValue:
    """One page from nothing to a profile that papers can be made from."""
    form = NewPartnerForm()
    if not form.is_submitted():
        return render_template("partners/new.html", form=form, duplicates=[])
    if not form.validate():
        return render_template("partners/new.html", form=form, duplicates=[]), 422
    data = form.to_input()
    duplicates = find_duplicates(clues_of(data), viewer=current_user)
    if duplicates and not _already_warned(form, duplicates):
        return render_template("partners/new.html", form=form, duplicates=duplicates), 409
    try:
        partner = service.create_partner(by=current_user, data=data)
    except DomainError as error:
        form.add_error(error)
        return render_template("partners/new.html", form=form, duplicates=[]), 422
    flash(_welcome(partner), "message")
    return redirect(url_for("partner_page.partner", public_id=partner.public_id))


def _already_warned(form: NewPartnerForm, duplicates: list[PossibleDuplicate]) -> bool:
    """Whether the colleague said "all the same", or had every one of these on the page while writing."""
    shown_ids = set((form.seen.data or "").split())
    return form.confirmed.data == "yes" or all(duplicate.public_id in shown_ids for duplicate in duplicates)


def _welcome(partner: OpenPartner) -> str:
    if partner.is_protected:
        return _("%(name)s er oprettet. Partneren er beskyttet fra start: kun du og dem, du vælger, kan se den.",
                 name=partner.name)
    return _("%(name)s er oprettet.", name=partner.name)


@bp.post("/partners/similar")
@requires(Act.EDIT_PARTNERS)
def similar() -> str:
    """A fragment with the partners that look like what is being typed. Sent by POST: names belong in no address."""
    clues = DuplicateClues(name=clean(request.form.get("name"))[:limits.NAME],
                  phones=(clean(request.form.get("phone"))[:limits.PHONE],),
                  emails=(clean(request.form.get("email"))[:limits.EMAIL],))
    return render_template("partners/_similar.html", duplicates=find_duplicates(clues, viewer=current_user))
