"""Servers end while they do background work, by kill -9 and by SIGTERM, and several work at once: each job comes out
once, and whole."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, takewhile
from pathlib import Path

import pytest
from flask import Flask

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.jobs.models import Job, JobState
from outreach.jobs.queries import find_piece
from outreach.jobs.service import start_job
from outreach.users.models import User
from tests.jobs import kinds
from tests.server.writers import ROOT

assert kinds
PATIENCE = 30.0
STEPS = 12


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str],
            port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that answers on `port`; killed at the end if it is still there."""
    with (folder / "server.log").open("a") as log:
        server = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stderr=log, stdout=log,
                                  env={**os.environ, **environment, "OUTREACH_INSTANCE": str(folder)})
    try:
        wait_until(lambda: answers(port))
        yield server
    finally:
        server.kill()
        server.wait()


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
        time.sleep(0.05)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "begun"


@pytest.fixture
def start(served: Flask, log: Path) -> Callable[[str], int]:
    """start("a") -> a slow job in line, of a colleague of its own."""

    def begin(name: str) -> int:
        with transactions.writing():
            by = User(name=name, email=f"{name}@demo.example", role=Role.STAFF)
            db.session.add(by)
            db.session.flush()
            arguments = {"log": str(log), "steps": STEPS, "name": name}
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


def test_a_job_cut_off_by_kill_9_is_taken_up_again_and_comes_out_whole(
        start: Callable[[str], int], log: Path, environment: dict[str, str], tmp_path: Path, port: int) -> None:
    """That it is taken up only once is in tests/jobs/test_doing.py."""
    embedded, job_id = ["tests.server.job_portal", str(port)], start("a")
    with running(embedded, tmp_path, environment, port):
        wait_until(lambda: is_under_way(job_id))
    assert job(job_id).state is JobState.RUNNING
    with running(embedded, tmp_path, environment, port):
        wait_until(lambda: not job(job_id).is_open)
    assert (job(job_id).state, result_of(job_id), begun(log)) == (JobState.DONE, WHOLE, ["a", "a"])


@pytest.mark.parametrize("command", [
    ["tests.server.job_portal", "{port}"],
    ["gunicorn", "--workers", "1", "--threads", "2", "--bind", "127.0.0.1:{port}", "tests.server.job_portal:app"],
], ids=["waitress", "gunicorn"])
def test_a_clean_stop_puts_a_job_back(start: Callable[[str], int], environment: dict[str, str], tmp_path: Path,
                                      port: int, command: list[str]) -> None:
    job_id = start("a")
    with running([part.format(port=port) for part in command], tmp_path, environment, port) as server:
        wait_until(lambda: is_under_way(job_id))
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0
    assert (job(job_id).state, job(job_id).attempts, result_of(job_id)) == (JobState.WAITING, 0, b"")


def test_several_processes_do_each_job_once(start: Callable[[str], int], log: Path, environment: dict[str, str],
                                            tmp_path: Path, port: int) -> None:
    jobs = [start(f"job{number}") for number in range(6)]
    command = ["gunicorn", "--preload", "--workers", "3", "--threads", "2", "--bind", f"127.0.0.1:{port}",
               "tests.server.job_portal:app"]
    with running(command, tmp_path, environment, port):
        # A process begins with its first request; which one gets it is the kernel's choice.
        wait_until(lambda: answers(port) and not any(job(each).is_open for each in jobs))
        processes = {line.split()[1] for line in log.read_text().splitlines()}
    assert [(job(each).state, result_of(each)) for each in jobs] == [(JobState.DONE, WHOLE)] * 6
    assert (sorted(begun(log)), len(processes) > 1) == ([f"job{number}" for number in range(6)], True)
