"""What the forms of a visit hand to the service, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from outreach.offers.models import Offer
from outreach.users.models import User
from outreach.visits.models import VisitKind

MOST_PEOPLE = 999
MOST_MINUTES = 1440
MOST_THINGS = 20
MOST_PARTNERS = 6


@dataclass(frozen=True)
class ThingInput:
    """Something brought. `public_id` is the row it changes, '' for a new one."""

    what: str
    number: int = 1
    is_lent: bool = False
    back_by: date | None = None
    came_back_on: date | None = None
    public_id: str = ""


@dataclass(frozen=True)
class VisitPlan:
    """Day, kind, colleagues, offers to show and things to bring. Times are optional."""

    kind: VisitKind
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    colleagues: tuple[User, ...] = ()
    offers: tuple[Offer, ...] = ()
    things: tuple[ThingInput, ...] = ()


@dataclass(frozen=True)
class VisitDetails:
    """What a held visit was: counts, minutes and ways by their column's name, and texts."""

    counts: Mapping[str, int] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)
    ways: frozenset[str] = frozenset()
    saw: str = ""
    learnt: str = ""
    asked_for: str = ""
    next_on: date | None = None
    in_national_statistics: bool = True


@dataclass(frozen=True)
class VisitNote:
    """A visit as the short form has it. Without a `kind` the kind, colleagues, offers and things are those of the
    last visit."""

    held_on: date
    kind: VisitKind | None
    counts: Mapping[str, int] = field(default_factory=dict)
    saw: str = ""
