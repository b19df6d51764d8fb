"""How forty colleagues fare who write at once, over the network, on SQLite: waits, writes a second, refusals; and how
many times longer a write takes than its bare rows do, put in by plain sqlite3 one transaction after the other.

    .venv/bin/python benchmarks/writers.py [--writers 40] [--texts 10]

Each sends one form after the other and waits for each answer; a write is a record, its audit entry and the form's key
in one transaction that reaches the disk before the answer leaves.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from outreach import create_app  # noqa: E402
from outreach.core import transactions  # noqa: E402
from outreach.core.db import db  # noqa: E402
from outreach.core.permissions import Role  # noqa: E402
from outreach.partners.models import Guess  # noqa: E402
from outreach.users.models import User  # noqa: E402
from tests.factories import add_partner, add_words  # noqa: E402
from tests.server.writers import Forked, make_writers  # noqa: E402

KEY = "a key for this measurement only"


def _bare_seconds(file: Path) -> float:
    """Median seconds for the rows of one write, with the same pragmas: a guess, its audit entry with its changes, the
    form's key."""
    database = sqlite3.connect(file, isolation_level=None)
    database.row_factory = sqlite3.Row
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        database.execute(f"PRAGMA {pragma}")

    def rows(table: str, where: str = "1") -> list[sqlite3.Row]:
        return database.execute(f"select * from {table} where {where} order by id").fetchall()

    writes = []
    entries = rows("audit_entry", "act = 'guess.add'")
    for guess, key, entry in zip(rows("guess"), rows("submission"), entries, strict=False):
        changes = rows("audit_change", f"entry_id = {entry['id']}")
        writes.append([("guess", guess), ("submission", key), ("audit_entry", entry),
                       *(("audit_change", each) for each in changes)])
    for table in ("audit_change", "audit_entry", "submission", "guess"):
        database.execute(f"delete from {table}")
    seconds = []
    for each in writes:
        began = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        for table, row in each:
            database.execute(f"insert into {table} values ({','.join('?' * len(row))})", tuple(row))
        database.execute("COMMIT")
        seconds.append(time.perf_counter() - began)
    database.close()
    return median(seconds)


def main() -> None:
    """Measure once and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--writers", type=int, default=40)
    asked.add_argument("--texts", type=int, default=10)
    wanted = asked.parse_args()
    os.environ.pop("DATABASE_URL", None)
    os.environ["SECRET_KEY"] = KEY
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({}, Path(folder))
        with app.app_context():
            db.create_all()
            add_words()
            with transactions.writing():
                users = [User(name=f"Kollega {each}", email=f"{each}@demo.example", role=Role.STAFF)
                         for each in range(wanted.writers)]
                db.session.add_all(users)
            paths = [[f"/partners/{add_partner(user, f'Huset {number}')}/guesses/new"]
                     for number, user in enumerate(users)]
            busy = make_writers(app, users, paths, port)
            with Forked(Path(folder), port, {"SECRET_KEY": KEY}, busy[0]) as portal:
                portal.start()
                threads = [threading.Thread(target=each.write_until, args=(threading.Event(), wanted.texts))
                           for each in busy]
                began = time.perf_counter()
                for each in threads:
                    each.start()
                for each in threads:
                    each.join()
                took = time.perf_counter() - began
                portal.kill(signal.SIGTERM)
            db.session.rollback()
            kept = Counter(db.session.scalars(select(Guess.text)))
            db.session.remove()
            db.engine.dispose()
        bare = _bare_seconds(Path(folder) / "outreach.sqlite")
    waits = sorted(wait for each in busy for wait in each.seconds)
    sent = Counter(text for each in busy for text in each.acknowledged)
    print(f"{wanted.writers} writers, {wanted.texts} texts each: {took:.1f} s, {len(waits) / took:.0f} writes a second")
    print(f"wait in ms: median {median(waits) * 1000:.0f}, 95 of 100 below {quantiles(waits, n=20)[-1] * 1000:.0f}, "
          f"longest {waits[-1] * 1000:.0f}")
    each = took / len(waits)
    print(f"a write took the portal {each * 1000:.1f} ms, its bare rows in plain sqlite3 {bare * 1000:.1f} ms: "
          f"{each / bare:.0f} times as long")
    print(f"refused {sum(len(each.refused) for each in busy)}, sent again {sum(each.sent_again for each in busy)}, "
          f"lost {sum((sent - kept).values())}, twice {sum(count - 1 for count in kept.values())}")


if __name__ == "__main__":
    main()
