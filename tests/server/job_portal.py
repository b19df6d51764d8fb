"""The real portal with the tests' kinds of work: `python -m tests.server.job_portal PORT` serves it embedded, and
gunicorn takes `tests.server.job_portal:app`. A job counts as broken off after two seconds, so that tests need
not wait long."""

from __future__ import annotations

import sys

from outreach import create_app
from outreach.core.serve import serve
from tests.jobs import kinds

assert kinds
app = create_app({"JOB_LOOK_SECONDS": 0.2, "JOB_QUIET_SECONDS": 2.0})

if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=4)
