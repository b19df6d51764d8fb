"""Reading conversations. They belong to a partner and are there only for who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from outreach.conversations.models import Conversation
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.partners.protection import OpenPartner


def list_for_partner(partner: OpenPartner, limit: int = 200) -> Sequence[Conversation]:
    """A partner's conversations, attempts included, the latest first."""
    return db.session.scalars(
        select(Conversation).where(Conversation.partner_id == partner.id)
        .order_by(Conversation.happened_on.desc(), Conversation.id.desc()).limit(limit)
        .options(joinedload(Conversation.by))).all()


def get_conversation(partner: OpenPartner, public_id: str) -> Conversation:
    """One of this partner's conversations. NotFound where it has none by that id."""
    conversation = db.session.scalar(select(Conversation).where(Conversation.public_id == public_id,
                                                         Conversation.partner_id == partner.id))
    if conversation is None:
        raise NotFound
    return conversation


def contact_rows() -> Select[int, date]:
    """(partner_id, day) of every conversation that reached them: one part of the contact clock."""
    return select(Conversation.partner_id.label("partner_id"), Conversation.happened_on.label("day")).where(
        Conversation.reached)
