"""Reading the audit: entries of one record, and the log pages, with a partner's values only for who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from outreach.audit.directory import LoggedPartner, directory
from outreach.audit.labels import KINDS, belongs_to_partner, kind_of
from outreach.audit.models import AuditChange, AuditEntry
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound

PAGE_LENGTH = 50
#: The portal itself, among the people one can choose.
PORTAL = "portal"
#: Fields with inner keys, which are not shown.
_HIDDEN_FIELDS = frozenset({"partner_id"})
OPENINGS = ("partner.open", "partner.close")
#: Acts an administrator sees in full on a hidden partner: who opened it, and who changed its protection. Of all other
#: acts only the day is shown: a kind, a time or an id would tell when we were there and what for.
_SHOWN_ON_HIDDEN = (*OPENINGS, "partner.change_access")


def list_for_subject(subject_type: str, subject_id: str, limit: int = 50) -> Sequence[AuditEntry]:
    """What happened to one record, newest first."""
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id.desc()).limit(limit).options(selectinload(AuditEntry.changes))).all()


def list_for_partner(partner_id: int, limit: int = 50) -> Sequence[AuditEntry]:
    """What happened to a partner and what belongs to it, newest first. Only for readers who may see the partner."""
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.partner_id == partner_id)
        .order_by(AuditEntry.id.desc()).limit(limit).options(selectinload(AuditEntry.changes))).all()


def list_acts(act: str, partner_ids: Iterable[int], since: datetime, limit: int = 20) -> Sequence[AuditEntry]:
    """One act on any of these partners since an instant, newest first. Only for readers who may see the partners."""
    ids = list(partner_ids)
    if not ids:
        return ()
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == act, AuditEntry.partner_id.in_(ids), AuditEntry.at > since)
        .order_by(AuditEntry.id.desc()).limit(limit).options(selectinload(AuditEntry.changes))).all()


def list_removed(subject_type: str, field: str, part: str) -> list[str]:
    """Ids of removed records of one kind of which a field contained `part`. Some may have been restored since."""
    return list(db.session.scalars(
        select(AuditEntry.subject_id).join(AuditEntry.changes)
        .where(AuditEntry.act == f"{subject_type}.remove", AuditChange.field == field,
               AuditChange.old.contains(part, autoescape=True)).distinct().order_by(AuditEntry.subject_id)))


def last_actor(subject_type: str, subject_id: str) -> str:
    """The name of who last changed a record; "" where no entry is known."""
    return db.session.scalar(
        select(AuditEntry.actor_name)
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id.desc()).limit(1)) or ""


@dataclass(frozen=True)
class LogFilters:
    """Which entries to show: who (a public id, or PORTAL), verb, kind of record, one record, first and last day."""

    who: str = ""
    verb: str = ""
    kind: str = ""
    record: str = ""
    since: date | None = None
    until: date | None = None
    acts: tuple[str, ...] = ()
    partner_id: int | None = None


@dataclass(frozen=True)
class LogLine:
    """One entry for one reader: `partner` as they may see it, `changes` only where they may see them. With
    `is_redacted` only the actor, the day and the partner are shown."""

    entry: AuditEntry
    partner: LoggedPartner | None
    shows_values: bool
    is_redacted: bool = False

    @property
    def day(self) -> date:
        """The day it happened on, in the library's time zone."""
        return clock.local(self.entry.at).date()

    @property
    def changes(self) -> Sequence[AuditChange]:
        """The changed fields; none where the partner is hidden from the reader."""
        return ([change for change in self.entry.changes if change.field not in _HIDDEN_FIELDS]
                if self.shows_values else ())


