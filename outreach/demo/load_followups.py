"""The demo's follow-ups and the plans they can be started from."""

from __future__ import annotations

from typing import Any

from outreach.core import clock
from outreach.demo.cast import Cast, instant_days_ago
from outreach.followups import plans, service
from outreach.followups.presenter import library_workdays
from outreach.library.starter import entries
from outreach.partners.queries import get_open_partner_by_id

#: Days before its due date, or before today, when a follow-up was noted.
_NOTICE = 9


def load(cast: Cast) -> None:
    """Add the plans, and every follow-up of the file by its owner."""
    plans.add_suggestions(by=None)
    for values in entries("followups", "follow_up"):
        _add(values, cast)


def _add(values: dict[str, Any], cast: Cast) -> None:
    owner = cast.user[values["owner"]]
    giver = cast.user.get(values.get("handed_by", ""))
    partner = get_open_partner_by_id(cast.partner[values["partner"]].id, owner)
    due_on = library_workdays().add_days(clock.today(), values["due"])  # what is overdue stays so at Easter
    follow_up = service.add_follow_up(by=giver or owner, partner=partner, what=values["what"], owner=giver or owner,
                                      due_on=due_on)
    follow_up.created_at = instant_days_ago(max(0, -values["due"]) + _NOTICE)
    if giver is not None:
        service.hand_on(by=giver, follow_up=follow_up, partner=partner, to=owner, note=values.get("note", ""))
    if "done" in values:
        service.finish(by=owner, follow_up=follow_up, note=values.get("done_note", ""))
        follow_up.done_at = instant_days_ago(values["done"])
