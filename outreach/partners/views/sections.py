"""The sections of a partner's profile, each with its own form and its own save."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from outreach.audit.queries import list_for_partner
from outreach.core.concurrent_edits import Record, SectionForm, edit_record
from outreach.core.db import Identified
from outreach.core.errors import NotFound
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo, save_removed_row
from outreach.partners import service
from outreach.partners.forms import AccessForm, BasicsForm, EverydayForm, NeedsForm
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner, is_open_to
from outreach.partners.views import bp

#: The tabs of the edit pages: endpoint, label.
TABS = (("partners.edit_basics", _l("Grundoplysninger")), ("partners.edit_needs", _l("Målgrupper og behov")),
        ("partners.edit_everyday", _l("Hverdag og bekymringer")), ("partners.edit_access", _l("Hos os og beskyttelse")))

#: Saves a valid form; raises DomainError.
Save = Callable[[Any], object]
Row = TypeVar("Row", bound=Identified)


def edit_section(partner: OpenPartner, make_form: Callable[..., SectionForm], template: str, save: Save, *,
                 anchor: str, **values: Any) -> ResponseReturnValue:
    """Show a section's form, or check, save and go back to that section of the partner's page (`anchor`).

    `make_form` makes the form from what is stored and what was sent, with formdata=None from what is stored alone.
    """
    form = make_form()

    def show(status: int) -> ResponseReturnValue:
        return render_template(f"partners/{template}", partner=partner, form=form, tabs=TABS, **values), status

    def do() -> ResponseReturnValue:
        save(form)
        return _back_to(partner, anchor)

    def changed_by() -> str:
        last = list_for_partner(partner.id, limit=1)
        return last[0].actor_name if last else ""

    record = Record(partner.display_name, url_for("partner_page.partner", public_id=partner.public_id, _anchor=anchor),
                    changed_by)
    return edit_record(form, make_form(formdata=None), record, show=show, save=do)


def _back_to(partner: OpenPartner, anchor: str) -> ResponseReturnValue:
    flash(_("Gemt."), "message")
    if not is_open_to(partner, current_user):  # they gave the partner out of their own hands
        return redirect(url_for("partners.index"))
    return redirect(url_for("partner_page.partner", public_id=partner.public_id, _anchor=anchor))


def get_child(rows: Iterable[Row], public_id: str) -> Row:
    """The row of a partner's list with this public id. Raises NotFound."""
    row = next((row for row in rows if row.public_id == public_id), None)
    if row is None:
        raise NotFound
    return row


def remove_child(partner: OpenPartner, row: Identified, remove: Callable[..., None], message: str, *,
                 anchor: str) -> ResponseReturnValue:
    """Remove a row of a partner by the service act `remove`, and tell so with `message` and a way back."""
    step = save_removed_row(by=current_user, row=row)
    remove(by=current_user, partner=partner)
    flash_undo(message, url_for("partners.undo", public_id=partner.public_id, step_id=step.public_id))
    return redirect(url_for("partner_page.partner", public_id=partner.public_id, _anchor=anchor))


@bp.get("/partners/<public_id>/edit")
@requires(Act.EDIT_PARTNERS)
def edit(public_id: str) -> ResponseReturnValue:
    """The first section."""
    return redirect(url_for("partners.edit_basics", public_id=public_id))


@bp.route("/partners/<public_id>/edit/basics", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_basics(public_id: str) -> ResponseReturnValue:
    """Name, kind, place and numbers."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, partial(BasicsForm, partner), "edit_basics.html", anchor="basics",
        save=lambda form: service.change_basics(by=current_user, partner=partner, basics=form.basics()))


@bp.route("/partners/<public_id>/edit/needs", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_needs(public_id: str) -> ResponseReturnValue:
    """Whom they are there for and what would help."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, partial(NeedsForm, partner), "edit_needs.html", anchor="needs",
        save=lambda form: service.change_people_and_needs(by=current_user, partner=partner, **form.chosen()))


@bp.route("/partners/<public_id>/edit/everyday", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_everyday(public_id: str) -> ResponseReturnValue:
    """Their days, what counts, worries, words to keep away from."""
    partner = get_open_partner(public_id, current_user)
    return edit_section(
        partner, partial(EverydayForm, partner), "edit_everyday.html", anchor="everyday",
        save=lambda form: service.change_everyday(by=current_user, partner=partner, **form.written()))


@bp.route("/partners/<public_id>/edit/ours", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit_access(public_id: str) -> ResponseReturnValue:
    """Who of us is there for them, and who may see them."""
    partner = get_open_partner(public_id, current_user)

    def save(form: AccessForm) -> None:
        alone = service.change_access(by=current_user, partner=partner, access=form.access())
        if alone:
            flash(ngettext("%(num)s besøg, som flere partnere delte, står nu kun hos %(name)s.",
                           "%(num)s besøg, som flere partnere delte, står nu kun hos %(name)s.", alone,
                           name=partner.display_name))

    return edit_section(
        partner, partial(AccessForm, partner), "edit_access.html", anchor="ours",
        allowed=service.may_change_access(current_user, partner), save=save)
