"""One transaction per request, committed before the answer leaves, or not at all.

A request that is not GET or HEAD begins with BEGIN IMMEDIATE; it commits when its answer is below 400 and
rolls back otherwise, so a refused form leaves nothing half-written. A GET that writes is a mistake in the code
and raises. `keep()` is for the few refusals that must be remembered (a wrong password counts).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from outreach.core.db import db, writes_wanted

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class WriteOnSafeMethod(RuntimeError):
    """A GET tried to change a record."""


def keep() -> None:
    """Commit this request's changes even though its answer is a refusal."""
    g.keep_changes = True


def commit_now() -> None:
    """Commit what has been done so far, and begin anew: for a draft, whose page is then shown without being sent."""
    db.session.commit()


def allow_write_on_get() -> None:
    """For the one write a GET may do: the session's last-seen time."""
    g.may_write = True


def one_at_a_time(what: str) -> None:
    """Whoever does the same thing waits here until this transaction ends: for rules that read before they write. What
    was read before the wait may be over by then. SQLite has one writer at a time anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))


@contextmanager
def writing() -> Iterator[None]:
    """A transaction for a command: commits at the end, rolls back on any exception."""
    db.session.rollback()  # whatever was being read ends here; the next statement begins the writing transaction
    token = writes_wanted.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writes_wanted.reset(token)


@contextmanager
def apart() -> Iterator[Session]:
    """A short writing transaction of its own, with its own session: commits at the end, rolls back on any exception.

    For who works in the background, reading for minutes in `db.session`, and has to say meanwhile how far it is. In a
    request it would wait for the request's own transaction, so it is not for there.
    """
    token = writes_wanted.set(True)
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        writes_wanted.reset(token)


@contextmanager
def rehearsal(*, keep: bool) -> Iterator[None]:
    """As `writing`, but with `keep` False everything is taken back at the end: to see what would come of it."""
    with writing():
        yield
        if not keep:
            db.session.flush()
            db.session.rollback()


def install(app: Flask) -> None:
    """Hook the rules above into every request of `app`."""

    @app.before_request
    def _begin() -> None:
        g.may_write = request.method not in SAFE_METHODS
        writes_wanted.set(g.may_write)

    @app.after_request
    def _finish(response: Response) -> Response:
        if g.get("unsent"):
            db.session.rollback()  # a form that is only filled in again does nothing yet
        elif g.get("may_write"):
            if response.status_code < 400 or g.pop("keep_changes", False):
                db.session.commit()
            else:
                db.session.rollback()
        elif app.testing and _is_dirty(db.session):
            raise WriteOnSafeMethod(f"{request.method} {request.endpoint} left a change behind")
        return response

    @app.teardown_request
    def _forget(_error: BaseException | None) -> None:
        writes_wanted.set(False)


def _is_dirty(session: Any) -> bool:
    return bool(session.new or session.deleted or any(session.is_modified(each) for each in session.dirty))


@event.listens_for(Session, "before_flush")
def _refuse_write_on_get(session: Session, _context: Any, _instances: Any) -> None:
    if has_request_context() and _is_dirty(session) and not g.get("may_write", False):
        raise WriteOnSafeMethod(f"{request.method} {request.endpoint} changed a record")
