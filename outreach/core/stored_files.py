"""Uploaded files as database rows: content, media type, uploader and hash."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime

#: The largest file any form accepts, in bytes; MAX_CONTENT_LENGTH leaves room for the rest of the form.
MAX_FILE_BYTES = 10 * 1024 * 1024


class StoredFile(Identified, Model):
    """One file. `content` is loaded only when asked for."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


def stored_file(content: bytes, media_type: str, created_by_id: int | None) -> StoredFile:
    """A new row for this content, not yet in the session."""
    return StoredFile(sha256=hashlib.sha256(content).hexdigest(), media_type=media_type, size=len(content),
                      content=content, created_by_id=created_by_id)
