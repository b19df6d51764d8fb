"""Serves one data folder again and again without starting Python anew: python -m tests.browser.forked_server.

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


def main() -> None:
    """Fork a server for each line, say its process id, and wait for its end."""
    app = create_app()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    with app.app_context():
        db.engine.dispose()
    for line in sys.stdin:
        port, offset, log = line.split(maxsplit=2)
        child = os.fork()
        if child == 0:
            os.dup2(os.open(log.rstrip(), os.O_WRONLY | os.O_CREAT), sys.stderr.fileno())
            time_machine.travel(time_machine.escape_hatch.time.time() + float(offset)).start()
            serve(app, host="127.0.0.1", port=int(port))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
