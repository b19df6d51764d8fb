"""What the doer of a job writes, each in a short transaction of its own beside the long one it reads in.

Every write names the claim it was given when it took the job. Who was thought dead and is not finds the claim gone and
can change nothing: so a job is done once, however many processes there are.
"""

from __future__ import annotations

import enum
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from outreach.core import clock
from outreach.core.permissions import may
from outreach.core.transactions import apart
from outreach.jobs.kinds import kind_of, known_kinds
from outreach.jobs.models import Fault, Job, JobPiece, JobState
from outreach.jobs.queries import find_next, find_owner_of, list_broken


class Verdict(enum.Enum):
    """What a sign of life is answered: go on, stop (asked to, or the account is closed), or it is yours no more."""

    GO_ON = "go_on"
    STOP = "stop"
    LOST = "lost"


@dataclass(frozen=True)
class Taken:
    """A job in somebody's hands."""

    job_id: int
    claim: str
    owner_id: int
    kind: str
    arguments: dict[str, Any]
    language: str


def quiet_before() -> datetime:
    """A running job without a sign of life since then was broken off."""
    return clock.now() - timedelta(seconds=current_app.config["JOB_QUIET_SECONDS"])


def take_next() -> Taken | None:
    """Take the job whose turn it is, for this caller alone; None where there is none."""
    with apart() as session:
        for each in list_broken(session, quiet_before()):
            _end(session, each, JobState.STOPPED if each.stop_asked else JobState.FAILED,
                 Fault.NONE if each.stop_asked else Fault.BROKEN)
        job = find_next(session, known_kinds(), quiet_before())
        if job is None:
            return None
        session.execute(delete(JobPiece).where(JobPiece.job_id == job.id))
        job.state, job.claim, job.heartbeat_at = JobState.RUNNING, secrets.token_hex(16), clock.now()
        job.attempts, job.done, job.total = job.attempts + 1, 0, 0
        return Taken(job.id, job.claim, job.owner_id, job.kind, dict(job.arguments), job.language)


def beat(taken: Taken, progress: tuple[int, int] | None = None) -> Verdict:
    """Give a sign of life, perhaps with (done, total), and hear whether to go on."""
    with apart() as session:
        values: dict[str, Any] = {"heartbeat_at": clock.now()}
        if progress is not None:
            values |= {"done": progress[0], "total": progress[1]}
        if not _still_ours(session, taken, values):
            return Verdict.LOST
        owner = find_owner_of(session, taken.claim)
        asked = session.scalar(select(Job.stop_asked).where(Job.id == taken.job_id))
        fine = owner is not None and owner.active and may(owner, kind_of(taken.kind).act)
        return Verdict.GO_ON if fine and not asked else Verdict.STOP


def add_piece(taken: Taken, number: int, content: bytes) -> bool:
    """Keep the next piece of the result; False where the job is ours no more."""
    with apart() as session:
        if not _still_ours(session, taken, {"heartbeat_at": clock.now()}):
            return False
        session.execute(insert(JobPiece).values(job_id=taken.job_id, number=number, content=content))
        return True


def finish(taken: Taken, size: int) -> bool:
    """The result is whole."""
    with apart() as session:
        return _still_ours(session, taken, {"state": JobState.DONE, "ended_at": clock.now(), "claim": "", "size": size})


def give_up(taken: Taken, state: JobState, fault: Fault = Fault.NONE, said: str = "") -> None:
    """The job ends without a result."""
    with apart() as session:
        if _still_ours(session, taken, {"heartbeat_at": clock.now()}):
            job = session.get_one(Job, taken.job_id)
            _end(session, job, state, fault, said)


def put_back(claim: str) -> None:
    """The process ends: the job waits again, as if it had not been begun."""
    with apart() as session:
        job = session.scalar(select(Job).where(Job.claim == claim, Job.state == JobState.RUNNING).with_for_update())
        if job is not None:
            session.execute(delete(JobPiece).where(JobPiece.job_id == job.id))
            job.state, job.claim, job.attempts = JobState.WAITING, "", job.attempts - 1


def _still_ours(session: Session, taken: Taken, values: dict[str, Any]) -> bool:
    """Write these values, where the claim still holds."""
    changed = session.execute(update(Job).values(**values).where(
        Job.id == taken.job_id, Job.claim == taken.claim, Job.state == JobState.RUNNING))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _end(session: Session, job: Job, state: JobState, fault: Fault, said: str = "") -> None:
    session.execute(delete(JobPiece).where(JobPiece.job_id == job.id))
    job.state, job.fault, job.said, job.claim, job.ended_at = state, fault, said, "", clock.now()
