"""Writing many new partners at once, all or none: the caller's transaction decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert

from outreach.audit.service import record, record_many
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners.inputs import PartnerInput
from outreach.partners.models import Partner
from outreach.partners.row_values import CHILDREN, child_values, partner_values
from outreach.users.models import User

_AT_A_TIME = 1000


def import_partners(*, by: User | None, inputs: Sequence[tuple[PartnerInput, Any]],
                    progress: Callable[[int], None] = lambda count: None) -> int:
    """Make a partner of every input. With each comes the hidden partner it looks like, or None: that one's circle is
    told, nobody else. Rows go to the database in portions, as plain values: fifty thousand objects would be slow."""
    for start in range(0, len(inputs), _AT_A_TIME):
        portion = inputs[start:start + _AT_A_TIME]
        rows = [partner_values(data, by=by) for data, _hidden in portion]
        _refuse_orphans(rows, by)
        ids = list(db.session.scalars(insert(Partner).returning(Partner.id, sort_by_parameter_order=True), rows))
        _add_children([data for data, _hidden in portion], ids, by)
        record_many(by=by, act="partner.import", subject_type="partner",
                    subjects=[(row["public_id"], partner_id) for row, partner_id in zip(rows, ids, strict=True)])
        for row, (_draft, hidden) in zip(rows, portion, strict=True):
            if hidden is not None:
                record(by=by, act="partner.duplicate", subject_type="partner", subject_id=hidden.public_id,
                       partner_id=hidden.id, values={"other": row["public_id"]})
        db.session.flush()
        progress(len(portion))
    return len(inputs)


def _refuse_orphans(rows: Sequence[dict[str, Any]], by: User | None) -> None:
    """A protected partner without an owner would be seen by nobody."""
    orphan = next((row for row in rows if row["is_protected"]), None) if by is None else None
    if orphan is not None:
        raise DomainError("", _("”%(name)s” er beskyttet og skal have en ansvarlig. Kør igen med --as.",
                                name=orphan["name"]))


def _add_children(inputs: Sequence[PartnerInput], ids: Sequence[int], by: User | None) -> None:
    every: dict[str, list[dict[str, Any]]] = {name: [] for name in CHILDREN}
    for data, partner_id in zip(inputs, ids, strict=True):
        for name, rows in child_values(data, by=by).items():
            every[name] += [{"partner_id": partner_id, **row} for row in rows]
    for name, rows in every.items():
        if rows:
            db.session.execute(insert(CHILDREN[name]), rows)
