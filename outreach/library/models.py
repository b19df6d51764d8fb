"""The library's profile, its branches and its vocabularies, in both languages."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, db
from outreach.core.stored_files import StoredFile


class LibraryProfile(Stamped, Model):
    """The library's profile: one row; none before the portal is set up."""

    __tablename__ = "library_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(120), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    who_da: Mapped[str] = mapped_column(String(200), default="")
    who_en: Mapped[str] = mapped_column(String(200), default="")
    aim_da: Mapped[str] = mapped_column(String(200), default="")
    aim_en: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    contact_email: Mapped[str] = mapped_column(String(120), default="")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    logo: Mapped[StoredFile | None] = relationship()


class Branch(Identified, Model):
    """A branch of the library, a place a colleague belongs to."""

    __tablename__ = "branch"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    address: Mapped[str] = mapped_column(String(160), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class _Term(Identified):
    """A term of a vocabulary. `key` is stable and used in files; the labels are shown."""

    key: Mapped[str] = mapped_column(String(60), unique=True)
    label_da: Mapped[str] = mapped_column(String(80))
    label_en: Mapped[str] = mapped_column(String(80), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class Sector(_Term, Model):
    """The sector a partner works in; offers can be worded for it."""

    __tablename__ = "sector"


class Kind(_Term, Model):
    """The kind of institution a partner is; some kinds are protected by default."""

    __tablename__ = "kind"

    protected_by_default: Mapped[bool] = mapped_column(default=False)
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id", ondelete="SET NULL"))
    sector: Mapped[Sector | None] = relationship()


class District(_Term, Model):
    """A part of the municipality."""

    __tablename__ = "district"


class TargetGroup(_Term, Model):
    """Whom partners are there for, in kind, never by name."""

    __tablename__ = "target_group"


class Need(_Term, Model):
    """What would help a partner or its people: a phrase for a page's title, a sentence to follow a quote, and word
    parts (separated by |) that indicate the need in a quote."""

    __tablename__ = "need"

    title_da: Mapped[str] = mapped_column(String(90))
    title_en: Mapped[str] = mapped_column(String(90), default="")
    lead_da: Mapped[str] = mapped_column(String(240))
    lead_en: Mapped[str] = mapped_column(String(240), default="")
    cues_da: Mapped[str] = mapped_column(String(300), default="")
    cues_en: Mapped[str] = mapped_column(String(300), default="")


class Worry(_Term, Model):
    """What could hold a partner back, and the printed line that answers it."""

    __tablename__ = "worry"

    answer_da: Mapped[str] = mapped_column(String(160))
    answer_en: Mapped[str] = mapped_column(String(160), default="")


class Condition(_Term, Model):
    """What a partner may ask that everything keeps to (no photos, the same person each time), the line on paper that
    answers it, and the words (split by |) that show it in what somebody said."""

    __tablename__ = "condition"

    answer_da: Mapped[str] = mapped_column(String(160))
    answer_en: Mapped[str] = mapped_column(String(160), default="")
    cues_da: Mapped[str] = mapped_column(String(300), default="")
    cues_en: Mapped[str] = mapped_column(String(300), default="")


class Question(Identified, Model):
    """A question of the bank for meetings, groups A to E (F, the closing block, is fixed)."""

    __tablename__ = "question"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    group: Mapped[str] = mapped_column(String(1))
    text_da: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class WordAdvice(Identified, Model):
    """A word of library jargon, and plainer ones (separated by |)."""

    __tablename__ = "word_advice"

    language: Mapped[str] = mapped_column(String(2))
    word: Mapped[str] = mapped_column(String(60))
    plainer: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (db.UniqueConstraint("language", "word"),)
