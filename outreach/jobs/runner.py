"""The thread that does the jobs: one in each serving process, begun with its first request.

It is a daemon, so that no job holds up the end of a process: at the end (SIGTERM under waitress and gunicorn, Ctrl-C)
a running job is put back for the next process; after kill -9 it goes quiet and is taken up again.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time

from flask import Flask, current_app, g

from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.i18n import in_language
from outreach.core.request_log import tell
from outreach.jobs.context import Ended, Running, TooLong
from outreach.jobs.kinds import kind_of
from outreach.jobs.leases import Taken, Verdict, beat, finish, give_up, put_back, quiet_before, take_next
from outreach.jobs.models import Fault, JobState
from outreach.jobs.queries import is_anything_to_do
from outreach.users.models import User

#: Seconds to leave a database alone that does not answer, or has no such table yet.
_REST = 30.0


class Runner:
    """Does jobs one after the other; sleeps until woken, and looks now and then for what others have left."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pid = 0
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._lock, self._wanted, self._ended = threading.Lock(), threading.Event(), threading.Event()
        self._claim = ""

    def ensure(self) -> None:
        """See to it that the thread runs in this process; after a fork it does not."""
        if self._pid == os.getpid():
            return
        if self._pid:
            self._begin_anew()  # made in the parent; whoever held the lock there is not here
        with self._lock:
            if self._pid != os.getpid():
                self._pid = os.getpid()
                threading.Thread(target=self._run, args=(self._ended,), name="jobs", daemon=True).start()
                atexit.register(self.stop)

    def wake(self) -> None:
        """There is something to do."""
        self._wanted.set()

    def stop(self) -> None:
        """Begin nothing more, and put back what is under way."""
        self._ended.set()
        self._wanted.set()
        claim = self._claim
        if claim and self._pid == os.getpid():
            with self._app.app_context():
                try:
                    put_back(claim)
                except Exception as error:  # the database may be gone before us; the job goes quiet then
                    tell("job put back", logging.ERROR, exception=type(error).__name__)

    def work_one(self) -> bool:
        """Do the job whose turn it is, in an application context of its own; False where there is none."""
        with self._app.app_context():
            found = is_anything_to_do(quiet_before())
            db.session.remove()
            taken = take_next() if found else None
            if taken is None:
                return False
            self._claim = taken.claim
            try:
                _do(taken)
            finally:
                self._claim = ""
                db.session.remove()
            return True

    def _run(self, ended: threading.Event) -> None:
        while not ended.is_set():
            rest = float(self._app.config["JOB_LOOK_SECONDS"])
            try:
                if self.work_one():
                    continue
            except Exception as error:  # a thread that died would do nothing any more, and nobody would know
                rest = _REST
                with self._app.app_context():
                    tell("jobs", logging.ERROR, exception=type(error).__name__)
            self._wanted.wait(rest)
            self._wanted.clear()


def _do(taken: Taken) -> None:
    """One job, to its end, whatever that is."""
    began, state, size = time.monotonic(), JobState.FAILED, 0
    try:
        size = _result_of(taken)
        state = JobState.DONE
    except Ended as ended:
        state = JobState.STOPPED
        if ended.verdict is Verdict.STOP:
            give_up(taken, JobState.STOPPED)
    except DomainError as error:
        give_up(taken, JobState.FAILED, Fault.REFUSED, error.message)
    except TooLong:
        give_up(taken, JobState.FAILED, Fault.LONG)
    except Exception as error:
        db.session.rollback()
        # As for a request: kind and place of the fault, never its words, which may hold what somebody wrote.
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        tell("job broke", logging.ERROR, kind=taken.kind, exception=type(error).__name__,
             at=f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?")
        give_up(taken, JobState.FAILED, Fault.ERROR)
    tell("job", kind=taken.kind, state=state.value, bytes=size, ms=round((time.monotonic() - began) * 1000))


def _result_of(taken: Taken) -> int:
    """Do the work; the size of its result. What it read in `db.session` ends here, and so does whatever it changed."""
    verdict = beat(taken)
    if verdict is not Verdict.GO_ON:
        raise Ended(verdict)
    if db.engine.dialect.name == "postgresql":
        # All its figures are of one moment, as they are on SQLite.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    job = Running(taken, db.session.get_one(User, taken.owner_id))
    with job, in_language(taken.language):
        kind_of(taken.kind).work(job)
        db.session.rollback()
        job.close()
        if not finish(taken, job.size):
            raise Ended(Verdict.LOST)
    return job.size


def work_all() -> None:
    """Do whatever waits, here and now: for commands and tests, which have no thread for it."""
    runner = runner_of(current_app._get_current_object())  # type: ignore[attr-defined]
    while runner.work_one():
        pass


def runner_of(app: Flask) -> Runner:
    """This application's runner."""
    return app.extensions["jobs"]  # type: ignore[no-any-return]


def install(app: Flask) -> None:
    """Give the application its runner; it begins with the first request, where there is a process that serves."""
    runner = app.extensions["jobs"] = Runner(app)

    @app.before_request
    def _ensure() -> None:
        if app.config["BACKGROUND_JOBS"] and not app.testing:
            runner.ensure()

    @app.teardown_request
    def _wake(_error: BaseException | None) -> None:
        if g.pop("job_started", False):
            runner.wake()
