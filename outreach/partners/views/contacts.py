"""The professionals at a partner."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import NotFound
from outreach.core.permissions import Act, requires
from outreach.core.undoing import flash_undo
from outreach.partners import service
from outreach.partners.forms import ContactForm
from outreach.partners.models import Contact
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner
from outreach.partners.views import bp
from outreach.partners.views.sections import edit_section


@bp.route("/partners/<public_id>/contacts/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new_contact(public_id: str) -> ResponseReturnValue:
    """Add a contact."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, ContactForm(), ContactForm(formdata=None), "contact.html", anchor="contacts", contact=None,
        save=lambda form: service.add_contact(by=current_user, partner=partner, draft=form.draft()))


@bp.route("/partners/<public_id>/contacts/<contact_id>", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_contact(public_id: str, contact_id: str) -> ResponseReturnValue:
    """Put a contact right."""
    partner = get_open_partner(public_id, current_user)
    contact = _contact(partner, contact_id)
    stored: dict[str, Any] = {"first": partner.contacts[0] is contact}
    return edit_section(
        partner, ContactForm(obj=contact, data=stored), ContactForm(formdata=None, obj=contact, data=stored),
        "contact.html", anchor="contacts", contact=contact,
        save=lambda form: service.change_contact(by=current_user, partner=partner, contact=contact, draft=form.draft(),
                                                 first=form.first.data))


@bp.post("/partners/<public_id>/contacts/<contact_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove_contact(public_id: str, contact_id: str) -> ResponseReturnValue:
    """Take a contact away."""
    partner = get_open_partner(public_id, current_user)
    contact = _contact(partner, contact_id)
    step = service.keep_removed(by=current_user, row=contact)
    service.remove_contact(by=current_user, partner=partner, contact=contact)
    flash_undo(_("Kontaktpersonen er slettet."), url_for("partners.undo", public_id=public_id, step_id=step.public_id))
    return redirect(url_for("partner_page.partner", public_id=public_id, _anchor="contacts"))


@bp.post("/partners/<public_id>/undo/<step_id>")
@requires(Act.EDIT_PARTNERS)
def undo(public_id: str, step_id: str) -> ResponseReturnValue:
    """Bring back a contact, a quote or a guess that was just removed."""
    partner = get_open_partner(public_id, current_user)
    service.bring_back(by=current_user, partner=partner, step_id=step_id)
    flash(_("Det er tilbage igen."), "message")
    return redirect(url_for("partner_page.partner", public_id=public_id))


def _contact(partner: OpenPartner, contact_id: str) -> Contact:
    contact = next((each for each in partner.contacts if each.public_id == contact_id), None)
    if contact is None:
        raise NotFound
    return contact
