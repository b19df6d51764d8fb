"""Reading jobs: each colleague's own, and, for who does them, the next one in turn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.jobs.models import LIFE, OPEN_STATES, Job, JobPiece, JobState
from outreach.users.models import User

#: A job that was broken off is taken up again once.
MOST_ATTEMPTS = 2


def get_job(public_id: str, owner: User) -> Job:
    """One's own job while it is kept. NotFound for anybody else's."""
    job = db.session.scalar(select(Job).where(
        Job.public_id == public_id, Job.owner_id == owner.id, Job.created_at > clock.now() - LIFE))
    if job is None:
        raise NotFound
    return job


def list_jobs(owner: User, limit: int = 50) -> Sequence[Job]:
    """One's own jobs, the newest first."""
    return db.session.scalars(
        select(Job).where(Job.owner_id == owner.id, Job.created_at > clock.now() - LIFE)
        .order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)).all()


def list_open_locked(owner: User) -> Sequence[Job]:
    """One's own jobs of which something is still to come. Nobody else starts one for this colleague until this
    transaction ends."""
    db.session.execute(select(User.id).where(User.id == owner.id).with_for_update())
    return db.session.scalars(
        select(Job).where(Job.owner_id == owner.id, Job.state.in_(OPEN_STATES)).order_by(Job.id)).all()


def find_piece(job_id: int, number: int) -> bytes | None:
    """One piece of a result, counted from 0; None after the last."""
    return db.session.scalar(select(JobPiece.content).where(JobPiece.job_id == job_id, JobPiece.number == number))


def _gone_quiet(before: datetime) -> ColumnElement[bool]:
    return and_(Job.state == JobState.RUNNING, Job.heartbeat_at < before)


def is_anything_to_do(quiet_before: datetime) -> bool:
    """Whether a job waits, or one has gone quiet in somebody's hands."""
    query = select(Job.id).where(or_(Job.state == JobState.WAITING, _gone_quiet(quiet_before))).limit(1)
    return db.session.scalar(query) is not None


def list_broken(session: Session, quiet_before: datetime) -> Sequence[Job]:
    """Jobs that have gone quiet and are not to be taken up again: begun often enough, or asked to stop."""
    query = (select(Job).where(_gone_quiet(quiet_before), or_(Job.attempts >= MOST_ATTEMPTS, Job.stop_asked))
             .order_by(Job.id).with_for_update(skip_locked=True))
    return session.scalars(query).all()


def find_next(session: Session, kinds: Collection[str], quiet_before: datetime) -> Job | None:
    """The job whose turn it is, of those that wait or have gone quiet: colleagues take turns, whoever has had none done
    for the longest time first, and each one's oldest. Held until this transaction ends."""
    others = aliased(Job)
    last_done = select(func.max(others.heartbeat_at)).where(others.owner_id == Job.owner_id).scalar_subquery()
    query = (select(Job).where(or_(Job.state == JobState.WAITING, _gone_quiet(quiet_before)), Job.kind.in_(kinds))
             .order_by(last_done.asc().nulls_first(), Job.created_at, Job.id).limit(1)
             .with_for_update(skip_locked=True))
    return session.scalar(query)


def find_owner_of(session: Session, claim: str) -> User | None:
    """The owner of the job that this claim holds, as the account is now."""
    query: Any = select(User).join(Job, Job.owner_id == User.id).where(Job.claim == claim)
    return session.scalar(query)  # type: ignore[no-any-return]
