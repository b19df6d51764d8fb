"""Tasks that are done once in each period (an hour, a working day), however many workers there are.

A worker claims the period's row before it works and marks it finished after. So a run that failed, or whose worker
died, is done again after RETRY_AFTER, while its period lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from outreach.core import clock, transactions
from outreach.core.expiry import delete_expired
from outreach.jobs.models import PeriodicRun
from outreach.jobs.queries import find_run

RETRY_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class PeriodicTask:
    """`period` names the present period, or is "" where nothing is due now. `work` returns whether it is finished."""

    name: str
    period: Callable[[], str]
    work: Callable[[], bool]

    def run(self) -> bool:
        """Do the work, unless it is not due or another run has the period; whether it was done."""
        period = self.period()
        if not period or not self._claim(period):
            return False
        if self.work():
            with transactions.independent_session() as session:
                run = find_run(session, self.name, period)
                assert run is not None
                run.finished_at = clock.now()
        return True

    def _claim(self, period: str) -> bool:
        try:
            with transactions.independent_session() as session:
                run, now = find_run(session, self.name, period), clock.now()
                if run is None:
                    session.add(PeriodicRun(task=self.name, period=period, claimed_at=now))
                elif run.finished_at is None and run.claimed_at <= now - RETRY_AFTER:
                    run.claimed_at = now
                else:
                    return False
            return True
        except IntegrityError:  # another worker has just claimed it
            return False


PERIODIC_TASKS: dict[str, PeriodicTask] = {}


def periodic_task(name: str, period: Callable[[], str]) -> Callable[[Callable[[], bool]], Callable[[], bool]]:
    """Register the decorated function as the work of a periodic task."""

    def register(work: Callable[[], bool]) -> Callable[[], bool]:
        PERIODIC_TASKS[name] = PeriodicTask(name, period, work)
        return work

    return register


@periodic_task("expiry", lambda: f"{clock.now():%Y-%m-%dT%H}")
def _delete_expired_rows() -> bool:
    with transactions.writing():
        delete_expired()
    return True
