"""A command where there is no portal."""

from __future__ import annotations

import pytest
from flask import Flask

from outreach.core.db import db


@pytest.mark.parametrize("command", [["kit", "Familiehuset", "--out", "kit"], ["user", "list"]], ids=" ".join)
def test_command_in_a_folder_without_a_portal_explains_it(app: Flask, command: list[str]) -> None:
    db.drop_all()
    result = app.test_cli_runner().invoke(args=command)
    assert (result.exit_code, result.output.startswith(f"Error: I {app.instance_path} er der ingen portal endnu")) == (
        1, True)
