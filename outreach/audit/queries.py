"""Reading the audit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from outreach.audit.models import AuditChange, AuditEntry
from outreach.core.db import db


def list_for_subject(subject_type: str, subject_id: str, limit: int = 50) -> Sequence[AuditEntry]:
    """What happened to one record, newest first."""
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id.desc()).limit(limit).options(selectinload(AuditEntry.changes))).all()


def list_for_partner(partner_id: int, limit: int = 50) -> Sequence[AuditEntry]:
    """What happened to a partner and what belongs to it, newest first. Only for who may see the partner."""
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.partner_id == partner_id)
        .order_by(AuditEntry.id.desc()).limit(limit).options(selectinload(AuditEntry.changes))).all()


def list_acts(act: str, partner_ids: Iterable[int], since: datetime, limit: int = 20) -> Sequence[AuditEntry]:
    """One act on any of these partners since an instant, newest first. Only for who may see the partners."""
    ids = list(partner_ids)
    if not ids:
        return ()
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == act, AuditEntry.partner_id.in_(ids), AuditEntry.at > since)
        .order_by(AuditEntry.id.desc()).limit(limit).options(selectinload(AuditEntry.changes))).all()


def list_removed(subject_type: str, field: str, part: str) -> list[str]:
    """The records of one sort that were removed when a field of theirs held this text. They may be back again."""
    return list(db.session.scalars(
        select(AuditEntry.subject_id).join(AuditEntry.changes)
        .where(AuditEntry.act == f"{subject_type}.remove", AuditChange.field == field,
               AuditChange.old.contains(part, autoescape=True)).distinct().order_by(AuditEntry.subject_id)))


def last_actor(subject_type: str, subject_id: str) -> str:
    """Who last did something to a record; "" where nobody is known to have."""
    return db.session.scalar(
        select(AuditEntry.actor_name)
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id.desc()).limit(1)) or ""
