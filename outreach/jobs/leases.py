"""What a worker writes to a job's row, each in a short transaction of its own beside the long one in which it reads.

Every write names the claim that the worker was given when it claimed the job. A worker that was thought dead, and whose
job another one has claimed since, changes nothing: so a job is done once, however many messages and workers there are.
"""

from __future__ import annotations

import enum
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from outreach.core import clock
from outreach.core.permissions import Act, may
from outreach.core.transactions import independent_session
from outreach.jobs.models import Fault, Job, JobPiece, JobState
from outreach.jobs.queries import find_unattended

#: A job whose worker died is run once more, not twice.
MOST_ATTEMPTS = 2


class LeaseStatus(enum.Enum):
    """What a heartbeat is answered: go on, stop (it was requested, or the account is closed), or the claim is lost."""

    ACTIVE = "active"
    STOP = "stop"
    LOST = "lost"


@dataclass(frozen=True)
class ClaimedJob:
    """A job that this worker runs. `act` is what its owner must be allowed all the time."""

    job_id: int
    claim: str
    owner_id: int
    kind: str
    arguments: dict[str, Any]
    language: str
    act: Act


def claim(job_id: int, acts: Mapping[str, Act]) -> ClaimedJob | None:
    """Claim a job for this caller alone. None where it has ended, another worker runs it, or its kind is not in `acts`
    (the kinds this process can run, with what the owner must be allowed). One that was interrupted too often ends."""
    with independent_session() as session:
        job = find_unattended(session, job_id)
        if job is None or job.kind not in acts:
            return None
        if job.state is JobState.RUNNING and (job.stop_requested or job.attempts >= MOST_ATTEMPTS):
            stopped = job.stop_requested
            _end(session, job, JobState.STOPPED if stopped else JobState.FAILED,
                 Fault.NONE if stopped else Fault.INTERRUPTED)
            return None
        session.execute(delete(JobPiece).where(JobPiece.job_id == job.id))
        job.state, job.claim, job.heartbeat_at = JobState.RUNNING, secrets.token_hex(16), clock.now()
        job.attempts, job.done, job.total = job.attempts + 1, 0, 0
        return ClaimedJob(job.id, job.claim, job.owner_id, job.kind, dict(job.arguments), job.language, acts[job.kind])


def heartbeat(job: ClaimedJob, progress: tuple[int, int] | None = None) -> LeaseStatus:
    """Write that the worker is alive, perhaps with (done, total), and read whether to go on."""
    with independent_session() as session:
        values: dict[str, Any] = {"heartbeat_at": clock.now()}
        if progress is not None:
            values |= {"done": progress[0], "total": progress[1]}
        if not _update(session, job, values):
            return LeaseStatus.LOST
        row = session.get_one(Job, job.job_id)
        allowed = row.owner.active and may(row.owner, job.act)
        return LeaseStatus.ACTIVE if allowed and not row.stop_requested else LeaseStatus.STOP


def add_piece(job: ClaimedJob, number: int, content: bytes) -> bool:
    """Store the next piece of the result; False where the claim is lost."""
    with independent_session() as session:
        if not _update(session, job, {"heartbeat_at": clock.now()}):
            return False
        session.execute(insert(JobPiece).values(job_id=job.job_id, number=number, content=content))
        return True


def finish(job: ClaimedJob, size: int) -> bool:
    """The result is complete; False where the claim is lost."""
    with independent_session() as session:
        return _update(session, job, {"state": JobState.DONE, "ended_at": clock.now(), "claim": "", "size": size})


def abandon(job: ClaimedJob, state: JobState, fault: Fault = Fault.NONE, message: str = "") -> None:
    """The job ends without a result."""
    with independent_session() as session:
        if _update(session, job, {"heartbeat_at": clock.now()}):
            _end(session, session.get_one(Job, job.job_id), state, fault, message)


def put_back(claim: str) -> None:
    """The worker ends: the job waits again, as if it had not been started."""
    with independent_session() as session:
        job = session.scalar(select(Job).where(Job.claim == claim, Job.state == JobState.RUNNING).with_for_update())
        if job is not None:
            session.execute(delete(JobPiece).where(JobPiece.job_id == job.id))
            job.state, job.claim, job.attempts = JobState.WAITING, "", job.attempts - 1


def _update(session: Session, job: ClaimedJob, values: dict[str, Any]) -> bool:
    """Write these values if the claim still holds; whether it does."""
    changed = session.execute(update(Job).values(**values).where(
        Job.id == job.job_id, Job.claim == job.claim, Job.state == JobState.RUNNING))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _end(session: Session, job: Job, state: JobState, fault: Fault, message: str = "") -> None:
    session.execute(delete(JobPiece).where(JobPiece.job_id == job.id))
    job.state, job.fault, job.fault_message, job.claim, job.ended_at = state, fault, message, "", clock.now()
