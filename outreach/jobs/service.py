"""What a colleague does with background work: start it, stop it, start it again."""

from __future__ import annotations

from typing import Any

from flask import g, has_request_context
from flask_babel import gettext as _

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.i18n import current_language
from outreach.core.permissions import may
from outreach.jobs.kinds import kind_of
from outreach.jobs.models import Job, JobState
from outreach.jobs.queries import list_open_locked
from outreach.users.models import User

#: So many of one colleague's jobs may wait or run at a time.
MOST_OPEN = 3


def start_job(*, by: User, kind: str, arguments: dict[str, Any], file_name: str = "",
              language: str | None = None) -> Job:
    """Put work in line; it begins when this transaction is committed. `arguments` are plain JSON values.

    The very same work that is already under way for this colleague is that one, not a second. `file_name` is what the
    result is called when it is downloaded (no partner's name in it). The language is the reader's unless told.
    Raises DomainError where the colleague has MOST_OPEN under way.
    """
    what = kind_of(kind)
    if not may(by, what.act):
        raise DomainError("", _("Det har du ikke adgang til."))
    language = language or current_language()
    under_way = list_open_locked(by)
    same = next((each for each in under_way if not each.stop_asked and (each.kind, each.arguments, each.language)
                 == (kind, arguments, language)), None)
    if same is not None:
        return same
    if len(under_way) >= MOST_OPEN:
        raise DomainError("", _("Du har allerede %(count)s filer i gang. Vent, til en er færdig, eller stop en af dem.",
                                count=len(under_way)))
    job = Job(owner=by, kind=kind, arguments=arguments, language=language, file_name=file_name or what.file_name,
              media_type=what.media_type)
    record(by=by, act="job.start", subject=job, changes=(), values={"kind": kind})
    db.session.flush()
    if has_request_context():
        g.job_started = True
    return job


def stop_job(*, by: User, job: Job) -> None:
    """Stop a job: one that waits at once, one that runs within seconds. One that has ended stays as it is."""
    if not job.is_open:
        return
    job.stop_asked = True
    if job.state is JobState.WAITING:
        job.state, job.ended_at = JobState.STOPPED, clock.now()
    record(by=by, act="job.stop", subject=job, changes=())
    db.session.flush()


def start_again(*, by: User, job: Job) -> Job:
    """The same work anew, for a job that failed or was stopped."""
    return start_job(by=by, kind=job.kind, arguments=job.arguments, file_name=job.file_name, language=job.language)
