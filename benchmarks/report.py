"""Figures and visit days of ten years: 2,000 partners, 1,000,000 visits, each page beside the bare SQL it needs.

    .venv/bin/python benchmarks/report.py [--database sqlite|postgresql] [--folder FOLDER] [--rounds N] [--only-fill]

The filled database is kept in the folder, so that a second run begins to measure at once. Pages are whole answers of
the portal to a manager who sees all but the protected partners; the median of the rounds, the first one left out. Bar:
at most twice the bare SQL plus 50 ms. Files are made in a process of their own each, to see the most memory it had.
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask, current_app  # noqa: E402
from sqlalchemy import select  # noqa: E402

from benchmarks.bare import BARE, EXPORT  # noqa: E402
from benchmarks.filling import COMMON, RARE, VIEWERS, Kept  # noqa: E402
from outreach.core import clock, transactions  # noqa: E402
from outreach.core.db import db  # noqa: E402
from outreach.core.permissions import Role  # noqa: E402
from outreach.users import sessions  # noqa: E402
from outreach.users.models import User, UserSession  # noqa: E402
from outreach.visit_log import exports  # noqa: E402

TEN = "2017-01..2026-12"
#: (what is measured, its address, the bare SQL beside it with its values).
PAGES: list[tuple[str, str, str, dict[str, Any]]] = [
    # A year stands beside the one before; there is nothing before the ten years.
    ("figures, a year", "/reports?period=2026", "figures", {"first": "2025-01-01", "last": "2026-12-01"}),
    ("figures, ten years", f"/reports?period={TEN}", "figures", {"first": "2017-01-01", "last": "2026-12-01"}),
    ("log, first page of a year", "/visit-log?period=2026", "log", {"first": "2026-01-01", "last": "2026-12-31"}),
    ("log, first page of ten years", f"/visit-log?period={TEN}", "log", {"first": "2017-01-01", "last": "2026-12-31"}),
    ("log, last page of ten years", f"/visit-log?period={TEN}&at=end", "log_end",
     {"first": "2017-01-01", "last": "2026-12-31"}),
    ("log by partner, ten years", f"/visit-log?period={TEN}&sort=partner", "log_partner",
     {"first": "2017-01-01", "last": "2026-12-31"}),
    ("search, a rare word", f"/visit-log?period={TEN}&q={RARE}", "search",
     {"first": "2017-01-01", "last": "2026-12-31", "word": f"%{RARE}%"}),
    ("search, a common word", f"/visit-log?period={TEN}&q={COMMON}", "search",
     {"first": "2017-01-01", "last": "2026-12-31", "word": f"%{COMMON}%"}),
]


def main() -> None:
    """Fill where nothing is kept, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "outreach-benchmark")
    asked.add_argument("--partners", type=int, default=2_000)
    asked.add_argument("--visits", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--only-fill", action="store_true")
    asked.add_argument("--files", nargs="*", default=["csv", "people", "xlsx"], help="kinds of files to make")
    asked.add_argument("--make", nargs=2, help=argparse.SUPPRESS)  # one file, in a process of its own
    wanted = asked.parse_args()
    kept = Kept(wanted.folder, wanted.database, partners=wanted.partners, visits=wanted.visits)
    with kept.portal() as app:
        logging.disable(logging.INFO)  # no line for each request between the figures
        if wanted.make:
            make(*wanted.make)
            return
        print(f"{wanted.database}: {wanted.partners:,} partners, {wanted.visits:,} visits", flush=True)
        if wanted.only_fill:
            return
        measure_pages(app, wanted.rounds)
        measure_bare_export()
    for kind in wanted.files:
        for period in ("2026", TEN):
            subprocess.run([sys.executable, __file__, "--database", wanted.database, "--folder", str(wanted.folder),
                            "--partners", str(wanted.partners), "--visits", str(wanted.visits),
                            "--make", kind, period], check=True)


def measure_pages(app: Flask, rounds: int) -> None:
    """Each page, and the SQL it cannot do without."""
    client = signed_in(app)
    print(f"{'':32}{'page':>9}{'bare SQL':>10}{'bar':>9}")
    for what, address, bare, values in PAGES:
        page = timed(lambda address=address: answered(client, address), rounds)
        sql = timed(lambda bare=bare, values=values: run_bare(BARE[bare], values), rounds)
        bar = 2 * sql + 50
        print(f"{what:32}{page:7.0f} ms{sql:7.0f} ms{bar:6.0f} ms  {'held' if page <= bar else 'NOT HELD'}", flush=True)


def timed(act: Callable[[], None], rounds: int) -> float:
    """Milliseconds, the median of some rounds after one that warms up."""
    took = []
    for _each in range(rounds + 1):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return median(took[1:])


def signed_in(app: Flask) -> Any:
    """A client of the manager's."""
    token = f"measuring-{time.time_ns()}"
    with transactions.writing():
        user = db.session.scalars(select(User).where(User.name == VIEWERS[Role.MANAGER])).one()
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(token), confirmed_at=clock.now()))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"], cookie["language"] = token, "da"
    return client


def answered(client: Any, address: str) -> None:
    """A whole page came back."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"


def run_bare(statements: tuple[str, ...], values: dict[str, Any]) -> None:
    """The statements by hand, every row fetched."""
    raw = db.session.connection().connection.driver_connection
    cursor = raw.cursor()
    for each in statements:
        named = each if db.engine.dialect.name == "sqlite" else each.replace("%", "%%")
        for name in values:
            named = named.replace(f":{name}", f":{name}" if db.engine.dialect.name == "sqlite" else f"%({name})s")
        cursor.execute(named, values)
        cursor.fetchall()
    cursor.close()
    db.session.rollback()


def measure_bare_export() -> None:
    """Reading the rows of a year's file by hand."""
    sql = timed(lambda: run_bare(EXPORT, {"first": "2026-01-01", "last": "2026-12-31"}), 1)
    print(f"{'bare SQL of a year for a file':32}{sql:7.0f} ms", flush=True)


def make(kind: str, period: str) -> None:
    """One file, thrown away as it comes; how long it took for 100,000 rows, and the most memory."""
    user = db.session.scalars(select(User).where(User.name == VIEWERS[Role.MANAGER])).one()
    sink = Thrown(user, {"period": period})
    with current_app.test_request_context():
        rows = exports.count(sink.arguments, user)
        before, began = _peak(), time.perf_counter()
        exports.KINDS[kind].make(sink)
        took = time.perf_counter() - began
    print(f"{kind:8}{rows:>9,} visits {took:7.1f} s, {took / rows * 100_000:5.1f} s for 100,000; "
          f"{sink.size / 1e6:6.1f} MB; most memory {_peak():.0f} MB ({before:.0f} MB before)", flush=True)


def _peak() -> float:
    # Not getrusage: that also knows of the process this one was begun by.
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


class Thrown(exports.MemorySink):
    """Takes a file and keeps nothing of it but its size."""

    size = 0

    def write(self, content: bytes) -> None:
        """Count it."""
        self.size += len(content)


if __name__ == "__main__":
    main()
