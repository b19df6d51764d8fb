"""One transaction per request: kept below 400, dropped from 400 on, never begun by a GET."""

from __future__ import annotations

import io
import smtplib
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, abort
from sqlalchemy import func, insert, select
from werkzeug.datastructures import FileStorage

from outreach.core import clock, transactions
from outreach.core.csv_files import csv_bytes
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.pdf import qr
from outreach.core.permissions import public
from outreach.library.logo import clean_logo
from outreach.users.models import FailedSignIn

pytestmark = pytest.mark.own_app  # each adds a page of its own


def rows() -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(FailedSignIn)) or 0


def write() -> None:
    db.session.add(FailedSignIn(account="x"))
    db.session.flush()


@pytest.fixture
def post(app: Flask) -> Callable[[Callable[[], object]], int]:
    """post(what) -> the status of a POST whose view does `what`."""
    app.config["RAISE_ERRORS"] = False

    def send(view: Callable[[], object]) -> int:
        app.add_url_rule("/act", "act", public(view), methods=["POST"])
        return app.test_client().post("/act").status_code

    return send


def test_successful_request_commits(post) -> None:  # type: ignore[no-untyped-def]
    def done() -> str:
        write()
        return "done"

    assert (post(done), rows()) == (200, 1)


def test_refused_request_rolls_back(post) -> None:  # type: ignore[no-untyped-def]
    def refused() -> tuple[str, int]:
        write()
        return "no", 422

    assert (post(refused), rows()) == (422, 0)


def test_domain_error_rolls_back(post) -> None:  # type: ignore[no-untyped-def]
    def refused() -> str:
        write()
        raise DomainError("", "Nej.")

    assert (post(refused), rows()) == (422, 0)


def test_unexpected_error_rolls_back(post) -> None:  # type: ignore[no-untyped-def]
    def crashed() -> str:
        write()
        raise RuntimeError

    assert (post(crashed), rows()) == (500, 0)


def test_abort_rolls_back(post) -> None:  # type: ignore[no-untyped-def]
    def aborted() -> str:
        write()
        abort(409)

    assert (post(aborted), rows()) == (409, 0)


def test_commit_on_error_commits_a_refusal(post) -> None:  # type: ignore[no-untyped-def]
    def remembered() -> tuple[str, int]:
        write()
        transactions.commit_on_error()
        return "no", 422

    assert (post(remembered), rows()) == (422, 1)


def test_command_commits_at_its_end(app: Flask) -> None:
    with transactions.writing():
        write()
    assert rows() == 1


def test_failed_command_rolls_back(app: Flask) -> None:
    def fail() -> None:
        with transactions.writing():
            write()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert rows() == 0


def test_slow_work_first_keeps_nobody_waiting(app: Flask, post) -> None:  # type: ignore[no-untyped-def]
    seen = []

    def in_another_process() -> None:
        with app.app_context(), transactions.writing():
            write()

    @transactions.slow_work_first
    def slow() -> str:
        rows_before = db.session.scalar(select(func.count()).select_from(FailedSignIn))
        with ThreadPoolExecutor() as threads:  # waits for nobody, and nobody waits for it
            threads.submit(in_another_process).result()
        transactions.begin_writing()
        seen.extend([rows_before, db.session.scalar(select(func.count()).select_from(FailedSignIn))])
        write()
        return "done"

    assert (post(slow), rows(), seen) == (200, 2, [0, 1])


@pytest.mark.parametrize("work", [
    lambda: FileStorage(io.BytesIO(b"x")).read(), lambda: clean_logo(b"x"), lambda: csv_bytes(["a"], []),
    lambda: zipfile.ZipFile(io.BytesIO(), "w"), lambda: qr.private_png("x"), lambda: smtplib.SMTP("127.0.0.1", 1)])
def test_slow_work_while_writing_fails_the_request(app: Flask, work: Callable[[], object]) -> None:
    def slow() -> str:
        work()
        return "done"

    app.add_url_rule("/act", "act", public(slow), methods=["POST"])
    with pytest.raises(pytest.fail.Exception, match="slow work"):
        app.test_client().post("/act")


def test_slow_work_first_that_never_begins_to_write_may_not_change_anything(post) -> None:  # type: ignore[no-untyped-def]
    @transactions.slow_work_first
    def forgetful() -> str:
        write()
        return "done"

    assert (post(forgetful), rows()) == (500, 0)


@pytest.mark.sqlite
def test_note_in_passing_is_left_out_while_another_writes(app: Flask) -> None:
    statement = insert(FailedSignIn).values(account="z", address="", at=clock.now())
    with transactions.independent_session() as another:
        another.add(FailedSignIn(account="y"))
        another.flush()
        before = time.monotonic()
        transactions.write_unless_busy(statement)
        assert time.monotonic() - before < 2
    transactions.write_unless_busy(statement)
    assert rows() == 2
