"""Copying the SQLite database while it is in use.

VACUUM INTO reads one consistent state and is done in a fraction of a second; the stepwise backup starts over with
every write and can starve. The copy is checked before it gets its name, so a file of that name is always whole.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.engine import URL


class BackupFailed(RuntimeError):
    """No backup was made; the message says why."""


def back_up_sqlite(url: URL, target: Path) -> int:
    """Write a checked copy of the database to `target` and return its size in bytes.

    Raises BackupFailed where the target exists, the database is not an SQLite file, or the copy is not whole.
    """
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
    _check(unfinished)
    unfinished.chmod(0o600)
    unfinished.rename(target)
    return target.stat().st_size


def _check(copy: Path) -> None:
    database = sqlite3.connect(copy)
    try:
        result = database.execute("PRAGMA integrity_check").fetchone()
        broken = database.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        database.close()
    if result != ("ok",) or broken:
        copy.unlink()
        raise BackupFailed("the copy is not whole")
