"""The real portal with the tests' kinds of jobs: `python -m tests.server.job_portal PORT` serves it embedded, gunicorn
takes `tests.server.job_portal:app`, and `flask --app tests.server.job_portal worker` works for it. A job counts as
interrupted after a few seconds, so that tests need not wait long."""

from __future__ import annotations

import sys

from outreach import create_app
from outreach.core.embedded_server import serve
from tests.jobs import kinds

assert kinds
app = create_app({"SCHEDULE_SECONDS": 0.5, "JOB_QUIET_SECONDS": 4.0})

if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=4)
