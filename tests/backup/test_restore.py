"""A copy put back is the portal it was taken of, and nothing unfit is ever put in the database's place."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from outreach import create_app
from outreach.core import transactions
from outreach.core.db import db
from outreach.partners.models import Guess
from tests.databases import SETTINGS, Files, Server


@pytest.fixture(params=["sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A portal with the demo, its tables marked as the newest migration's."""
    with ExitStack() as stack:
        settings, folder = dict(SETTINGS), tmp_path / "data"
        folder.mkdir()
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            settings["SQLALCHEMY_DATABASE_URI"] = stack.enter_context(server.new(server.demo))
        else:
            files: Files = request.getfixturevalue("_files")
            files.place(files.demo, folder)
        app = create_app(settings, folder)
        stack.enter_context(app.app_context())
        flask_migrate.stamp()
        yield app
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, *words: str) -> tuple[int, str]:
    db.session.remove()
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output.strip().splitlines()[-1] if result.output.strip() else ""


def guesses() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Guess)) or 0


def remove_a_guess() -> None:
    with transactions.writing():
        db.session.delete(db.session.scalars(select(Guess).order_by(Guess.id)).first())


def test_a_copy_brings_back_what_was_there(portal: Flask, tmp_path: Path) -> None:
    there = guesses()
    assert run(portal, "backup", str(tmp_path / "copy"))[0] == 0
    remove_a_guess()
    assert guesses() == there - 1
    code, said = run(portal, "restore", str(tmp_path / "copy"))
    assert (code, said.startswith("Kopien er på plads."), guesses()) == (0, True, there)


def test_what_was_there_is_kept_aside(portal: Flask, tmp_path: Path) -> None:
    there = guesses()
    run(portal, "backup", str(tmp_path / "copy"))
    remove_a_guess()
    _code, said = run(portal, "restore", str(tmp_path / "copy"))
    kept = re.sub(r".* ligger i (schema )?(.*)\.$", r"\2", said)
    if kept.endswith(".sqlite"):
        count = sqlite3.connect(kept).execute("select count(*) from guess").fetchone()[0]
    else:
        count = db.session.scalar(text(f"select count(*) from {kept}.guess"))
    assert count == there - 1


@pytest.mark.parametrize(("what", "said"), [
    ("nothing", "filen findes ikke."), ("a text", "filen er ikke"), ("another database", "filen er ikke en kopi"),
    ("a newer portal", "kopien er fra en nyere portal")])
def test_what_is_unfit_changes_nothing(portal: Flask, tmp_path: Path, what: str, said: str) -> None:
    there, source = guesses(), tmp_path / "unfit"
    if what == "a text":
        source.write_text("Kære portal, " * 500)
    elif what == "another database":
        sqlite3.connect(source).executescript("create table partner (id); create table other (id);")
    elif what == "a newer portal":
        known = db.session.scalar(text("select version_num from alembic_version"))
        with transactions.writing():
            db.session.execute(text("update alembic_version set version_num = '9999'"))
        run(portal, "backup", str(source))
        with transactions.writing():
            db.session.execute(text("update alembic_version set version_num = :known"), {"known": known})
    code, last = run(portal, "restore", str(source))
    assert (code, f"Intet er ændret: {said}" in last, guesses()) == (1, True, there)


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_a_database_in_use_is_not_replaced(portal: Flask, tmp_path: Path) -> None:
    run(portal, "backup", str(tmp_path / "copy"))
    other = sqlite3.connect(str(db.engine.url.database))
    other.execute("select count(*) from guess").fetchone()
    code, said = run(portal, "restore", str(tmp_path / "copy"))
    other.close()
    assert (code, said) == (1, "Error: Intet er ændret: portalen har databasen åben. Stop den først.")
    assert [*(tmp_path / "data").glob("*before_restore*"), *(tmp_path / "data").glob("*.restoring")] == []


def test_an_older_copy_is_brought_up_to_date(portal: Flask, tmp_path: Path) -> None:
    head, there = db.session.scalar(text("select version_num from alembic_version")), guesses()
    db.session.remove()
    flask_migrate.downgrade(revision="-1")
    run(portal, "backup", str(tmp_path / "older"))
    flask_migrate.upgrade()
    assert run(portal, "restore", str(tmp_path / "older"))[0] == 0
    assert (db.session.scalar(text("select version_num from alembic_version")), guesses()) == (head, there)


def test_a_migration_is_preceded_by_a_copy(portal: Flask, tmp_path: Path) -> None:
    db.session.remove()
    flask_migrate.downgrade(revision="-1")
    folder = tmp_path / "data" / "backups"
    before = set(folder.glob("*")) if folder.exists() else set()
    flask_migrate.upgrade()
    [copy] = set(folder.glob("*")) - before
    assert (copy.stat().st_mode & 0o777, run(portal, "restore", str(copy))[0]) == (0o600, 0)


@pytest.mark.parametrize("portal", ["sqlite"], indirect=True)
def test_only_the_last_copies_are_kept(portal: Flask, tmp_path: Path) -> None:
    from outreach.backup.service import KEPT_COPIES, back_up_before_migration

    made = [back_up_before_migration(db.engine.url, tmp_path / "kept", "0001") for _ in range(KEPT_COPIES + 2)]
    assert sorted((tmp_path / "kept").glob("*")) == made[-KEPT_COPIES:]
