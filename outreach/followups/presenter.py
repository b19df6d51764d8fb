"""Follow-ups as a page shows them: each with how it stands today for the one who looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flask import current_app

from outreach.core import clock
from outreach.followups.models import FollowUp
from outreach.followups.queries import FollowUpLine, list_done_for_partner, list_open_for_partner
from outreach.followups.workdays import Workdays
from outreach.partners.protection import OpenPartner
from outreach.users.models import User

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


def library_workdays() -> Workdays:
    """The library's own working days (setting CLOSED_DAYS, codes of `workdays.CUSTOMARY`)."""
    return Workdays.with_customary([code.strip() for code in current_app.config["CLOSED_DAYS"]])


@dataclass(frozen=True)
class FollowUpRow:
    """A follow-up on a page. `days_late` counts from its day, 0 where it is not late for this viewer."""

    follow_up: FollowUp
    partner: OpenPartner
    standing: Standing
    days_late: int = 0


def rows_of(lines: Iterable[FollowUpLine], viewer: User, today: date) -> list[FollowUpRow]:
    """The lines with their standing, in the order they come."""
    days = library_workdays()
    rows = []
    for line in lines:
        status = standing(line.follow_up.due_on, today, is_owner=line.follow_up.owner_id == viewer.id,
                       add_workdays=days.add_workdays)
        late = (today - line.follow_up.due_on).days if status == "late" else 0
        rows.append(FollowUpRow(line.follow_up, line.partner, status, late))
    return rows


def rows_of_partner(partner: OpenPartner, follow_ups: Iterable[FollowUp], viewer: User,
                    today: date) -> list[FollowUpRow]:
    """As `rows_of`, for one partner's own."""
    return rows_of((FollowUpLine(follow_up, partner) for follow_up in follow_ups), viewer, today)


#: How long a tick can be taken back from where it was made.
UNDO = timedelta(hours=24)
#: A new follow-up is due in so many working days unless another day is chosen.
USUAL_WORKDAYS = 5


@dataclass(frozen=True)
class PartnerCard:
    """What a partner's page shows: what is open, what the viewer has just finished, all that was done, the day
    proposed for the next one."""

    rows: list[FollowUpRow]
    just_done: list[FollowUp]
    done: list[FollowUp]
    usual_day: date


def usual_day() -> date:
    """The day proposed for a new follow-up."""
    return library_workdays().add_workdays(clock.today(), USUAL_WORKDAYS)


def partner_card(partner: OpenPartner, viewer: User) -> PartnerCard:
    """The card of one partner for one viewer. Two queries."""
    done = list_done_for_partner(partner)
    since = clock.now() - UNDO
    rows = rows_of_partner(partner, list_open_for_partner(partner), viewer, clock.today())
    just_done = [follow_up for follow_up in done
                 if follow_up.done_at and follow_up.done_at > since and follow_up.done_by_id == viewer.id]
    return PartnerCard(rows, just_done[:3], done, usual_day())