def _query(filters: LogFilters, viewer: Any) -> Select[Any]:
    query = select(AuditEntry).options(selectinload(AuditEntry.changes)).order_by(AuditEntry.id.desc())
    if filters.who == PORTAL:
        query = query.where(AuditEntry.actor_id.is_(None))
    elif filters.who:
        query = query.where(AuditEntry.actor_id == directory().select_user_id(filters.who).scalar_subquery())
    if filters.verb:
        query = query.where(AuditEntry.act.like(f"%.{filters.verb.replace('_', chr(92) + '_')}", escape="\\"))
    if filters.kind:
        # A kind is the name of a table or the beginning of an act: "document" for "issued_document".
        query = query.where(or_(AuditEntry.subject_type == filters.kind,
                                AuditEntry.act.startswith(f"{filters.kind}.", autoescape=True)))
    if filters.record:
        query = query.where(AuditEntry.subject_id == filters.record)
    if filters.verb or filters.kind or filters.record:
        # A redacted entry must not be found by what is hidden of it.
        query = query.where(or_(AuditEntry.partner_id.is_(None), AuditEntry.act.in_(_SHOWN_ON_HIDDEN),
                                AuditEntry.partner_id.not_in(directory().hidden_partner_ids(viewer))))
    if filters.since:
        query = query.where(AuditEntry.at >= _start(filters.since))
    if filters.until:
        query = query.where(AuditEntry.at < _start(filters.until + timedelta(days=1)))
    if filters.acts:
        query = query.where(AuditEntry.act.in_(filters.acts))
    if filters.partner_id is not None:
        query = query.where(AuditEntry.partner_id == filters.partner_id)
    return query


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.zone())


def list_lines(viewer: Any, filters: LogFilters, before: int | None = None, limit: int = PAGE_LENGTH) -> list[LogLine]:
    """The newest entries older than the one with the key `before`, as `viewer` may see them."""
    query = _query(filters, viewer)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return _lines_for(db.session.scalars(query.limit(limit)).all(), viewer)


def page_of_lines(viewer: Any, filters: LogFilters, oldest: int | None = None) -> tuple[list[LogLine], int]:
    """The newest PAGE_LENGTH of the `oldest` first entries that pass the filters (None: of all), and how many older
    ones are left. A page is named by that number, which new entries do not move; the key of an entry would tell how
    much has been logged about everything else."""
    query = _query(filters, viewer)
    count = db.session.scalar(select(func.count()).select_from(
        query.with_only_columns(AuditEntry.id).order_by(None).subquery())) or 0
    remaining = count if oldest is None else min(count, max(0, oldest))
    entries = db.session.scalars(query.offset(count - remaining).limit(PAGE_LENGTH)).all()
    return _lines_for(entries, viewer), remaining - len(entries)


def _lines_for(entries: Sequence[AuditEntry], viewer: Any) -> list[LogLine]:
    partner_ids = {entry.partner_id for entry in entries if entry.partner_id is not None}
    partners = directory().partners_by_id(partner_ids, viewer)
    return [_line(entry, partners.get(entry.partner_id or 0)) for entry in entries]


def _line(entry: AuditEntry, partner: LoggedPartner | None) -> LogLine:
    # Values of a partner that is not known are shown to nobody.
    shows_values = (partner is not None and partner.is_open if entry.partner_id is not None
                    else not belongs_to_partner(entry.subject_type))
    is_redacted = partner is not None and not partner.is_open and entry.act not in _SHOWN_ON_HIDDEN
    return LogLine(entry, partner, shows_values, is_redacted)


def all_lines(viewer: Any, filters: LogFilters, most: int) -> list[LogLine]:
    """Up to `most` entries at once, for a file."""
    lines: list[LogLine] = []
    while len(lines) < most:
        more = list_lines(viewer, filters, lines[-1].entry.id if lines else None, limit=min(1000, most - len(lines)))
        lines += more
        if len(more) < 1000:
            break
    return lines


def get_change(change_id: int, viewer: Any) -> tuple[AuditChange, LogLine]:
    """One changed field with its entry. NotFound where there is none whose value this viewer may see."""
    change = db.session.get(AuditChange, change_id)
    if change is None:
        raise NotFound
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.id == change.entry_id)
                               .options(selectinload(AuditEntry.changes))).one()
    [line] = _lines_for([entry], viewer)
    if not line.shows_values:
        raise NotFound
    return change, line


def list_mentions(partner: LoggedPartner, words: Sequence[str]) -> list[AuditChange]:
    """The partner's values, not blanked yet, that contain one of these words, ignoring case."""
    folded = [word.casefold() for word in words if word.strip()]
    rows = db.session.scalars(
        select(AuditChange).join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditEntry.partner_id == partner.id, AuditChange.blanked_at.is_(None)).order_by(AuditChange.id))
    return [change for change in rows
            if any(word in (value or "").casefold() for word in folded for value in (change.old, change.new))]


def kinds() -> list[tuple[str, Any]]:
    """The kinds of records to choose among, by name."""
    return sorted(((kind_of(key), label) for key, (label, _theirs) in KINDS.items() if "." not in key),
                  key=lambda pair: str(pair[1]))
