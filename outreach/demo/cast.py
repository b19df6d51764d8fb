"""What the demo's load functions share: the rows loaded so far, and dates counted back from today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from outreach.core import clock
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
    """This time of day, that many days back."""
    return clock.now() - timedelta(days=days)
