"""The server is killed in the middle of writes, again and again: what was acknowledged is there, nothing is there
twice, and the database is whole.

OUTREACH_KILLS says how often (10).
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text

from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.partners.models import Guess
from tests.server.writers import Forked, Writer

KILLS = int(os.environ.get("OUTREACH_KILLS", "10"))
WRITERS = 4
PATIENCE = 60.0


def whole(app: Flask) -> bool:
    """What the database says of itself."""
    if db.engine.dialect.name == "sqlite":
        broken = db.session.execute(text("PRAGMA foreign_key_check")).first()
        return db.session.scalar(text("PRAGMA integrity_check")) == "ok" and broken is None
    return db.session.scalar(text("select count(*) from guess left join partner on partner.id = guess.partner_id "
                                  "where partner.id is null")) == 0


def wait_for_one_more(busy: list[Writer]) -> None:
    """Until the server is seen at work: somebody's text has been acknowledged."""
    known, end = sum(len(each.acknowledged) for each in busy), time.monotonic() + PATIENCE
    while sum(len(each.acknowledged) for each in busy) == known:
        assert ([each.refused for each in busy], time.monotonic() < end) == ([[]] * WRITERS, True)
        time.sleep(0.002)


def test_acknowledged_text_is_stored_once_despite_kill_9(served: Flask, environment: dict[str, str], tmp_path: Path,
                                                         port: int, writers: Callable[[int], list[Writer]]) -> None:
    busy, stop, moments = writers(WRITERS), threading.Event(), random.Random(7)
    threads = [threading.Thread(target=each.write_until, args=(stop,), daemon=True) for each in busy]
    with Forked(tmp_path, port, environment, busy[0]) as portal:
        portal.start()
        for each in threads:
            each.start()
        for _kill in range(KILLS):
            wait_for_one_more(busy)
            time.sleep(moments.uniform(0, 0.03))
            portal.kill(signal.SIGKILL)
            portal.start()
        stop.set()
        for each in threads:
            each.join(PATIENCE)
        portal.kill(signal.SIGTERM)

    db.session.rollback()  # what was read before the server came to write
    acknowledged = Counter(written for each in busy for written in each.acknowledged)
    kept = Counter(db.session.scalars(select(Guess.text)))
    assert kept == acknowledged
    assert set(kept.values()) == {1}
    audited = db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "guess.add"))
    assert (audited, whole(served)) == (len(kept), True)
    assert [each.refused for each in busy] == [[]] * WRITERS
    assert sum(each.sent_again for each in busy) > KILLS // 2  # they were interrupted


def test_sigterm_after_writing_loses_no_acknowledged_text(served: Flask, environment: dict[str, str], tmp_path: Path,
                                                          port: int, writers: Callable[[int], list[Writer]]) -> None:
    busy, stop = writers(WRITERS), threading.Event()
    with Forked(tmp_path, port, environment, busy[0]) as portal:
        portal.start()
        threads = [threading.Thread(target=each.write_until, args=(stop, 5), daemon=True) for each in busy]
        for each in threads:
            each.start()
        for each in threads:
            each.join(PATIENCE)
        portal.kill(signal.SIGTERM)
    db.session.rollback()
    assert sorted(db.session.scalars(select(Guess.text))) == sorted(
        written for each in busy for written in each.acknowledged)
    assert [len(each.acknowledged) for each in busy] == [6, 5, 5, 5]
