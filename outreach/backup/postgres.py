"""Copying and restoring a PostgreSQL database, with the server's own programs.

The programs are looked for in OUTREACH_PG_BIN, else on the path; their version must not be older than the server's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL

from outreach.backup.errors import BackupFailedError, RestoreRefusedError


def _program(name: str) -> str:
    folder = os.environ.get("OUTREACH_PG_BIN")
    program = shutil.which(name, path=folder) if folder else shutil.which(name)
    if program is None:
        raise BackupFailedError(f"{name} is not installed (on Debian: apt-get install postgresql-client)")
    return program


def _run(name: str, *arguments: str, url: URL) -> str:
    """Run one program against this database; its output. The password goes by the environment, where no list of
    processes shows it."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, "PGPASSWORD": str(url.password or "")}
    done = subprocess.run([_program(name), *arguments, f"--dbname={address}"], env=environment,  # noqa: S603
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupFailedError(f"{name}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
    return done.stdout


def back_up(url: URL, target: Path) -> int:
    """Write a checked dump of the portal's tables to `target`; its size in bytes. Raises BackupFailedError."""
    if target.exists():
        raise BackupFailedError(f"{target} exists")
    if not target.parent.is_dir():
        raise BackupFailedError(f"{target.parent} is no folder")
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _run("pg_dump", "--format=custom", "--schema=public", "--no-owner", "--no-privileges", f"--file={unfinished}",
             url=url)
        revision_in(unfinished)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def revision_in(dump: Path) -> str:
    """The migration a dump is at. Raises RestoreRefusedError where it is no dump of a portal."""
    done = subprocess.run([_program("pg_restore"), "--data-only", "--table=alembic_version", "--file=-", str(dump)],  # noqa: S603
                          capture_output=True, text=True, check=False)
    version_match = re.search(r"^COPY public\.alembic_version .*\n(\S+)$", done.stdout, re.MULTILINE)
    if done.returncode or version_match is None:
        raise RestoreRefusedError("foreign")
    return version_match[1]


def put_in_place(url: URL, dump: Path, aside: str) -> None:
    """Move today's tables to the schema `aside` and read the dump in; on a fault everything is as it was."""
    _sql(url, f'alter schema public rename to "{aside}"; create schema public')
    try:
        _run("pg_restore", "--no-owner", "--no-privileges", "--schema=public", "--single-transaction",
             "--exit-on-error", str(dump), url=url)
    except BackupFailedError:
        _sql(url, f'drop schema public cascade; alter schema "{aside}" rename to public')
        raise


def _sql(url: URL, statements: str) -> None:
    import psycopg

    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("set lock_timeout = '5s'")
        connection.execute(statements)
