"""Noting that we rang, wrote or met, and putting it right."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.conversations.models import Conversation, ConversationKind
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.undo import UndoStep, save_removed_row
from outreach.partners.protection import OpenPartner
from outreach.partners.service import register_restorable
from outreach.users.models import User

register_restorable(Conversation)


def note_conversation(*, by: User, partner: OpenPartner, kind: ConversationKind, happened_on: date, line: str,
                      reached: bool) -> Conversation:
    """Keep one contact, or an attempt at one. Whoever met them has reached them."""
    _check_day(happened_on)
    new = Conversation(partner_id=partner.id, kind=kind, happened_on=happened_on, line=line,
                       reached=reached or kind is ConversationKind.MET, by_id=by.id)
    record(by=by, act="conversation.note", subject=new, partner_id=partner.id, changes=(),
           values={"kind": kind, "happened_on": happened_on, "reached": new.reached, "line": line})
    db.session.flush()
    return new


def change_conversation(*, by: User, partner: OpenPartner, conversation: Conversation, kind: ConversationKind,
                        happened_on: date, line: str, reached: bool) -> None:
    """Change a conversation: they answered the mail after all."""
    _check_day(happened_on)
    conversation.kind, conversation.happened_on, conversation.line = kind, happened_on, line
    conversation.reached = reached or kind is ConversationKind.MET
    record(by=by, act="conversation.edit", subject=conversation, partner_id=partner.id,
           changes=pending_changes(conversation))
    db.session.flush()


def remove_conversation(*, by: User, partner: OpenPartner, conversation: Conversation) -> UndoStep:
    """Remove a conversation: it was noted on the wrong partner. The way back."""
    step = save_removed_row(by=by, row=conversation)
    record(by=by, act="conversation.remove", subject=conversation, partner_id=partner.id,
           changes=[("line", conversation.line or None, None),
                    ("happened_on", conversation.happened_on.isoformat(), None)])
    db.session.delete(conversation)
    db.session.flush()
    return step


def _check_day(happened_on: date) -> None:
    if happened_on > clock.today():
        raise DomainError("happened_on", _("Datoen ligger ude i fremtiden. Skriv den dag, det skete."))
