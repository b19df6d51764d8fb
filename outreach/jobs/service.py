"""Starting and stopping background jobs."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import event

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.i18n import current_language
from outreach.core.permissions import may
from outreach.jobs.kinds import kind_of
from outreach.jobs.models import Job, JobState
from outreach.jobs.queries import list_open_locked, priority_of
from outreach.jobs.tasks import background_work
from outreach.users.models import User

#: How many of one colleague's jobs may be open at a time.
MOST_OPEN = 3


def start_job(*, by: User, kind: str, arguments: dict[str, Any], file_name: str = "",
              language: str | None = None) -> Job:
    """Start a job when this transaction is committed. `arguments` are plain JSON values.

    Where the colleague has an open job for the same work, that one is returned. `file_name` is the name of the download
    (no partner's name in it). The language is the reader's unless given. Raises DomainError where the colleague may
    not do this or has MOST_OPEN open jobs.
    """
    job_kind = kind_of(kind)
    if not may(by, job_kind.act):
        raise DomainError("", _("Det har du ikke adgang til."))
    language = language or current_language()
    open_jobs = list_open_locked(by)
    for job in open_jobs:
        if not job.stop_requested and (job.kind, job.arguments, job.language) == (kind, arguments, language):
            return job
    if len(open_jobs) >= MOST_OPEN:
        raise DomainError("", _("Du har allerede %(count)s filer i gang. Vent, til en er færdig, eller stop en af dem.",
                                count=len(open_jobs)))
    job = Job(owner=by, kind=kind, arguments=arguments, language=language, file_name=file_name or job_kind.file_name,
              media_type=job_kind.media_type)
    record(by=by, act="job.start", subject=job, changes=(), values={"kind": kind})
    db.session.flush()
    job_id, priority = job.id, priority_of(job)
    event.listen(db.session(), "after_commit", lambda _session: background_work().enqueue(job_id, priority), once=True)
    return job


def stop_job(*, by: User, job: Job) -> None:
    """Stop a job: at once if it waits, within seconds if it runs."""
    if not job.is_open:
        return
    job.stop_requested = True
    if job.state is JobState.WAITING:
        job.state, job.ended_at = JobState.STOPPED, clock.now()
    record(by=by, act="job.stop", subject=job, changes=())
    db.session.flush()


def start_again(*, by: User, job: Job) -> Job:
    """A new job for the same work, where one failed or was stopped."""
    return start_job(by=by, kind=job.kind, arguments=job.arguments, file_name=job.file_name, language=job.language)
