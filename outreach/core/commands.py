"""`flask serve`: the portal on this machine, without another server. `flask translate`: compile the translations."""

from __future__ import annotations

import shlex

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from outreach.core import embedded_server as embedded
from outreach.core.db import db
from outreach.core.i18n import compile_catalogs
from outreach.core.security import is_loopback


@click.command()
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@click.option("--first", multiple=True, metavar="COMMAND", help='A flask command to run before, such as "db upgrade".')
@with_appcontext
def serve(host: str, port: int, threads: int, first: tuple[str, ...]) -> None:
    """Serve the portal with waitress until it is stopped (Ctrl-C or SIGTERM)."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if not app.config["SESSION_COOKIE_SECURE"] and not is_loopback("127.0.0.1" if host == "localhost" else host):
        raise click.ClickException(f"{host} can be reached from other machines, and passwords would travel there "
                                   "in the clear. Leave HOST out, or put a proxy that speaks TLS in front and set "
                                   "OUTREACH_HTTPS=1.")
    for command in first:
        _run(app, command)
    address = embedded.address_of(host, port)
    try:
        embedded.serve(app, host=host, port=port, threads=threads,
                       ready=lambda: click.echo(f"\nThe portal is open at {address}\nStop it with Ctrl-C."))
    except embedded.PortTakenError:
        raise click.ClickException(f"port {port} on {host} is taken. Stop what uses it, or choose another: "
                                   f"PORT={port + 1 if port < 65535 else 8000} script/server") from None
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}, port {port}: {error.strerror or error}") from None
    click.echo("\nThe portal is closed.")


def _run(app: Flask, command: str) -> None:
    """Run another flask command in this process, which is faster than starting Python again."""
    app.cli.main(args=shlex.split(command), prog_name="flask", standalone_mode=False)
    db.session.remove()


@click.command()
def translate() -> None:
    """Compile the translations in outreach/translations/*/*.po."""
    try:
        compile_catalogs()
    except OSError as error:
        raise click.ClickException(f"the translations are not up to date, and {error.filename} may not be written: run "
                                   "this once as whom the code belongs to") from None


COMMANDS = [serve, translate]
