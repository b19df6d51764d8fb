"""Papers as they were handed over: values, template version and bytes, never changed afterwards."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime, db, enum_type
from outreach.core.stored_files import StoredFile
from outreach.users.models import User


class PaperKind(enum.Enum):
    """The four papers of a kit; FOR_THEM: pitch and agenda in one PDF, for the partner; RECAP: what was agreed."""

    PITCH = "pitch"
    AGENDA = "agenda"
    PREPARATION = "preparation"
    CLOSING = "closing"
    FOR_THEM = "for_them"
    RECAP = "recap"


class IssuedDocument(Identified, Model):
    """One paper as it left the house. `source` is the public id of the pitch or meeting it was made from."""

    __tablename__ = "issued_document"

    kind: Mapped[PaperKind] = mapped_column(enum_type(PaperKind))
    source: Mapped[str] = mapped_column(String(12), index=True)
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    template_version: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    values_sha256: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    file: Mapped[StoredFile] = relationship()
    issued_by: Mapped[User | None] = relationship()
    partners: Mapped[list[IssuedDocumentPartner]] = relationship(cascade="all, delete-orphan")
    contacts: Mapped[list[IssuedDocumentContact]] = relationship(cascade="all, delete-orphan")

    __table_args__ = (db.UniqueConstraint("kind", "source", "version"),)


class IssuedDocumentPartner(Model):
    """Which partners a paper is about: whoever opens it must be allowed to see every one of them."""

    __tablename__ = "issued_document_partner"

    document_id: Mapped[int] = mapped_column(ForeignKey("issued_document.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)


class IssuedDocumentContact(Model):
    """Which of a partner's professionals are named on a paper, so that they can be found when one is forgotten."""

    __tablename__ = "issued_document_contact"

    document_id: Mapped[int] = mapped_column(ForeignKey("issued_document.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, index=True)
