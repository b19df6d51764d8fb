"""Noting a contact from anywhere, and putting a line right."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.conversations import labels, queries, service
from outreach.conversations.forms import WHO, ConversationForm, NoteForm
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.text_rules import clean
from outreach.core.undo import flash_undo
from outreach.followups.service import add_follow_up
from outreach.partners.listing import list_mine
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import find_open_by_public_id, find_open_by_text, get_open_partner

bp = Blueprint("conversations", __name__)

_MOST_MINE, _MOST_FOUND = 6, 8


@bp.route("/note", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def note() -> ResponseReturnValue:
    """The quick form: whom, what happened, one line. `?partner=` has the partner chosen already."""
    form = NoteForm()
    if not form.is_submitted():
        chosen = _visible_partner(request.args.get("partner"))
        form.pick.data = chosen.public_id if chosen else None
        return render_template("conversations/note.html", form=form, typed=False,
                               partners=[chosen] if chosen else _mine())
    good = form.validate()
    partner, partners = _named_partner(form)
    if not good or partner is None:
        form.pick.data = partner.public_id if partner else None
        return _again(form, [partner] if partner else partners)
    try:
        conversation = service.note_conversation(by=current_user, partner=partner, **form.written())
        if form.follow_what.data:
            add_follow_up(by=current_user, partner=partner, what=form.follow_what.data, owner=current_user,
                          due_on=form.due_on.data)
    except DomainError as error:
        form.add_error(error)
        return _again(form, [partner])
    flash(_("Noteret for %(name)s: %(way)s.", name=partner.display_name, way=labels.way_label(conversation)), "message")
    return redirect(url_for("partner_page.partner", public_id=partner.public_id, _anchor="history"))


def _again(form: NoteForm, partners: list[OpenPartner]) -> ResponseReturnValue:
    return render_template("conversations/note.html", form=form, partners=partners, typed=True), 422


def _mine() -> list[OpenPartner]:
    return [partner for partner in list_mine(current_user, limit=_MOST_MINE) if isinstance(partner, OpenPartner)]


def _visible_partner(public_id: str | None) -> OpenPartner | None:
    """The partner where there is one that the viewer may see; a made-up id is as good as none."""
    return find_open_by_public_id(public_id, current_user) if public_id else None


def _named_partner(form: NoteForm) -> tuple[OpenPartner | None, list[OpenPartner]]:
    """The partner that was pointed at or is the only one with these letters; else those it may be."""
    picked = _visible_partner(form.pick.data)
    if picked is not None:
        return picked, []
    text = form.who.data or ""
    partners = find_open_by_text(current_user, text, limit=_MOST_FOUND) if text else _mine()
    exact = [partner for partner in partners if partner.display_name.casefold() == text.casefold()]
    if text and len(exact or partners) == 1:
        return (exact or partners)[0], []
    if not text:
        form.who.errors = [*form.who.errors, _("Skriv en del af partnerens navn, eller vælg én herunder.")]
    elif partners:
        form.who.errors = [*form.who.errors, _("Der er flere, det kan være. Vælg én herunder.")]
    else:
        form.who.errors = [*form.who.errors, _("Ingen partner, du kan se, har det i navnet. Prøv en kortere del.")]
    return None, partners


@bp.get("/note/done")
@requires(Act.EDIT_PARTNERS)
def noted() -> str:
    """A fragment with what was just said: for the page that the dialog stands on, which stays as it is."""
    return render_template("conversations/_noted.html")


@bp.post("/note/partners")
@requires(Act.EDIT_PARTNERS)
def partners() -> str:
    """A fragment with the partners a part of a word may mean. Sent by POST: names belong in no address."""
    text = clean(request.form.get("who"))[:WHO]
    partners = find_open_by_text(current_user, text, limit=_MOST_FOUND) if text else _mine()
    return render_template("conversations/_found.html", partners=partners, typed=bool(text),
                           picked=partners[0].public_id if text and len(partners) == 1 else None)


@bp.route("/partners/<public_id>/conversations/<conversation_id>", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit(public_id: str, conversation_id: str) -> ResponseReturnValue:
    """Change a line: the wrong day, or they answered after all."""
    partner = get_open_partner(public_id, current_user)
    conversation = queries.get_conversation(partner, conversation_id)
    kept = {"way": labels.way_of(conversation), "line": conversation.line, "happened_on": conversation.happened_on}
    form, stored = ConversationForm(data=kept), ConversationForm(formdata=None, data=kept)
    back = url_for("partner_page.partner", public_id=public_id, _anchor="history")

    def show(status: int) -> ResponseReturnValue:
        return render_template("conversations/edit.html", partner=partner, conversation=conversation,
                               form=form), status

    def save() -> ResponseReturnValue:
        service.change_conversation(by=current_user, partner=partner, conversation=conversation, **form.written())
        flash(_("Gemt."), "message")
        return redirect(back)

    record = Record(partner.display_name, back, lambda: last_actor("conversation", conversation_id))
    return edit_record(form, stored, record, show=show, save=save)


@bp.post("/partners/<public_id>/conversations/<conversation_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove(public_id: str, conversation_id: str) -> ResponseReturnValue:
    """Remove a line: it was noted on the wrong partner."""
    partner = get_open_partner(public_id, current_user)
    conversation = queries.get_conversation(partner, conversation_id)
    step = service.remove_conversation(by=current_user, partner=partner, conversation=conversation)
    flash_undo(_("Linjen er slettet."), url_for("partners.undo", public_id=public_id, step_id=step.public_id))
    return redirect(url_for("partner_page.partner", public_id=public_id, _anchor="history"))
