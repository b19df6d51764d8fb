"""huey carries the background work: a queue of messages, worker threads, a scheduler for what is periodic.

A message names a job, and the job's row says what becomes of it. huey deletes a message when a worker receives it, so a
message can be lost with its worker; `requeue` therefore adds one for every job that waits or was interrupted and has
none, and `leases.claim` sees to it that a second message for the same job does nothing.

With SQLite the queue is a file beside the database, with PostgreSQL a schema of its own there, which neither migrations
nor backups include: it can be lost, since `requeue` makes it anew from the jobs' rows.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, current_app
from flask.logging import default_handler
from huey import Huey, PostgresHuey, SqliteHuey, signals
from huey.consumer import Consumer, Scheduler
from huey.serializer import SignedSerializer
from sqlalchemy.engine import make_url

from outreach.core.db import db
from outreach.core.errors import DomainError, raised_at
from outreach.core.i18n import in_language
from outreach.core.request_log import log_event
from outreach.jobs.context import JobContext, JobEndedError, JobTimeoutError
from outreach.jobs.kinds import kind_of, known_acts
from outreach.jobs.leases import (
    ClaimedJob,
    LeaseStatus,
    abandon,
    claim,
    finish,
    heartbeat,
    put_back,
)
from outreach.jobs.models import Fault, JobState
from outreach.jobs.periodic import PERIODIC_TASKS, PeriodicTask
from outreach.jobs.queries import list_unattended, priority_of
from outreach.users.models import User

#: The schema of the queue's tables in PostgreSQL, and the advisory lock under which they are made.
_SCHEMA, _LOCK = "task_queue", 7_214_503
#: Periodic tasks are received before any job.
_FIRST = 1_000


class _Consumer(Consumer):
    """huey's, with a scheduler that looks for periodic tasks every so many seconds."""

    def __init__(self, huey: Huey, schedule_seconds: float, **options: Any) -> None:
        self._schedule_seconds = schedule_seconds
        super().__init__(huey, **options)

    def _create_scheduler(self) -> Scheduler:
        scheduler = super()._create_scheduler()
        scheduler.periodic_task_seconds = self._schedule_seconds
        return scheduler

    def _set_signal_handlers(self) -> None:
        if threading.current_thread() is threading.main_thread():  # else the signals are the web server's
            super()._set_signal_handlers()


class BackgroundWork:
    """This application's queue and, once started, its workers."""

    def __init__(self, app: Flask) -> None:
        self._app, self._started_in = app, 0
        self._consumer: Consumer | None = None
        self._lock, self._claims = threading.Lock(), dict[int, str]()
        self.has_tables = False
        self.huey = _make_huey(app)
        self._job_task = self.huey.task(name="run_job")(
            lambda job_id: self._do("run_job", partial(self._run_job, job_id)))
        self.huey.signal(signals.SIGNAL_INTERRUPTED)(self._put_back)

    def enqueue(self, job_id: int, priority: int) -> None:
        """Add a message for a job. Where that fails, `requeue` does it later."""
        try:
            self._make_tables()
            self._job_task(job_id, priority=priority)
        except Exception as error:
            self._log("enqueue", error)

    def requeue(self) -> None:
        """Add a message for each job that waits or was interrupted and has none."""
        self._make_tables()
        queued = {task.args[0] for task in self.huey.pending() if isinstance(task, self._job_task.task_class)}
        for job in list_unattended():
            if job.id not in queued:
                self.enqueue(job.id, priority_of(job))
        db.session.rollback()

    def start(self) -> None:
        """Start the workers in threads of this process, unless they run; after a fork they do not."""
        with self._lock:
            if self._started_in == os.getpid():
                return
            try:
                consumer = self._make_consumer(self._app.config["JOB_THREADS"])
            except Exception as error:  # the database is away: the next request tries again
                return self._log("start", error)
            self._thread = threading.Thread(target=consumer.run, name="huey", daemon=True)
            self._thread.start()
            self._started_in = os.getpid()
            atexit.register(self.stop)

    def stop(self) -> None:
        """Stop the threads of `start`, and put back the jobs that they run."""
        if self._started_in == os.getpid() and self._consumer:
            self._consumer.stop_flag.set()
            self._thread.join(5)

    def run(self, threads: int) -> None:
        """Be a worker, in this thread, until SIGTERM or SIGINT; then put back the jobs that run."""
        self._make_consumer(threads).run()

    def _make_consumer(self, threads: int) -> Consumer:
        self._make_tables()
        if not self.huey._registry.periodic_tasks:
            self._schedule("requeue", self.requeue)
            for task in PERIODIC_TASKS.values():
                self._schedule(task.name, partial(_run_periodic, task))
        self._consumer = _Consumer(self.huey, self._app.config["SCHEDULE_SECONDS"], workers=threads, max_delay=0.5,
                                   shutdown_timeout=1)
        return self._consumer

    def _is_stopping(self) -> bool:
        return self._consumer is not None and self._consumer.stop_flag.is_set()

    def _do(self, name: str, work: Callable[[], None]) -> None:
        """Do a task in a context of its own. What it raises is logged: the database is away, perhaps, and `requeue`
        or the next run makes up for it."""
        with self._app.app_context():
            try:
                work()
            except Exception as error:
                self._log(name, error)
            finally:
                db.session.remove()

    def _schedule(self, name: str, work: Callable[[], None]) -> None:
        """Let huey run `work` each time the scheduler looks."""
        self.huey.periodic_task(lambda _time: True, name=name, priority=_FIRST)(lambda: self._do(name, work))

    def _run_job(self, job_id: int) -> None:
        job = None if self._is_stopping() else claim(job_id, known_acts())
        if job is None:
            return
        self._claims[job_id] = job.claim
        try:
            if self._is_stopping():
                put_back(job.claim)
            else:
                _perform(job)
        finally:
            del self._claims[job_id]

    def _put_back(self, _signal: str, task: Any) -> None:
        """The process ends while this message is worked on: its job waits for `requeue` of another one."""
        claim_token = self._claims.get(task.args[0]) if isinstance(task, self._job_task.task_class) else None
        if claim_token:
            self._do("put back", partial(put_back, claim_token))

    def _make_tables(self) -> None:
        if not self.has_tables:
            self.huey.storage.initialize_schema()
            self.has_tables = True

    def _log(self, task: str, error: Exception) -> None:
        """Kind and place of an exception, never its words, which may hold what somebody wrote."""
        with self._app.app_context():
            log_event("task failed", logging.ERROR, task=task, exception=type(error).__name__, at=raised_at(error))


