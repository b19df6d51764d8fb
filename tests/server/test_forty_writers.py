"""Forty colleagues write at once: nothing is lost, nobody is turned away, and a copy taken meanwhile is a whole portal
that can be put back and worked on."""

from __future__ import annotations

import http.client
import signal
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import func, select

from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.partners.models import Guess
from tests.server.at_once import PASSWORD, colleague, filled, get, post, visitor
from tests.server.test_killed import whole
from tests.server.writers import Forked, Writer

WRITERS, TEXTS = 40, 5


def run(app: Flask, *words: str) -> None:
    """One `flask` command."""
    db.session.remove()
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.output


def test_forty_at_once_and_a_copy_meanwhile(served: Flask, environment: dict[str, str], tmp_path: Path, port: int,
                                            writers: Callable[..., list[Writer]]) -> None:
    flask_migrate.stamp()
    busy, stop, copy = writers(WRITERS, partners=1), threading.Event(), tmp_path / "copy"
    email = colleague("Anna").email
    with Forked(tmp_path, port, environment, busy[0]) as portal:
        portal.start()
        threads = [threading.Thread(target=each.write_until, args=(stop, TEXTS), daemon=True) for each in busy]
        for each in threads:
            each.start()
        while sum(len(each.acknowledged) for each in busy) < WRITERS:
            stop.wait(0.01)
        before = {text for each in busy for text in list(each.acknowledged)}
        run(served, "backup", str(copy))
        for each in threads:
            each.join(120)
        busy[1]._write("Skrevet efter kopien", busy[1].paths[-1])
        portal.kill(signal.SIGTERM)

        db.session.rollback()
        sent = Counter(text for each in busy for text in each.acknowledged)
        assert [each.refused for each in busy] == [[]] * WRITERS
        assert Counter(db.session.scalars(select(Guess.text))) == sent
        assert sent.total() == WRITERS * TEXTS + 2

        run(served, "restore", str(copy))
        portal.start()
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
            line.request("GET", "/readyz")
            ready = line.getresponse()
            assert (ready.status, ready.read()) == (200, b"ok\n")
        busy[1]._write("Skrevet bagefter", busy[1].paths[-1])

    back = Counter(db.session.scalars(select(Guess.text)))
    audited = db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "guess.add"))
    assert (before - set(back), set(back) - set(sent)) == (set(), {"Skrevet bagefter"})
    assert "Skrevet efter kopien" not in back
    assert (back.total(), audited, whole(served)) == (len(back), len(back), True)
    browser = visitor(served)
    assert post(*filled(browser, "/sign-in", "/sign-in", email=email, password=PASSWORD)).status_code == 302
    assert get(browser, "/").status_code == 200
