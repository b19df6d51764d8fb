"""Reading the audit as a page: filtered, by key, and with a partner's values only for who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from outreach.audit.models import AuditChange, AuditEntry
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.logbook.labels import KINDS, belongs_to_partner, kind_of
from outreach.partners.protection import OpenPartner, PartnerView, RedactedPartner
from outreach.partners.queries import hidden_ids, views_by_id
from outreach.users.models import User

PAGE_LENGTH = 50
#: The portal itself, among the people one can choose.
PORTAL = "portal"
#: Inner keys, which tell a reader nothing.
_INNER = frozenset({"partner_id"})
OPENINGS = ("partner.open", "partner.close")
#: What an administrator is told of a partner that is closed to them: who opened it, and who changed its protection. Of
#: the rest only that it was: a kind, a time or an id would tell when we were there and what for.
_TOLD_OF_CLOSED = (*OPENINGS, "partner.guard")


@dataclass(frozen=True)
class Wanted:
    """What to show: who (a public id, or PORTAL), which verb, which kind of record, one record, from and to a day."""

    who: str = ""
    verb: str = ""
    kind: str = ""
    record: str = ""
    since: date | None = None
    until: date | None = None
    acts: tuple[str, ...] = ()
    partner_id: int | None = None


@dataclass(frozen=True)
class Line:
    """One entry for one reader: `partner` as they may see it, `changes` only where they may see them. With `is_veiled`
    no more of the entry is told than who, on which day and at which partner."""

    entry: AuditEntry
    partner: PartnerView | None
    shows_values: bool
    is_veiled: bool = False

    @property
    def day(self) -> date:
        """The day it happened on where the library lies."""
        return clock.local(self.entry.at).date()

    @property
    def changes(self) -> Sequence[AuditChange]:
        """The changed fields; none where the partner is closed to the reader."""
        return [each for each in self.entry.changes if each.field not in _INNER] if self.shows_values else ()


def _query(wanted: Wanted, viewer: User) -> Select[Any]:
    query = select(AuditEntry).options(selectinload(AuditEntry.changes)).order_by(AuditEntry.id.desc())
    if wanted.who == PORTAL:
        query = query.where(AuditEntry.actor_id.is_(None))
    elif wanted.who:
        theirs = select(User.id).where(User.public_id == wanted.who).scalar_subquery()
        query = query.where(AuditEntry.actor_id == theirs)
    if wanted.verb:
        query = query.where(AuditEntry.act.like(f"%.{wanted.verb.replace('_', chr(92) + '_')}", escape="\\"))
    if wanted.kind:
        # A kind is the name of a table or the beginning of an act: "document" for "issued_document".
        query = query.where(or_(AuditEntry.subject_type == wanted.kind,
                                AuditEntry.act.startswith(f"{wanted.kind}.", autoescape=True)))
    if wanted.record:
        query = query.where(AuditEntry.subject_id == wanted.record)
    if wanted.verb or wanted.kind or wanted.record:
        # What is veiled is not found by what it veils.
        query = query.where(or_(AuditEntry.partner_id.is_(None), AuditEntry.act.in_(_TOLD_OF_CLOSED),
                                AuditEntry.partner_id.not_in(hidden_ids(viewer))))
    if wanted.since:
        query = query.where(AuditEntry.at >= _start(wanted.since))
    if wanted.until:
        query = query.where(AuditEntry.at < _start(wanted.until + timedelta(days=1)))
    if wanted.acts:
        query = query.where(AuditEntry.act.in_(wanted.acts))
    if wanted.partner_id is not None:
        query = query.where(AuditEntry.partner_id == wanted.partner_id)
    return query


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.zone())


def list_lines(viewer: User, wanted: Wanted, before: int | None = None, limit: int = PAGE_LENGTH) -> list[Line]:
    """The newest entries older than the one with the key `before`, as `viewer` may see them."""
    query = _query(wanted, viewer)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return _seen(db.session.scalars(query.limit(limit)).all(), viewer)


def _seen(entries: Iterable[AuditEntry], viewer: User) -> list[Line]:
    listed = list(entries)
    partners = views_by_id((each.partner_id for each in listed if each.partner_id is not None), viewer)
    return [_line(each, partners.get(each.partner_id or 0)) for each in listed]


def _line(entry: AuditEntry, partner: PartnerView | None) -> Line:
    # A partner's values without the partner are nobody's: better unseen than seen by the wrong one.
    shows = isinstance(partner, OpenPartner) if entry.partner_id is not None else not belongs_to_partner(
        entry.subject_type)
    return Line(entry, partner, shows, isinstance(partner, RedactedPartner) and entry.act not in _TOLD_OF_CLOSED)


def all_lines(viewer: User, wanted: Wanted, most: int) -> list[Line]:
    """Up to `most` entries at once, for a file."""
    lines: list[Line] = []
    while len(lines) < most:
        more = list_lines(viewer, wanted, lines[-1].entry.id if lines else None, limit=min(1000, most - len(lines)))
        lines += more
        if len(more) < 1000:
            break
    return lines


def get_change(change_id: int, viewer: User) -> tuple[AuditChange, Line]:
    """One changed field with its entry. NotFound where there is none whose value this viewer may see."""
    change = db.session.get(AuditChange, change_id)
    if change is None:
        raise NotFound
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.id == change.entry_id)
                               .options(selectinload(AuditEntry.changes))).one()
    [line] = _seen([entry], viewer)
    if not line.shows_values:
        raise NotFound
    return change, line


def list_mentions(partner: OpenPartner, words: Sequence[str]) -> list[AuditChange]:
    """The partner's values, not blanked yet, in which one of these words stands, in any case of letters."""
    wanted = [each.casefold() for each in words if each.strip()]
    rows = db.session.scalars(
        select(AuditChange).join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditEntry.partner_id == partner.id, AuditChange.blanked_at.is_(None)).order_by(AuditChange.id))
    return [each for each in rows
            if any(word in (value or "").casefold() for word in wanted for value in (each.old, each.new))]


def kinds() -> list[tuple[str, Any]]:
    """The kinds of records to choose among, by name."""
    return sorted(((kind_of(key), label) for key, (label, _theirs) in KINDS.items() if "." not in key),
                  key=lambda pair: str(pair[1]))
