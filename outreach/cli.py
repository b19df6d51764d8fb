"""Registers the `flask …` commands of all features."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
from collections.abc import Iterable
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

_MISSING_TABLE = re.compile(r"no such (?:table|column)|UndefinedTable|UndefinedColumn")


def install(app: Flask, packages: Iterable[str]) -> None:
    """Add the commands of every feature below the folders `packages` that has a `commands.py` with a list COMMANDS."""
    for module in pkgutil.iter_modules(packages):
        name = f"outreach.{module.name}.commands"
        if module.ispkg and importlib.util.find_spec(name):
            for command in importlib.import_module(name).COMMANDS:
                if not isinstance(command.invoke, _ExplainMissingTables):
                    command.invoke = _ExplainMissingTables(command.invoke)
                app.cli.add_command(command)


class _ExplainMissingTables:
    """Wraps a command: where the database has no tables, the error names the data folder."""

    def __init__(self, invoke: Any) -> None:
        self.invoke = invoke

    def __call__(self, context: click.Context) -> Any:
        try:
            return self.invoke(context)
        except DBAPIError as error:
            if not _MISSING_TABLE.search(f"{type(error.orig).__name__} {error.orig}"):
                raise
            app = context.ensure_object(ScriptInfo).load_app()
            with app.app_context():
                raise click.ClickException(
                    _("I %(folder)s er der ingen portal endnu, eller den er ældre end programmet. Ligger den i en "
                      "anden mappe, så skriv OUTREACH_INSTANCE=mappen foran (demoen: instance/demo). Ellers start den "
                      "med script/server.", folder=app.instance_path)) from None
