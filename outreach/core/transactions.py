"""One transaction per request, committed before the response is sent, or rolled back.

A request that is not GET or HEAD begins with BEGIN IMMEDIATE; it commits when its status is below 400 and rolls back
otherwise. A GET that writes is a programming error and raises. `commit_on_error()` is for the few refusals that must be
stored (a wrong password is counted).

Nobody else writes meanwhile, so slow work (rendering, hashing a password, reading or making a file) never happens in
there. A view that has such work is marked `slow_work_first`: it begins by reading only, does the work, calls
`begin_writing()` and then compares what it worked from with what is stored by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, has_request_context, request
from sqlalchemy import Executable, event, func, select, text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session

from outreach.core.db import BUSY_MILLISECONDS, db, may_write, set_busy_timeout

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

View = TypeVar("View", bound=Callable[..., Any])


class WriteOnSafeMethod(RuntimeError):
    """A GET tried to change a record."""


def commit_on_error() -> None:
    """Commit this request's changes even though its status is 400 or above."""
    g.commit_on_error = True


def commit_now() -> None:
    """Commit what was done so far and begin a new transaction: a draft is stored before its form is shown again."""
    db.session.commit()


def slow_work_first(view: View) -> View:
    """Mark a view that calls `begin_writing()` itself, once its slow work is done."""
    view.slow_work_first = True  # type: ignore[attr-defined]
    return view


def begin_writing() -> None:
    """End the reading transaction and begin the writing one. Rows read before are read again, as they are by now.
    Runs the steps registered with `at_begin`; a response from one ends the request. Does nothing where the request or
    command writes already."""
    if not has_request_context() or g.get("may_write"):
        return
    if "save_failed" in g:
        raise WriteOnSafeMethod(f"{request.endpoint} writes while its form is shown again")
    db.session.rollback()
    g.may_write = True
    may_write.set(True)
    for step in g.pop("at_begin", ()):
        response = step()
        if response is not None:
            abort(response)


def at_begin(step: Callable[[], Response | None]) -> None:
    """Do `step` when this request begins to write. A response it returns is the answer to the request."""
    g.setdefault("at_begin", []).append(step)


def is_writing() -> bool:
    """Whether a writing transaction may be open here: nothing slow now."""
    return may_write.get()


def write_unless_busy(statement: Executable) -> None:
    """Execute and commit one statement, or skip it where others are writing or nothing can be written: for what a page
    notes in passing. Ends the session's own reading transaction."""
    token = may_write.set(True)
    try:
        db.session.rollback()
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                set_busy_timeout(connection, 0)
            try:
                with connection.begin():
                    if connection.dialect.name == "postgresql":
                        connection.execute(text("set local lock_timeout = '10ms'"))
                    connection.execute(statement)
            finally:
                if connection.dialect.name == "sqlite":
                    set_busy_timeout(connection, BUSY_MILLISECONDS)
    except (OperationalError, InternalError) as error:
        current_app.logger.info("skipped a note: %s", type(error.orig).__name__)
    finally:
        may_write.reset(token)


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
        view = app.view_functions.get(request.endpoint or "")
        g.may_write = (request.method not in SAFE_METHODS and not getattr(view, "slow_work_first", False)
                       and "save_failed" not in g)
        may_write.set(g.may_write)

    @app.after_request
    def _finish(response: Response) -> Response:
        if g.get("form_refilled"):
            db.session.rollback()  # a form that is only filled in again does nothing yet
        elif g.get("may_write"):
            if response.status_code < 400 or g.pop("commit_on_error", False):
                try:
                    db.session.commit()
                except (OperationalError, InternalError) as error:
                    return current_app.make_response(current_app.handle_user_exception(error))
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


@event.listens_for(Session, "do_orm_execute")
def _refuse_statements_of_refilled_form(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and has_request_context() and "save_failed" in g:
        raise WriteOnSafeMethod(f"{request.endpoint} writes while its form is shown again")
