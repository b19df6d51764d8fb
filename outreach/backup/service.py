"""Copying the database while it is in use, and putting a copy back: SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL

from outreach.backup import postgres, sqlite
from outreach.backup.errors import RestoreRefusedError
from outreach.core import clock

#: How many of the copies taken before a migration are kept.
KEPT_COPIES = 5


def back_up(url: URL, target: Path) -> int:
    """Write a checked copy of the database to `target` and return its size in bytes. Raises BackupFailedError where the
    target exists or the copy is not whole."""
    return (postgres if url.get_backend_name() == "postgresql" else sqlite).back_up(url, target)


def back_up_before_migration(url: URL, folder: Path, revision: str) -> Path:
    """A copy in `folder`, named after the migration the database is at; the oldest beyond KEPT_COPIES go."""
    ending = "dump" if url.get_backend_name() == "postgresql" else "sqlite"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-migration-{clock.now():%Y%m%dT%H%M%S%f}-{revision}.{ending}"
    back_up(url, target)
    for old in sorted(folder.glob(f"before-migration-*.{ending}"))[:-KEPT_COPIES]:
        old.unlink()
    return target


def restore(url: URL, source: Path, known: tuple[str, ...]) -> str:
    """Put a copy in the database's place and keep what was there; where it is kept, in words.

    `known` are the migrations this portal has. Raises RestoreRefusedError, before anything is changed, where the copy
    is not whole, no portal's, of a newer portal, or the database is in use; BackupFailedError where it cannot be read.
    """
    if not source.is_file():
        raise RestoreRefusedError("missing")
    stamp = f"before_restore_{clock.now():%Y%m%dt%H%M%S}"
    if url.get_backend_name() == "postgresql":
        if postgres.revision_in(source) not in known:
            raise RestoreRefusedError("newer")
        postgres.put_in_place(url, source, stamp)
        return f"schema {stamp}"
    sqlite.refuse_unfit(source, known)
    return sqlite.put_in_place(Path(str(url.database)), source, stamp)
