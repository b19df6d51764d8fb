"""What the papers are called: on screen, and as files."""

from __future__ import annotations

from flask_babel import gettext as _

from outreach.issued_documents.models import PaperKind

# A file travels further than its page, so its name holds what kind of paper it is and an id, never whom it is about.
_FILE_WORDS = {
    "da": {PaperKind.PITCH: "partnerark", PaperKind.AGENDA: "dagsorden",
           PaperKind.PREPARATION: "forberedelsesark", PaperKind.CLOSING: "opsamlingsark",
           PaperKind.FOR_THEM: "til-moedet", PaperKind.RECAP: "det-aftalte"},
    "en": {PaperKind.PITCH: "partner-sheet", PaperKind.AGENDA: "agenda",
           PaperKind.PREPARATION: "preparation-sheet", PaperKind.CLOSING: "closing-sheet",
           PaperKind.FOR_THEM: "for-the-meeting", PaperKind.RECAP: "what-we-agreed"},
}

#: What reaches the partner. All else is ours and never in the same file.
FOR_PARTNER = frozenset({PaperKind.PITCH, PaperKind.AGENDA, PaperKind.FOR_THEM, PaperKind.RECAP})


def kind_label(kind: PaperKind) -> str:
    """The paper's name in the reader's language."""
    return {
        PaperKind.PITCH: _("Partnerark"),
        PaperKind.AGENDA: _("Dagsorden"),
        PaperKind.PREPARATION: _("Forberedelsesark"),
        PaperKind.CLOSING: _("Opsamlingsark"),
        PaperKind.FOR_THEM: _("Partnerark og dagsorden"),
        PaperKind.RECAP: _("Det aftalte vi"),
    }[kind]


def file_name(kind: PaperKind, language: str, public_id: str) -> str:
    """"partnerark-<public_id>.pdf", in the paper's own language."""
    return f"{_FILE_WORDS.get(language, _FILE_WORDS['da'])[kind]}-{public_id}.pdf"
