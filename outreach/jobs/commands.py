"""`flask worker`: background jobs and periodic tasks, for a portal with PostgreSQL."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from outreach.core.db import db
from outreach.jobs.tasks import background_work


@click.command()
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 16))
@with_appcontext
def worker(threads: int) -> None:
    """Run background jobs, expiry and the daily mail until it is told to stop (Ctrl-C or SIGTERM).

    Any number of workers may run, on any machines. A job that one of them was running when it ended is run by another.
    """
    db.session.remove()
    background_work().run(threads)


COMMANDS = [worker]
