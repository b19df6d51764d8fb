"""Writing the audit, in the same transaction as the change itself, and blanking values in it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, inspect, update

from outreach.audit import queries
from outreach.audit.directory import LoggedPartner
from outreach.audit.models import AuditChange, AuditEntry
from outreach.audit.queries import LogLine
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError

#: Columns that are not recorded: they change with every write, are derived, or must not be copied.
_NOT_RECORDED = frozenset({"updated_at", "created_at", "sort_key", "search_key", "code_sort_key", "code_search_key",
                     "secret_hash", "token_hash", "content", "id", "public_id"})

Change = tuple[str, str | None, str | None]

#: Shorter terms occur inside too many other words to be blanked everywhere.
MIN_TERM_LENGTH = 3
#: Saves of one text by one person within this time become one entry.
EDITING_SESSION = timedelta(minutes=15)


def as_text(value: Any) -> str | None:
    """A value as the audit keeps it; None for empty."""
    if value is None or value == "":
        return None
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(as_text(item) or "" for item in value) or None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def pending_changes(row: Any) -> list[Change]:
    """The column changes of a model not yet flushed, as (field, old, new)."""
    state = inspect(row)
    changes = []
    for column in state.mapper.column_attrs:
        if column.key in _NOT_RECORDED:
            continue
        history = state.attrs[column.key].history
        if history.has_changes():
            old = as_text(history.deleted[0]) if history.deleted else None
            new = as_text(history.added[0]) if history.added else None
            if old != new:
                changes.append((column.key, old, new))
    return changes


def record(*, by: Any, act: str, subject: Any = None, subject_type: str = "", subject_id: str = "",
           partner_id: int | None = None, changes: Iterable[Change] | None = None,
           values: Mapping[str, Any] | None = None) -> AuditEntry | None:
    """Record that `by` (a User, or None for the portal itself) did `act` to `subject`.

    `changes` defaults to the subject's unflushed column changes, so call this before the flush. `values` adds
    fields with a new value only. Returns None, and writes nothing, where act is an "edit" and nothing changed.
    """
    if changes is None:
        changes = pending_changes(subject) if subject is not None else []
    rows = [*changes, *((name, None, as_text(value)) for name, value in (values or {}).items())]
    if act.endswith(".edit") and not rows:
        return None
    if subject is not None:
        subject_type = subject_type or subject.__tablename__
        if not getattr(subject, "public_id", None) or not inspect(subject).persistent:
            db.session.add(subject)
            db.session.flush()
        subject_id = subject_id or getattr(subject, "public_id", None) or str(subject.id)
    entry = AuditEntry(actor_id=getattr(by, "id", None), actor_name=getattr(by, "name", None) or "Partnerportalen",
                       act=act, subject_type=subject_type, subject_id=subject_id, partner_id=partner_id,
                       changes=[AuditChange(field=field, old=old, new=new) for field, old, new in rows])
    db.session.add(entry)
    return entry


def record_editing(*, by: Any, act: str, subject: Any, partner_id: int | None, changes: Iterable[Change]) -> None:
    """Record a change to something that is saved automatically while it is being written.

    Where the same person's latest entry on this record is the same act and began within EDITING_SESSION, that entry
    is extended: each field keeps its first old value and takes the newest one. Else a new entry is made.
    """
    rows = list(changes)
    if not rows:
        return
    latest = next(iter(queries.list_for_subject(subject.__tablename__, subject.public_id, limit=1)), None)
    if latest is None or (latest.act, latest.actor_id) != (act, getattr(by, "id", None)) \
            or clock.now() - latest.at > EDITING_SESSION:
        record(by=by, act=act, subject=subject, partner_id=partner_id, changes=rows)
        return
    known = {change.field: change for change in latest.changes}
    for field, old, new in rows:
        if field in known:
            known[field].new = new
        else:
            latest.changes.append(AuditChange(field=field, old=old, new=new))


def move_history(*, subject_type: str, subject_ids: Iterable[str], partner_id: int) -> None:
    """Attach the entries of these records to this partner, which alone has them now: who may not see the partner must
    not read about them at another."""
    ids = list(subject_ids)
    if ids:
        db.session.flush()
        db.session.execute(
            update(AuditEntry).where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id.in_(ids))
            .values(partner_id=partner_id))


def record_many(*, by: Any, act: str, subject_type: str, subjects: Iterable[tuple[str, int]]) -> None:
    """Record one act on many records at once, without values: (public id, partner's key) for each."""
    rows = [{"actor_id": getattr(by, "id", None), "actor_name": getattr(by, "name", None) or "Partnerportalen",
             "act": act, "subject_type": subject_type, "subject_id": subject_id, "partner_id": partner_id}
            for subject_id, partner_id in subjects]
    if rows:
        db.session.execute(insert(AuditEntry), rows)


def blank_value(*, by: Any, change: AuditChange, line: LogLine) -> None:
    """Blank one field's old and new value, and record that it was done."""
    if change.blanked_at is None:
        _blank([change])
        entry = line.entry
        record(by=by, act="audit.blank", subject_type=entry.subject_type, subject_id=entry.subject_id,
               partner_id=entry.partner_id, values={"field": change.field})
        db.session.flush()


def blank_mentions(*, by: Any, partner: LoggedPartner, words: str) -> int:
    """Blank every value about a partner that contains somebody's name, mail or number; returns how many.

    `words`: one or several terms separated by commas. Raises DomainError at `words`.
    """
    terms = [" ".join(term.split()) for term in words.split(",") if term.strip()]
    if not terms or any(len(term) < MIN_TERM_LENGTH for term in terms):
        raise DomainError("words", _("Skriv mindst %(least)s tegn af navnet, mailen eller nummeret.",
                                     least=MIN_TERM_LENGTH))
    mentions = queries.list_mentions(partner, terms)
    _blank(mentions)
    if mentions:
        record(by=by, act="audit.blank", subject_type="partner", subject_id=partner.public_id, partner_id=partner.id,
               values={"fields": len(mentions)})
        db.session.flush()
    return len(mentions)


def _blank(changes: Sequence[AuditChange]) -> None:
    for change in changes:
        change.old = change.new = None
        change.blanked_at = clock.now()


def note_export(*, by: Any, count: int) -> None:
    """Record that the audit was exported as a file."""
    record(by=by, act="audit.export", subject_type="audit", subject_id="file", values={"rows": count})
