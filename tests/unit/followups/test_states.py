"""Overdue is the owner's to see first."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.followups.presenter import standing
from outreach.followups.workdays import Workdays

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(("today", "to_owner", "to_others"), [
    (date(2026, 11, 12), "later", "later"),
    (date(2026, 11, 13), "soon", "soon"),
    (date(2026, 11, 20), "today", "today"),
    (date(2026, 11, 21), "late", "today"),
    (date(2026, 11, 24), "late", "today"),
    (date(2026, 11, 25), "late", "late"),
], ids=["eight days before", "a week before", "the day", "the day after", "two working days after", "three after"])
def test_standing_of_a_follow_up_due_on_a_friday(today: date, to_owner: str, to_others: str) -> None:
    seen = tuple(standing(FRIDAY, today, is_owner=owner, add_workdays=Workdays().add_workdays)
                 for owner in (True, False))
    assert seen == (to_owner, to_others)
