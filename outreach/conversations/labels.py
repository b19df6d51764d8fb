"""What the ways of being in touch are called, and the five answers of the quick form."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.conversations.models import Conversation, ConversationKind

#: One choice says how and whether we reached them: (kind, reached).
WAYS: dict[str, tuple[ConversationKind, bool]] = {
    "talked": (ConversationKind.PHONE, True),
    "rang": (ConversationKind.PHONE, False),
    "met": (ConversationKind.MET, True),
    "answered": (ConversationKind.MAIL, True),
    "wrote": (ConversationKind.MAIL, False),
}

WAY_LABELS = {
    "talked": _l("Ringede, og vi talte sammen"),
    "rang": _l("Ringede forgæves"),
    "met": _l("Mødtes"),
    "answered": _l("Mailede, og de svarede"),
    "wrote": _l("Mailede, intet svar endnu"),
}


def way_of(conversation: Conversation) -> str:
    """Which of the answers a conversation is."""
    return next(way for way, value in WAYS.items() if value == (conversation.kind, conversation.reached))


def way_label(conversation: Conversation) -> Any:
    """How we were in touch, in words."""
    return WAY_LABELS[way_of(conversation)]
