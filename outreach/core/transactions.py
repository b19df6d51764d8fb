"""One transaction per request, committed before the response is sent, or rolled back.

A request that is not GET or HEAD begins with BEGIN IMMEDIATE; it commits when its status is below 400 and rolls back
otherwise. A GET that writes is a programming error and raises. `commit_on_error()` is for the few refusals that must be
stored (a wrong password is counted).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from outreach.core.db import db, may_write

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class WriteOnSafeMethod(RuntimeError):
    """A GET tried to change a record."""


def commit_on_error() -> None:
    """Commit this request's changes even though its status is 400 or above."""
    g.commit_on_error = True


def commit_now() -> None:
    """Commit what was done so far and begin a new transaction: a draft is stored before its form is shown again."""
    db.session.commit()


def allow_write_on_get() -> None:
    """Permit the one write a GET may do: the session's last-seen time."""
    g.may_write = True


def advisory_lock(name: str) -> None:
    """Let one transaction at a time hold the lock `name`, until it ends: for rules that read before they write. Rows
    read before the wait may be outdated. SQLite has one writer at a time anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


@contextmanager
def writing() -> Iterator[None]:
    """A transaction for a command: commits at the end, rolls back on any exception."""
    db.session.rollback()  # ends a reading transaction; the next statement begins the writing one
    token = may_write.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        may_write.reset(token)


@contextmanager
def independent_session() -> Iterator[Session]:
    """A short writing transaction with its own session: commits at the end, rolls back on any exception.

    For background work that reads for minutes in `db.session` and stores its progress meanwhile. Not for requests: it
    would wait for the request's own transaction.
    """
    token = may_write.set(True)
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        may_write.reset(token)


@contextmanager
def dry_run(*, commit: bool) -> Iterator[None]:
    """As `writing`, but with `commit` False everything is rolled back at the end."""
    with writing():
        yield
        if not commit:
            db.session.flush()
            db.session.rollback()


def install(app: Flask) -> None:
    """Hook the rules above into every request of `app`."""

    @app.before_request
    def _begin() -> None:
        g.may_write = request.method not in SAFE_METHODS
        may_write.set(g.may_write)

    @app.after_request
    def _finish(response: Response) -> Response:
        if g.get("form_refilled"):
            db.session.rollback()  # a form that is only filled in again does nothing yet
        elif g.get("may_write"):
            if response.status_code < 400 or g.pop("commit_on_error", False):
                db.session.commit()
            else:
                db.session.rollback()
        elif app.testing and _is_dirty(db.session):
            raise WriteOnSafeMethod(f"{request.method} {request.endpoint} left a change behind")
        return response

    @app.teardown_request
    def _reset(_error: BaseException | None) -> None:
        may_write.set(False)


def _is_dirty(session: Any) -> bool:
    return bool(session.new or session.deleted or any(session.is_modified(row) for row in session.dirty))


@event.listens_for(Session, "before_flush")
def _refuse_write_on_get(session: Session, _context: Any, _instances: Any) -> None:
    if has_request_context() and _is_dirty(session) and not g.get("may_write", False):
        raise WriteOnSafeMethod(f"{request.method} {request.endpoint} changed a record")
