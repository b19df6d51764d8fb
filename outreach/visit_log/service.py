"""What one does with the log: take it out as a file."""

from __future__ import annotations

from outreach.audit.service import record
from outreach.users.models import User


def note_file(*, by: User, kind: str, rows: int) -> None:
    """Note that the log was taken out as a file. What was searched for is nobody's business."""
    record(by=by, act="visit_log.export", subject_type="visit_log", subject_id="file",
           values={"kind": kind, "rows": rows})
