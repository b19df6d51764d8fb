"""Forks servers of one data folder (tests/forking.py): python -m tests.browser.forked_server.

Each line on standard input, "PORT OFFSET LOG", forks a server: the real embedded one, with a clock that is OFFSET
seconds ahead, whose log goes to the file LOG. The parent has compiled every template and leaves the database alone.
"""

from __future__ import annotations

import os
import sys

import time_machine

from outreach import create_app
from outreach.core.db import db
from outreach.core.embedded_server import serve
from tests.forking import fork_for_each_line


def main() -> None:
    """Fork a server for each line."""
    app = create_app()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    with app.app_context():
        db.engine.dispose()
    def serve_at(line: str) -> None:
        port, offset, log = line.split(maxsplit=2)
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT), sys.stderr.fileno())
        time_machine.travel(time_machine.escape_hatch.time.time() + float(offset)).start()
        serve(app, host="127.0.0.1", port=int(port))

    fork_for_each_line(serve_at)


if __name__ == "__main__":
    main()
