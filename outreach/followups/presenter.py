"""Follow-ups as a page shows them: each with how it stands today for the one who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.core import clock
from outreach.followups.closed_days import workdays
from outreach.followups.models import FollowUp
from outreach.followups.queries import FollowUpLine, list_done_for_partner, list_open_for_partner
from outreach.followups.states import Standing, standing
from outreach.partners.protection import OpenPartner
from outreach.users.models import User


@dataclass(frozen=True)
class Shown:
    """A follow-up on a page. `days_late` counts from its day, 0 where it is not late for this viewer."""

    follow_up: FollowUp
    partner: OpenPartner
    standing: Standing
    days_late: int = 0


def shown(lines: Iterable[FollowUpLine], viewer: User, today: date) -> list[Shown]:
    """The lines with their standing, in the order they come."""
    days = workdays()
    found = []
    for line in lines:
        how = standing(line.follow_up.due_on, today, is_owner=line.follow_up.owner_id == viewer.id,
                       add_workdays=days.add_workdays)
        late = (today - line.follow_up.due_on).days if how == "late" else 0
        found.append(Shown(line.follow_up, line.partner, how, late))
    return found


def shown_of_partner(partner: OpenPartner, follow_ups: Iterable[FollowUp], viewer: User, today: date) -> list[Shown]:
    """As `shown`, for one partner's own."""
    return shown((FollowUpLine(each, partner) for each in follow_ups), viewer, today)


#: How long a tick can be taken back from where it was made.
UNDO = timedelta(hours=24)
#: A new follow-up is due in so many working days unless another day is chosen.
USUAL_WORKDAYS = 5


@dataclass(frozen=True)
class PartnerCard:
    """What a partner's page shows: what is open, what the viewer has just ticked off, all that was done, the day
    proposed for the next one."""

    rows: list[Shown]
    just_done: list[FollowUp]
    done: list[FollowUp]
    usual_day: date


def usual_day() -> date:
    """The day proposed for a new follow-up."""
    return workdays().add_workdays(clock.today(), USUAL_WORKDAYS)


def partner_card(partner: OpenPartner, viewer: User) -> PartnerCard:
    """The card of one partner for one viewer. Two queries."""
    done = list_done_for_partner(partner)
    since = clock.now() - UNDO
    rows = shown_of_partner(partner, list_open_for_partner(partner), viewer, clock.today())
    just_done = [each for each in done if each.done_at and each.done_at > since and each.done_by_id == viewer.id]
    return PartnerCard(rows, just_done[:3], done, usual_day())
