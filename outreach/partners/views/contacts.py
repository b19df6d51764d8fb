"""The professionals at a partner."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.permissions import Act, requires
from outreach.partners import service
from outreach.partners.forms import ContactForm
from outreach.partners.queries import get_open_partner
from outreach.partners.views import bp
from outreach.partners.views.sections import edit_section, get_child, remove_child


@bp.route("/partners/<public_id>/contacts/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new_contact(public_id: str) -> ResponseReturnValue:
    """Add a contact."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, ContactForm, "contact.html", anchor="contacts", contact=None,
        save=lambda form: service.add_contact(by=current_user, partner=partner, data=form.to_input()))


@bp.route("/partners/<public_id>/contacts/<contact_id>", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_contact(public_id: str, contact_id: str) -> ResponseReturnValue:
    """Change a contact."""
    partner = get_open_partner(public_id, current_user)
    contact = get_child(partner.contacts, contact_id)
    return edit_section(
        partner, partial(ContactForm, obj=contact, data={"first": partner.contacts[0] is contact}), "contact.html",
        anchor="contacts", contact=contact,
        save=lambda form: service.change_contact(by=current_user, partner=partner, contact=contact,
                                                 data=form.to_input(), first=form.first.data))


@bp.post("/partners/<public_id>/contacts/<contact_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove_contact(public_id: str, contact_id: str) -> ResponseReturnValue:
    """Remove a contact."""
    partner = get_open_partner(public_id, current_user)
    contact = get_child(partner.contacts, contact_id)
    return remove_child(partner, contact, partial(service.remove_contact, contact=contact),
                        _("Kontaktpersonen er slettet."), anchor="contacts")


@bp.post("/partners/<public_id>/undo/<step_id>")
@requires(Act.EDIT_PARTNERS)
def undo(public_id: str, step_id: str) -> ResponseReturnValue:
    """Bring back a contact, a quote or a guess that was just removed."""
    partner = get_open_partner(public_id, current_user)
    service.restore_removed(by=current_user, partner=partner, step_id=step_id)
    flash(_("Det er tilbage igen."), "message")
    return redirect(url_for("partner_page.partner", public_id=public_id))
