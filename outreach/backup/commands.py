"""`flask backup`: for the nightly job."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from outreach.backup.service import BackupFailed, back_up_sqlite
from outreach.core.db import db


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(target: Path) -> None:
    """Gem en kopi af databasen i filen TARGET, også mens portalen er i brug.

    Kun SQLite; en PostgreSQL-database kopieres med pg_dump.
    """
    if db.engine.dialect.name != "sqlite":
        raise click.ClickException("Databasen er PostgreSQL. Brug pg_dump --format=custom.")
    try:
        size = back_up_sqlite(db.engine.url, target)
    except BackupFailed as error:
        raise click.ClickException(f"Der blev ikke taget kopi: {error}.") from error
    click.echo(f"{target}: {size / 1024:.0f} kB, kontrolleret.")


COMMANDS = [backup]
