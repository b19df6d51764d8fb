"""Forks workers (tests/forking.py).

python -m tests.server.forked_worker "worker" or PORT. Each child is what `flask worker` runs, or the embedded server.
"""

from __future__ import annotations

import sys

from outreach.core.db import db
from outreach.core.embedded_server import serve
from outreach.jobs.tasks import background_work
from tests.forking import fork_for_each_line
from tests.server.job_portal import app


def main(what: str) -> None:
    """Fork a worker or a server for each line."""
    def serve_what(_line: str) -> None:
        if what == "worker":
            with app.app_context():
                background_work().run(2)
        else:
            serve(app, host="127.0.0.1", port=int(what), threads=4)

    with app.app_context():
        db.engine.dispose()
    fork_for_each_line(serve_what)


if __name__ == "__main__":
    main(sys.argv[1])
