"""Forks servers of one data folder (tests/forking.py).

python -m tests.server.preloaded DATA-FOLDER PORT. The parent makes the portal and answers the form that the first
line holds, so that everything is compiled; it closes the database before it forks. Each child is the real embedded
server on the real port.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from outreach import create_app
from outreach.core.db import db
from outreach.core.embedded_server import serve
from tests.forking import fork_for_each_line


def main(folder: Path, port: int) -> None:
    """Fork a server for each line."""
    app = create_app({"JOBS_IN_WEB": False}, folder)  # no thread of the parent may be about when it forks
    form = json.loads(sys.stdin.readline())
    answer = app.test_client(use_cookies=False).post(
        form["path"], data=form["body"], headers={"Cookie": form["cookie"]},
        content_type="application/x-www-form-urlencoded")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    print(f"loaded {answer.status_code}", flush=True)
    fork_for_each_line(lambda _line: serve(app, host="127.0.0.1", port=port, threads=4,
                                           ready=lambda: print("ready", flush=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
