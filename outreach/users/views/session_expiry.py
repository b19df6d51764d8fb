"""When the session ends, for the note on every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import g

from outreach.core import clock
from outreach.core.formatting import clock_time
from outreach.users import sessions
from outreach.users.views import bp

#: So long before the last instant every page says when it is.
NOTE = timedelta(minutes=30)


def time_left() -> dict[str, Any]:
    """Seconds until the session is over if nothing happens, and whether staying is possible; `at` is the clock time
    after which it is over whatever happens."""
    row, now = g.user_session, clock.now()
    last = sessions.last_instant(row)
    seconds = int((sessions.ends_at(row) - now).total_seconds())
    return {"seconds": max(0, seconds), "can_stay": sessions.ends_at(row) < last,
            "at": clock_time(clock.local(last).time()), "is_near": last - now <= NOTE}


@bp.app_context_processor
def _ending() -> dict[str, Any]:
    return {"session_ends": lambda: time_left() if g.get("user_session") is not None else None,
            "idle_minutes": lambda: int(sessions.idle_limit().total_seconds() // 60)}
