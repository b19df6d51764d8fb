"""Reading jobs: each colleague's own, and those a worker should run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import current_app
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.jobs.models import OPEN_STATES, RETENTION, Job, JobPiece, JobState, PeriodicRun
from outreach.users.models import User


def get_job(public_id: str, owner: User) -> Job:
    """One's own job while it is kept. NotFound for anybody else's."""
    job = db.session.scalar(select(Job).where(
        Job.public_id == public_id, Job.owner_id == owner.id, Job.created_at > clock.now() - RETENTION))
    if job is None:
        raise NotFound
    return job


def list_jobs(owner: User, limit: int = 50) -> Sequence[Job]:
    """One's own jobs, the newest first."""
    return db.session.scalars(
        select(Job).where(Job.owner_id == owner.id, Job.created_at > clock.now() - RETENTION)
        .order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)).all()


def list_open_locked(owner: User) -> Sequence[Job]:
    """One's own jobs that have not ended. Locks the owner, so that nobody else starts one for this colleague until
    this transaction ends."""
    db.session.execute(select(User.id).where(User.id == owner.id).with_for_update())
    return db.session.scalars(
        select(Job).where(Job.owner_id == owner.id, Job.state.in_(OPEN_STATES)).order_by(Job.id)).all()


def find_piece(job_id: int, number: int) -> bytes | None:
    """One piece of a result, counted from 0; None after the last."""
    return db.session.scalar(select(JobPiece.content).where(JobPiece.job_id == job_id, JobPiece.number == number))


def _unattended() -> Select[Job]:
    """Jobs that wait, and running ones without a heartbeat for JOB_QUIET_SECONDS."""
    deadline = clock.now() - timedelta(seconds=current_app.config["JOB_QUIET_SECONDS"])
    return select(Job).where(or_(
        Job.state == JobState.WAITING, and_(Job.state == JobState.RUNNING, Job.heartbeat_at < deadline)))


def list_unattended() -> Sequence[Job]:
    """Jobs that wait or that no worker runs any more; the oldest first."""
    return db.session.scalars(_unattended().order_by(Job.created_at, Job.id)).all()


def find_unattended(session: Session, job_id: int) -> Job | None:
    """The job, locked until this transaction ends, if it waits or no worker runs it any more."""
    return session.scalar(_unattended().where(Job.id == job_id).with_for_update(skip_locked=True))


def priority_of(job: Job) -> int:
    """0, less one for each job that its owner started in the hour before: so colleagues take turns, however many jobs
    one of them starts."""
    recent = select(func.count(Job.id)).where(
        Job.owner_id == job.owner_id, Job.id < job.id, Job.created_at > job.created_at - timedelta(hours=1))
    return -(db.session.scalar(recent) or 0)


def find_run(session: Session, task: str, period: str) -> PeriodicRun | None:
    """The run of a periodic task for this period, locked until this transaction ends."""
    return session.scalar(select(PeriodicRun).where(PeriodicRun.task == task, PeriodicRun.period == period)
                          .with_for_update())
