"""One transaction per request: kept below 400, dropped from 400 on, never begun by a GET."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, abort
from sqlalchemy import func, select

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import public
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
