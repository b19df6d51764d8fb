"""`flask backup` for the nightly job, `flask restore` for the day it is needed."""

from __future__ import annotations

from pathlib import Path

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from outreach.backup import service
from outreach.backup.errors import BackupFailedError, RestoreRefusedError
from outreach.core.db import db
from outreach.core.health import known_revisions

_WHY = {
    "missing": "filen findes ikke.",
    "broken": "filen er ikke en hel kopi.",
    "foreign": "filen er ikke en kopi af en partnerportal.",
    "newer": "kopien er fra en nyere portal end denne. Hent den nyere portal først.",
    "in use": "portalen har databasen åben. Stop den først.",
}


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(target: Path) -> None:
    """Gem en kopi af databasen i filen TARGET, også mens portalen er i brug.

    SQLite kopieres som en databasefil, PostgreSQL med pg_dump.
    """
    try:
        size = service.back_up(db.engine.url, target)
    except BackupFailedError as error:
        raise click.ClickException(f"Der blev ikke taget kopi: {error}.") from error
    click.echo(f"{target}: {size / 1024:.0f} kB, kontrolleret.")


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path))
@with_appcontext
def restore(source: Path) -> None:
    """Sæt kopien SOURCE i databasens sted. Stop portalen først.

    Det, der stod før, bliver gemt ved siden af. En ældre kopi bringes op til denne portals tabeller.
    """
    url = db.engine.url
    _head, known = known_revisions(current_app._get_current_object())  # type: ignore[attr-defined]
    db.session.remove()
    db.engine.dispose()
    try:
        aside = service.restore(url, source, known)
    except RestoreRefusedError as error:
        raise click.ClickException(f"Intet er ændret: {_WHY[error.why]}") from error
    except BackupFailedError as error:
        raise click.ClickException(f"Kopien kunne ikke læses ind, og det gamle står, som det stod: {error}.") from error
    flask_migrate.upgrade()
    click.echo(f"Kopien er på plads. Det, der stod før, ligger i {aside}.")


COMMANDS = [backup, restore]
