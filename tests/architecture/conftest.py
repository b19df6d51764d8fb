"""Fixtures: a portal filled with the demo, a real PostgreSQL, a counter of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from outreach.core import clock
from outreach.core.db import db
from tests.databases import SETTINGS, Server, fill

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture(scope="session")
def _demo_at_noon(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    clock.set_source(lambda: NOON)
    file = fill(SETTINGS, tmp_path_factory.mktemp("demo-at-noon"), demo=True)
    clock.set_source(None)
    return file.read_bytes()


@pytest.fixture
def demo_app(app: Flask, portal_on: Callable[[bytes], Flask], _demo_at_noon: bytes) -> Flask:
    """`app` filled with the demo; the clock stands still, so that no session is noted as seen again."""
    clock.set_source(lambda: NOON)
    return portal_on(_demo_at_noon)


@pytest.fixture(scope="session")
def postgres_url(postgres: Server) -> str:
    """The address of a real PostgreSQL server of this test run."""
    return postgres.url


@pytest.fixture
def empty_postgres(postgres: Server) -> Iterator[str]:
    """The address of a new, empty database on that server."""
    with postgres.new() as address:
        yield address


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with count_queries() as queries:` collects the statements that reach the database."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
