"""Servers and workers end while they run background jobs, by kill -9 and by SIGTERM, and several work at once: each job
is done once, with its whole result; each periodic task once.

OUTREACH_KILLS says how often a worker is killed (3).
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, takewhile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.followups.service import add_follow_up
from outreach.jobs.models import Job, JobState, PeriodicRun
from outreach.jobs.queries import find_piece
from outreach.jobs.service import start_job
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from tests.factories import add_partner, add_words
from tests.forking import ROOT, ForkingParent
from tests.jobs import kinds
from tests.reminders.mailbox import mail_server

assert kinds
PATIENCE = 60.0
STEPS = 12
KILLS = int(os.environ.get("OUTREACH_KILLS", "3"))
WORKER = ["flask", "--app", "tests.server.job_portal", "worker"]


@contextmanager
def process(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the portal; killed at the end if it still runs."""
    with (folder / "server.log").open("a") as log:
        child = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stderr=log, stdout=log,
                                 env={**os.environ, **environment, "OUTREACH_INSTANCE": str(folder)})
    try:
        yield child
    finally:
        child.kill()
        child.wait()


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str],
            port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that answers on `port`."""
    with process(command, folder, environment) as server:
        wait_until(lambda: answers(port))
        yield server


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "begun"


@pytest.fixture
def start(served: Flask, log: Path) -> Callable[..., int]:
    """start("a") -> a slow job in line, of a colleague of its own; start("a", steps) takes so many times 50 ms."""

    def begin(name: str, steps: int = STEPS) -> int:
        with transactions.writing():
            by = User(name=name, email=f"{name}@demo.example", role=Role.STAFF)
            db.session.add(by)
            db.session.flush()
            arguments = {"log": str(log), "steps": steps, "name": name}
            return start_job(by=by, kind="test_slow", arguments=arguments, language="da").id

    return begin


def job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True)


def is_under_way(job_id: int) -> bool:
    return job(job_id).state is JobState.RUNNING and job(job_id).done > 2


def begun(log: Path) -> list[str]:
    return [line.split()[0] for line in log.read_text().splitlines()]


def result_of(job_id: int) -> bytes:
    return b"".join(takewhile(lambda piece: piece is not None, (find_piece(job_id, number) for number in count())))


WHOLE = "".join(f"{number}\n" for number in range(STEPS)).encode()


@pytest.fixture
def in_web(environment: dict[str, str]) -> dict[str, str]:
    """`environment`, with background jobs in the web process on either database."""
    return {**environment, "OUTREACH_JOBS_IN_WEB": "1"}


def gunicorn(port: int, *options: str) -> list[str]:
    return ["gunicorn", *options, "--threads", "2", "--bind", f"127.0.0.1:{port}", "tests.server.job_portal:app"]


def test_job_cut_off_by_kill_9_is_run_again_with_its_whole_result(
        start: Callable[[str], int], log: Path, environment: dict[str, str], tmp_path: Path, port: int) -> None:
    """That it is run again only once is in tests/jobs/test_doing.py."""
    embedded, job_id = ["tests.server.job_portal", str(port)], start("a")
    with running(embedded, tmp_path, environment, port):
        wait_until(lambda: is_under_way(job_id))
    assert job(job_id).state is JobState.RUNNING
    with running(embedded, tmp_path, environment, port):
        wait_until(lambda: not job(job_id).is_open)
    assert (job(job_id).state, result_of(job_id), begun(log)) == (JobState.DONE, WHOLE, ["a", "a"])


@pytest.mark.parametrize("command", ["waitress", "gunicorn", "worker"])
def test_clean_stop_puts_a_job_back(start: Callable[..., int], in_web: dict[str, str], tmp_path: Path, port: int,
                                    command: str) -> None:
    job_id = start("a", 400)
    commands = {"waitress": ["tests.server.job_portal", str(port)], "gunicorn": gunicorn(port, "--workers", "1"),
                "worker": WORKER}
    with process(commands[command], tmp_path, in_web) as server:
        wait_until(lambda: answers(port) or command == "worker")
        wait_until(lambda: is_under_way(job_id))
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0
    assert (job(job_id).state, job(job_id).attempts, result_of(job_id)) == (JobState.WAITING, 0, b"")


def test_several_web_processes_run_each_job_once(start: Callable[[str], int], log: Path, in_web: dict[str, str],
                                                 tmp_path: Path, port: int) -> None:
    jobs = [start(f"job{number}") for number in range(9)]
    with running(gunicorn(port, "--preload", "--workers", "3"), tmp_path, in_web, port):
        # A process begins with its first request; which one gets it is the kernel's choice.
        wait_until(lambda: answers(port) and not any(job(each).is_open for each in jobs))
    check_done_once(jobs, log)


def test_two_workers_run_each_job_once(start: Callable[[str], int], log: Path, environment: dict[str, str],
                                       tmp_path: Path) -> None:
    jobs = [start(f"job{number}") for number in range(9)]
    with process(WORKER, tmp_path, environment), process(WORKER, tmp_path, environment):
        wait_until(lambda: not any(job(each).is_open for each in jobs))
    check_done_once(jobs, log)


def check_done_once(jobs: list[int], log: Path) -> None:
    """Each job was started once, by more than one process, and has its whole result."""
    assert [(job(job_id).state, result_of(job_id)) for job_id in jobs] == [(JobState.DONE, WHOLE)] * len(jobs)
    processes = {line.split()[1] for line in log.read_text().splitlines()}
    assert (sorted(begun(log)), len(processes) > 1) == (sorted(f"job{number}" for number in range(len(jobs))), True)


@pytest.mark.parametrize("environment", ["postgresql"], indirect=True)
def test_web_process_leaves_jobs_to_the_workers_with_postgresql(
        start: Callable[[str], int], environment: dict[str, str], tmp_path: Path, port: int) -> None:
    job_id = start("a")
    with running(gunicorn(port, "--workers", "1"), tmp_path, environment, port):
        for _request in range(20):
            assert answers(port)
            time.sleep(0.1)
        assert job(job_id).state is JobState.WAITING
        with process(WORKER, tmp_path, environment):
            wait_until(lambda: job(job_id).state is JobState.DONE)


@pytest.mark.parametrize("what", ["worker", "server"])
def test_worker_killed_again_and_again_does_every_job_once(
        start: Callable[[str], int], log: Path, environment: dict[str, str], tmp_path: Path, port: int,
        what: str) -> None:
    """It is stopped first, to see that no job is hit for the second time: that one would rightly fail."""
    jobs: list[int] = []
    hit: set[int] = set()
    moments = random.Random(11)

    def running_now() -> set[int]:
        return {job_id for job_id in jobs if job(job_id).state is JobState.RUNNING}

    def a_first_attempt_runs() -> bool:
        return bool(running_now() - hit)

    workers = ForkingParent(
        "tests.server.forked_worker", "worker" if what == "worker" else str(port), log=tmp_path / "server.log",
        environment={**os.environ, **environment, "OUTREACH_INSTANCE": str(tmp_path)})
    workers.start()
    for _kill in range(KILLS):
        while True:
            waiting = sum(job(job_id).state is JobState.WAITING for job_id in jobs)
            jobs += [start(f"job{len(jobs) + more}") for more in range(3 - waiting)]
            wait_until(a_first_attempt_runs)
            time.sleep(moments.uniform(0, 0.2))
            os.kill(workers.child, signal.SIGSTOP)
            cut_off = running_now()
            if cut_off - hit and not any(job(job_id).attempts == 2 for job_id in cut_off):
                break
            os.kill(workers.child, signal.SIGCONT)
            time.sleep(0.1)
        hit |= cut_off
        workers.end()
        workers.start()
    wait_until(lambda: not any(job(job_id).is_open for job_id in jobs))
    workers.end()
    workers.close()
    assert {(job(job_id).state, result_of(job_id)) for job_id in jobs} == {(JobState.DONE, WHOLE)}
    assert {job_id: job(job_id).attempts for job_id in jobs} == {job_id: 2 if job_id in hit else 1 for job_id in jobs}
    assert len(hit) >= KILLS
    assert Counter(begun(log)) <= Counter({f"job{number}": 2 if job_id in hit else 1
                                           for number, job_id in enumerate(jobs)})


@pytest.mark.usefixtures("ordinary_day")
def test_daily_mail_is_sent_once_by_two_workers_without_cron(served: Flask, environment: dict[str, str],
                                                             tmp_path: Path) -> None:
    """On a working day, since no mail goes out on others."""
    add_words()
    with transactions.writing():
        colleagues = [User(name=f"Kollega {number}", email=f"{number}@demo.example", role=Role.STAFF)
                      for number in range(5)]
        db.session.add_all(colleagues)
    for colleague in colleagues:
        partner = get_open_partner(add_partner(colleague, f"Huset {colleague.name}"), colleague)
        with transactions.writing():
            add_follow_up(by=colleague, partner=partner, what="Ring", owner=colleague, due_on=clock.today())
    names = {colleague.email for colleague in colleagues}
    db.session.rollback()
    with mail_server(served) as mailbox:
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(served.config["SMTP_PORT"])}
        with process(WORKER, tmp_path, {**environment, **mail}), process(WORKER, tmp_path, {**environment, **mail}):
            wait_until(lambda: runs("reminders") == [True] and runs("expiry") == [True])
            time.sleep(2)  # the schedulers have looked again
        assert (sorted(mail["To"] for mail in mailbox.mails), runs("reminders")) == (sorted(names), [True])


def runs(task: str) -> list[bool]:
    """Whether each run of the task has finished."""
    db.session.rollback()
    return [run.finished_at is not None
            for run in db.session.scalars(select(PeriodicRun).where(PeriodicRun.task == task))]
