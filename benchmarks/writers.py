"""How forty colleagues fare who write at once, over the network, on SQLite: waits, writes a second, refusals.

    .venv/bin/python benchmarks/writers.py [--writers 40] [--texts 10]

Each sends one form after the other and waits for each answer; a write is a record, its audit entry and the form's key
in one transaction that reaches the disk before the answer leaves.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
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
from tests.operation.writers import Forked, make_writers  # noqa: E402
from tests.partner_cast import add_partner, add_words  # noqa: E402

KEY = "a key for this measurement only"


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
                server = portal.start()
                threads = [threading.Thread(target=each.write_until, args=(threading.Event(), wanted.texts))
                           for each in busy]
                began = time.perf_counter()
                for each in threads:
                    each.start()
                for each in threads:
                    each.join()
                took = time.perf_counter() - began
                portal.kill(server, signal.SIGTERM)
            db.session.rollback()
            kept = Counter(db.session.scalars(select(Guess.text)))
            db.session.remove()
            db.engine.dispose()
    waits = sorted(wait for each in busy for wait in each.seconds)
    sent = Counter(text for each in busy for text in each.acknowledged)
    print(f"{wanted.writers} writers, {wanted.texts} texts each: {took:.1f} s, {len(waits) / took:.0f} writes a second")
    print(f"wait in ms: median {median(waits) * 1000:.0f}, 95 of 100 below {quantiles(waits, n=20)[-1] * 1000:.0f}, "
          f"longest {waits[-1] * 1000:.0f}")
    print(f"refused {sum(len(each.refused) for each in busy)}, sent again {sum(each.sent_again for each in busy)}, "
          f"lost {sum((sent - kept).values())}, twice {sum(count - 1 for count in kept.values())}")


if __name__ == "__main__":
    main()