def _make_huey(app: Flask) -> Huey:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    settings: dict[str, Any] = {
        "results": False, "create_tables": False, "serializer": SignedSerializer(app.config["SECRET_KEY"], "tasks")}
    if url.get_backend_name() != "postgresql":
        return SqliteHuey("portal", filename=str(Path(app.instance_path) / "tasks.sqlite"), **settings)
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)

    def connect() -> psycopg.Connection:
        connection = psycopg.connect(address, autocommit=True)
        connection.execute("select set_config('search_path', %s, false)", (_SCHEMA,))
        return connection

    huey = PostgresHuey("portal", connection=connect, **settings)
    huey.storage.ddl[:0] = [f"select pg_advisory_xact_lock({_LOCK})", f"create schema if not exists {_SCHEMA}"]
    return huey


def _run_periodic(task: PeriodicTask) -> None:
    if task.run():
        log_event("periodic task", task=task.name)


def _perform(job: ClaimedJob) -> None:
    """Run a claimed job to its end, whatever that is."""
    began, state, size = time.monotonic(), JobState.FAILED, 0
    try:
        size = _make_result(job)
        state = JobState.DONE
    except JobEndedError as ended:
        state = JobState.STOPPED
        if ended.status is LeaseStatus.STOP:
            abandon(job, JobState.STOPPED)
    except DomainError as error:
        abandon(job, JobState.FAILED, Fault.REFUSED, error.message)
    except JobTimeoutError:
        abandon(job, JobState.FAILED, Fault.TIMEOUT)
    except Exception as error:
        db.session.rollback()
        log_event("job failed", logging.ERROR, kind=job.kind, exception=type(error).__name__, at=raised_at(error))
        abandon(job, JobState.FAILED, Fault.ERROR)
    log_event("job", kind=job.kind, state=state.value, bytes=size, ms=round((time.monotonic() - began) * 1000))


def _make_result(job: ClaimedJob) -> int:
    """Do the work and return the size of the result. What it read or changed in `db.session` is rolled back."""
    status = heartbeat(job)
    if status is not LeaseStatus.ACTIVE:
        raise JobEndedError(status)
    if db.engine.dialect.name == "postgresql":
        # All its figures are of one moment, as they are on SQLite.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    context = JobContext(job, db.session.get_one(User, job.owner_id))
    with context, in_language(job.language):
        kind_of(job.kind).work(context)
        db.session.rollback()
        context.close()
        if not finish(job, context.size):
            raise JobEndedError(LeaseStatus.LOST)
    return context.size


def background_work() -> BackgroundWork:
    """The present application's."""
    return current_app.extensions["background_work"]


def run_waiting_jobs() -> None:
    """Run every job that waits, here and now: for tests, which have no workers."""
    work = background_work()
    work.requeue()
    while work.huey.pending_count():
        work.huey.execute(work.huey.dequeue())


def install(app: Flask) -> None:
    """Give the application its queue. A web process starts the workers with its first request, where it has any."""
    work = app.extensions["background_work"] = BackgroundWork(app)
    logging.getLogger("huey").addHandler(default_handler)
    in_web = app.config["JOBS_IN_WEB"]
    if in_web is None:
        in_web = isinstance(work.huey, SqliteHuey)

    @app.before_request
    def _start() -> None:
        if in_web and not app.testing:
            work.start()
