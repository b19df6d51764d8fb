"""How a follow-up stands on a day, as one colleague may see it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

Standing = Literal["late", "today", "soon", "later"]

#: So many working days the owner alone is told that a day has passed, and has the time to put it right.
GRACE_WORKDAYS = 2
SOON_DAYS = 7


def standing(due_on: date, today: date, *, is_owner: bool, add_workdays: Callable[[date, int], date]) -> Standing:
    """Where a follow-up stands: "late" once its day has passed. To others than its owner it is "today" for
    GRACE_WORKDAYS more: the owner is told first. "soon" is within SOON_DAYS."""
    if due_on > today:
        return "soon" if (due_on - today).days <= SOON_DAYS else "later"
    if due_on == today:
        return "today"
    return "late" if is_owner or add_workdays(due_on, GRACE_WORKDAYS) < today else "today"
