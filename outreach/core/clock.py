"""The current time, from a source that tests and the demo can replace.

Instants are aware and in UTC; a date is the date in the library's zone (setting TIME_ZONE).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

WEEK = timedelta(days=7)

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _source()


def zone() -> ZoneInfo:
    """The library's time zone; Copenhagen unless the settings say otherwise."""
    name = current_app.config.get("TIME_ZONE", "Europe/Copenhagen") if has_app_context() else "Europe/Copenhagen"
    return ZoneInfo(name)


def local(instant: datetime) -> datetime:
    """The same instant in the library's time zone."""
    return instant.astimezone(zone())


def today() -> date:
    """Today's date in the library's time zone."""
    return local(now()).date()


def set_source(source: Callable[[], datetime] | None) -> None:
    """Let `source` tell the time; None goes back to the real clock. For tests."""
    global _source
    _source = source or (lambda: datetime.now(UTC))
