"""A backup is whole, private, and never overwrites."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import func, select

from outreach.backup.errors import BackupFailedError
from outreach.backup.sqlite import back_up
from outreach.core.db import db
from outreach.offers.models import Offer

pytestmark = pytest.mark.sqlite


def test_a_backup_holds_the_same_offers(demo_app, tmp_path):
    back_up(db.engine.url, tmp_path / "copy.sqlite")
    copied = sqlite3.connect(tmp_path / "copy.sqlite").execute("select count(*) from offer").fetchone()[0]
    assert copied == db.session.scalar(select(func.count()).select_from(Offer))


def test_a_backup_is_for_its_owner_only(demo_app, tmp_path):
    back_up(db.engine.url, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_left_alone(demo_app, tmp_path):
    (tmp_path / "copy.sqlite").write_text("mine")
    with pytest.raises(BackupFailedError):
        back_up(db.engine.url, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "mine"


def test_the_command_says_what_it_made(demo_app, tmp_path):
    result = demo_app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copy.sqlite")])
    assert (result.exit_code, result.output.endswith(" kB, kontrolleret.\n")) == (0, True)


def test_backup_makes_no_folder_it_was_not_asked_to_make(demo_app, tmp_path):
    with pytest.raises(BackupFailedError):
        back_up(db.engine.url, tmp_path / "away" / "copy.sqlite")
    assert list(tmp_path.iterdir()) == []
