"""The contact clock. Pure: no database, no request.

Contact is a held meeting, a held visit or a conversation that reached them. Each stage has a rhythm: so many days
after the last contact a partner is yellow, so many days red. A possible partner and an ended one are never silent.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.partners.stages import Stage


class ContactState(enum.Enum):
    """How it stands with the contact."""

    OK = "ok"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class ContactLimits:
    """Days since the last contact from which on a partner is yellow, and red."""

    yellow: int
    red: int


Cadence = Mapping[Stage, ContactLimits]

#: The rhythm of a new portal; a coordinator can change it.
DEFAULT_CADENCE: Cadence = {
    Stage.GLANCE: ContactLimits(30, 60), Stage.DATE: ContactLimits(45, 90), Stage.ENGAGEMENT: ContactLimits(30, 60),
    Stage.MARRIAGE: ContactLimits(90, 180)}


def contact_state(stage: Stage, last_contact: date | None, paused_until: date | None, today: date,
                  rhythm: Cadence = DEFAULT_CADENCE) -> ContactState:
    """The state on a day. A pause no longer counts on the day it ends; without contact nothing is counted."""
    days = rhythm.get(stage)
    if days is None or last_contact is None or is_paused(paused_until, today):
        return ContactState.OK
    silent = (today - last_contact).days
    if silent >= days.red:
        return ContactState.RED
    return ContactState.YELLOW if silent >= days.yellow else ContactState.OK


def is_paused(paused_until: date | None, today: date) -> bool:
    """Whether they are to be left in peace today: until the day, not on it."""
    return paused_until is not None and today < paused_until


def yellow_limits(today: date, rhythm: Cadence) -> dict[Stage, date]:
    """For each stage with a rhythm the latest day of contact that is yellow or red today."""
    return {stage: today - timedelta(days=days.yellow) for stage, days in rhythm.items()}


def red_limits(today: date, rhythm: Cadence) -> dict[Stage, date]:
    """For each stage with a rhythm the latest day of contact that is red today."""
    return {stage: today - timedelta(days=days.red) for stage, days in rhythm.items()}
