"""Forty colleagues write at once on SQLite: nothing is lost, nobody is turned away, and a copy taken meanwhile is a
whole portal."""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.backup.service import back_up
from outreach.core.db import db
from outreach.partners.models import Guess
from tests.operation.writers import Forked, Writer

WRITERS, TEXTS = 40, 5

pytestmark = pytest.mark.parametrize("environment", ["sqlite"], indirect=True)


def test_forty_at_once_and_a_copy_meanwhile(served: Flask, environment: dict[str, str], tmp_path: Path, port: int,
                                            writers: Callable[..., list[Writer]]) -> None:
    busy, stop, copy = writers(WRITERS, partners=1), threading.Event(), tmp_path / "copy.sqlite"
    with Forked(tmp_path, port, environment, busy[0]) as portal:
        server = portal.start()
        threads = [threading.Thread(target=each.write_until, args=(stop, TEXTS), daemon=True) for each in busy]
        for each in threads:
            each.start()
        while sum(len(each.acknowledged) for each in busy) < WRITERS:
            stop.wait(0.01)
        before = {text for each in busy for text in list(each.acknowledged)}
        back_up(db.engine.url, copy)
        for each in threads:
            each.join(120)
        portal.kill(server, signal.SIGTERM)

    db.session.rollback()
    assert [each.refused for each in busy] == [[]] * WRITERS
    assert Counter(db.session.scalars(select(Guess.text))) == Counter(
        text for each in busy for text in each.acknowledged)
    assert sum(len(each.acknowledged) for each in busy) == WRITERS * TEXTS + 1
    database = sqlite3.connect(copy)
    copied = {text for (text,) in database.execute("select text from guess")}
    audited = database.execute("select count(*) from audit_entry where act = 'guess.add'").fetchone()[0]
    database.close()
    assert (before - copied, audited) == (set(), len(copied))
