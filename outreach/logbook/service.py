"""Forgetting somebody in the audit: a value goes, that something was changed stays."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from outreach.audit.models import AuditChange
from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.logbook import queries
from outreach.logbook.queries import Line
from outreach.partners.protection import OpenPartner
from outreach.users.models import User

#: Shorter words stand inside too many others.
SHORTEST = 3


def blank_value(*, by: User, change: AuditChange, line: Line) -> None:
    """Take one field's old and new value away; that it was done is noted without them."""
    if change.blanked_at is None:
        _blank([change])
        entry = line.entry
        record(by=by, act="audit.blank", subject_type=entry.subject_type, subject_id=entry.subject_id,
               partner_id=entry.partner_id, values={"field": change.field})
        db.session.flush()


def blank_mentions(*, by: User, partner: OpenPartner, words: str) -> int:
    """Take away every value about a partner in which somebody's name, mail or number stands; how many.

    `words`: one or several, with commas between. Raises DomainError at `words`.
    """
    wanted = [" ".join(each.split()) for each in words.split(",") if each.strip()]
    if not wanted or any(len(each) < SHORTEST for each in wanted):
        raise DomainError("words", _("Skriv mindst %(least)s tegn af navnet, mailen eller nummeret.", least=SHORTEST))
    found = queries.list_mentions(partner, wanted)
    _blank(found)
    if found:
        record(by=by, act="audit.blank", subject_type="partner", subject_id=partner.public_id, partner_id=partner.id,
               values={"fields": len(found)})
        db.session.flush()
    return len(found)


def _blank(changes: Sequence[AuditChange]) -> None:
    for change in changes:
        change.old = change.new = None
        change.blanked_at = clock.now()


def note_export(*, by: User, count: int) -> None:
    """Note that the audit was taken out as a file."""
    record(by=by, act="audit.export", subject_type="audit", subject_id="file", values={"rows": count})
