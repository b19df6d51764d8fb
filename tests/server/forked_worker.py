"""Starts workers again and again without starting Python anew: each line on standard input forks one.

python -m tests.server.forked_worker "worker" or PORT. Each child is what `flask worker` runs, or the embedded server.
"""

from __future__ import annotations

import os
import sys

from outreach.core.db import db
from outreach.core.embedded_server import serve
from outreach.jobs.tasks import background_work
from tests.server.job_portal import app


def main(what: str) -> None:
    """Fork a worker for each line, say its process id, and wait for its end."""
    with app.app_context():
        db.engine.dispose()
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            if what == "worker":
                with app.app_context():
                    background_work().run(2)
            else:
                serve(app, host="127.0.0.1", port=int(what), threads=4)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
