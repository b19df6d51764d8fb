"""Copying and restoring an SQLite database.

VACUUM INTO reads one consistent state and is done in a fraction of a second; the stepwise backup starts over with every
write and can starve. A copy is checked before it gets its name, so a file of that name is always whole.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.engine import URL

from outreach.backup.errors import BackupFailedError, RestoreRefusedError


def back_up(url: URL, target: Path) -> int:
    """Write a checked copy of the file to `target`; its size in bytes. Raises BackupFailedError where the target
    exists, the copy is not whole or the database is not a file."""
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupFailedError("not an SQLite file")
    if target.exists():
        raise BackupFailedError(f"{target} exists")
    if not target.parent.is_dir():
        raise BackupFailedError(f"{target.parent} is no folder")
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    source = sqlite3.connect(url.database)
    try:
        source.execute("VACUUM INTO ?", (str(unfinished),))
        if not _is_whole(unfinished):
            raise BackupFailedError("the copy is not whole")
        unfinished.chmod(0o600)
        unfinished.rename(target)
    except (sqlite3.Error, OSError) as error:
        raise BackupFailedError(str(error)) from error
    finally:
        source.close()
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def refuse_unfit(source: Path, known: tuple[str, ...]) -> None:
    """Raises RestoreRefusedError where `source` is not a whole copy of a portal at one of the migrations `known`."""
    try:
        database = sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)
        try:
            tables = {name for (name,) in database.execute("select name from sqlite_master where type = 'table'")}
            if not {"alembic_version", "partner", "user"} <= tables:
                raise RestoreRefusedError("foreign")
            revision = database.execute("select version_num from alembic_version").fetchone()
        finally:
            database.close()
    except sqlite3.DatabaseError as error:
        raise RestoreRefusedError("broken") from error
    if revision is None:
        raise RestoreRefusedError("foreign")
    if revision[0] not in known:
        raise RestoreRefusedError("newer")
    if not _is_whole(source):
        raise RestoreRefusedError("broken")


def put_in_place(database: Path, source: Path, stamp: str) -> str:
    """Copy beside, check, then two renames: whatever happens in between, one whole database has the name or the old
    one stands beside it."""
    draft = database.with_name(f"{database.name}.restoring")
    aside = database.with_name(f"{database.stem}.{stamp}.sqlite")
    try:
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_bytes(source.read_bytes())
        if not _is_whole(draft):
            raise RestoreRefusedError("broken")
        if database.exists():
            _close_for_all(database)
            database.rename(aside)
            for left in ("-wal", "-shm"):
                database.with_name(database.name + left).unlink(missing_ok=True)
        draft.rename(database)
    except OSError as error:
        raise BackupFailedError(str(error.strerror or error)) from error
    finally:
        draft.unlink(missing_ok=True)
    return str(aside)


def _close_for_all(database: Path) -> None:
    """Bring everything into the one file. Fails while a portal has it open, since that one would go on with the old."""
    connection = sqlite3.connect(database, timeout=1, isolation_level=None)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise RestoreRefusedError("in use")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise RestoreRefusedError("in use") from error
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
