"""Copying the database while it is in use, and putting a copy back.

SQLite: VACUUM INTO reads one consistent state and is done in a fraction of a second; the stepwise backup starts over
with every write and can starve. A copy is checked before it gets its name, so a file of that name is always whole.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.engine import URL

from outreach.core import clock

#: How many of the copies taken before a migration are kept.
KEPT = 5


class BackupFailed(RuntimeError):
    """No backup was made; the message says why."""


class RestoreRefused(RuntimeError):
    """Nothing was changed. `why`: "missing", "broken", "foreign", "newer" or "in use"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def back_up(url: URL, target: Path) -> int:
    """Write a checked copy of the database to `target` and return its size in bytes. Raises BackupFailed where the
    target exists or the copy is not whole."""
    if url.get_backend_name() == "postgresql":
        from outreach.backup import postgres

        return postgres.back_up(url, target)
    return back_up_sqlite(url, target)


def back_up_sqlite(url: URL, target: Path) -> int:
    """The same for SQLite. Raises BackupFailed also where the database is not a file."""
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupFailed("not an SQLite file")
    if target.exists():
        raise BackupFailed(f"{target} exists")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    source = sqlite3.connect(url.database)
    try:
        source.execute("VACUUM INTO ?", (str(unfinished),))
    except sqlite3.Error as error:
        raise BackupFailed(str(error)) from error
    finally:
        source.close()
    if not _is_whole(unfinished):
        unfinished.unlink()
        raise BackupFailed("the copy is not whole")
    unfinished.chmod(0o600)
    unfinished.rename(target)
    return target.stat().st_size


def back_up_before_migration(url: URL, folder: Path, revision: str) -> Path:
    """A copy in `folder`, named after the migration the database is at; the oldest beyond KEPT go."""
    ending = "dump" if url.get_backend_name() == "postgresql" else "sqlite"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-migration-{clock.now():%Y%m%dT%H%M%S%f}-{revision}.{ending}"
    back_up(url, target)
    for old in sorted(folder.glob(f"before-migration-*.{ending}"))[:-KEPT]:
        old.unlink()
    return target


def restore(url: URL, source: Path, known: tuple[str, ...]) -> str:
    """Put a copy in the database's place and keep what was there; where it is kept, in words.

    `known` are the migrations this portal has. Raises RestoreRefused, before anything is changed, where the copy is
    not whole, no portal's, of a newer portal, or the database is in use; BackupFailed where it cannot be read in.
    """
    if not source.is_file():
        raise RestoreRefused("missing")
    stamp = f"before_restore_{clock.now():%Y%m%dt%H%M%S}"
    if url.get_backend_name() == "postgresql":
        from outreach.backup import postgres

        if postgres.revision_in(source) not in known:
            raise RestoreRefused("newer")
        postgres.put_in_place(url, source, stamp)
        return f"schema {stamp}"
    _refuse_unfit(source, known)
    return _put_in_place(Path(str(url.database)), source, stamp)


def _refuse_unfit(source: Path, known: tuple[str, ...]) -> None:
    try:
        database = sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)
        try:
            tables = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
            if not {"alembic_version", "partner", "user"} <= tables:
                raise RestoreRefused("foreign")
            revision = database.execute("select version_num from alembic_version").fetchone()
        finally:
            database.close()
    except sqlite3.DatabaseError as error:
        raise RestoreRefused("broken") from error
    if revision is None:
        raise RestoreRefused("foreign")
    if revision[0] not in known:
        raise RestoreRefused("newer")
    if not _is_whole(source):
        raise RestoreRefused("broken")


def _put_in_place(database: Path, source: Path, stamp: str) -> str:
    """Copy beside, check, then two renames: whatever happens in between, one whole database has the name or the old
    one stands beside it."""
    draft = database.with_name(f"{database.name}.restoring")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_bytes(source.read_bytes())
    if not _is_whole(draft):
        draft.unlink()
        raise RestoreRefused("broken")
    aside = database.with_name(f"{database.stem}.{stamp}.sqlite")
    if database.exists():
        _close_for_all(database)
        database.rename(aside)
        for left in ("-wal", "-shm"):
            database.with_name(database.name + left).unlink(missing_ok=True)
    draft.rename(database)
    return str(aside)


def _close_for_all(database: Path) -> None:
    """Bring everything into the one file. Fails while a portal has it open, since that one would go on with the old."""
    connection = sqlite3.connect(database, timeout=1, isolation_level=None)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise RestoreRefused("in use")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise RestoreRefused("in use") from error
    finally:
        connection.close()


def _is_whole(copy: Path) -> bool:
    database = sqlite3.connect(f"file:{copy}?immutable=1", uri=True)
    try:
        result = database.execute("PRAGMA integrity_check").fetchone()
        broken = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError:
        return False
    finally:
        database.close()
    return result == ("ok",) and not broken
