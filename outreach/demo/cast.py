"""What the demo's load functions share: the rows loaded so far, and dates counted from today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from outreach.core import clock
from outreach.followups.workdays import Workdays
from outreach.library import starter
from outreach.library.models import Branch, District
from outreach.offers.models import Offer
from outreach.partners.models import Partner
from outreach.users.models import User


@dataclass
class Cast:
    """What has been loaded, by the key it has in the files."""

    lists: starter.Lists
    district: dict[str, District]
    branch: dict[str, Branch] = field(default_factory=dict)
    user: dict[str, User] = field(default_factory=dict)
    offer: dict[str, Offer] = field(default_factory=dict)
    partner: dict[str, Partner] = field(default_factory=dict)


def days_ago(days: int) -> date:
    """The date that many days before today."""
    return clock.today() - timedelta(days=days)


def instant_days_ago(days: int) -> datetime:
    """This time of day on the library's clock, that many days back; in summer as in winter on the same date."""
    return (clock.local(clock.now()) - timedelta(days=days)).astimezone(UTC)


def workday_away(days: int) -> date:
    """The working day that lies about that many days ahead, or back where `days` is below 0: a day on which the library
    is closed moves on to the next working day, one that has passed to the one before. Today itself stays."""
    return Workdays().add_days(clock.today(), days) if days else clock.today()
