"""Whether the last contact with a partner is too long ago. Pure: no database, no request.

Contact is a held meeting, a held visit or a conversation that reached them. Each stage has a cadence: so many days
after the last contact a partner is yellow, so many days red. A possible partner and an ended one are never overdue.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.partners.stages import Stage


class ContactState(enum.Enum):
    """Whether the last contact is recent enough."""

    OK = "ok"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class ContactLimits:
    """Days since the last contact from which on a partner is yellow, and red."""

    yellow: int
    red: int


Cadence = Mapping[Stage, ContactLimits]

#: The cadence of a new portal; a coordinator can change it.
DEFAULT_CADENCE: Cadence = {
    Stage.GLANCE: ContactLimits(30, 60), Stage.DATE: ContactLimits(45, 90), Stage.ENGAGEMENT: ContactLimits(30, 60),
    Stage.MARRIAGE: ContactLimits(90, 180)}


def contact_state(stage: Stage, last_contact: date | None, paused_until: date | None, today: date,
                  cadence: Cadence = DEFAULT_CADENCE) -> ContactState:
    """The state on a day. A pause no longer counts on the day it ends; without contact nothing is counted."""
    limits = cadence.get(stage)
    if limits is None or last_contact is None or is_paused(paused_until, today):
        return ContactState.OK
    days = (today - last_contact).days
    if days >= limits.red:
        return ContactState.RED
    return ContactState.YELLOW if days >= limits.yellow else ContactState.OK


def is_paused(paused_until: date | None, today: date) -> bool:
    """Whether a pause is in force: until its date, not on it."""
    return paused_until is not None and today < paused_until


def yellow_limits(today: date, cadence: Cadence) -> dict[Stage, date]:
    """For each stage with a cadence the latest day of contact that is yellow or red today."""
    return {stage: today - timedelta(days=limits.yellow) for stage, limits in cadence.items()}


def red_limits(today: date, cadence: Cadence) -> dict[Stage, date]:
    """For each stage with a cadence the latest day of contact that is red today."""
    return {stage: today - timedelta(days=limits.red) for stage, limits in cadence.items()}
