"""The commands: `flask …`. Each feature brings its own; this file only hangs them up."""

from __future__ import annotations

import importlib.util
import pkgutil

from flask import Flask

import outreach


def install(app: Flask) -> None:
    """Add the commands of every feature that has a `commands.py` with a list COMMANDS."""
    for module in pkgutil.iter_modules(outreach.__path__):
        name = f"outreach.{module.name}.commands"
        if module.ispkg and importlib.util.find_spec(name):
            for command in importlib.import_module(name).COMMANDS:
                app.cli.add_command(command)
