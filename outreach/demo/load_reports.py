"""The demo's goals, what an hour costs, and visits of the years before, for figures to be compared with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outreach.core import clock
from outreach.demo.cast import Cast
from outreach.library.starter import entries
from outreach.reports import service
from outreach.reports.models import Aim
from outreach.reports.periods import year


def load(cast: Cast) -> None:
    """Set them as the manager would."""
    manager = cast.user["manager"]
    for values in entries("reports", "rate"):
        service.set_hourly_rate(by=manager, rate=values["hourly_rate"])
    for values in entries("reports", "goal"):
        service.set_target(by=manager, aim=Aim(values["aim"]), number=values["number"],
                           period=year(clock.today().year - values["years_back"]))


def earlier_visits() -> Iterator[dict[str, Any]]:
    """Visits as visits.toml has them, every so many days; each a little different, and none by chance."""
    for values in entries("reports", "earlier"):
        learnt = values["learnt"]
        for number, back in enumerate(range(values["first"], values["last"], -values["every"])):
            more = number * 3 % 5 - 2
            yield {**values, "state": "held", "days_ago": back,
                   "counts": [max(0, count + more) if count > 2 else count for count in values["counts"]],
                   "learnt": learnt[number // 2 % len(learnt)] if number % 2 else ""}
