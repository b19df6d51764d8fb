"""A visit day and what belongs to it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, enum_type
from outreach.core.formatting import search_key
from outreach.library.models import Branch
from outreach.offers.models import Offer
from outreach.partners.stages import Stage
from outreach.users.models import User


class VisitKind(enum.Enum):
    """What sort of visit."""

    VISIT_DAY = "visit_day"
    AFTER_HOURS = "after_hours"
    DELIVERY = "delivery"
    THEY_VISIT = "they_visit"


class VisitState(enum.Enum):
    """Where the visit is in its life."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class CancelledBy(enum.Enum):
    """Whose day did not allow it. A cancellation is no failure, so there is no reason to give."""

    PARTNER = "partner"
    LIBRARY = "library"


#: The columns that count people and cards. They count attendances, not different people.
COUNTS = ("families", "children", "young_people", "adults", "professionals", "cards_made")
#: The columns of our time, in minutes for all of us together.
MINUTES = ("minutes_preparation", "minutes_travel", "minutes_there")
#: Those of COUNTS that are the people a visit met; families and professionals are told apart.
PEOPLE = ("children", "young_people", "adults")
#: As long as three texts can be, so that the last word is found as well.
LONGEST_KEY = 20_000
#: The texts a visit is found by.
TEXTS = ("saw", "learnt", "asked_for")
#: The four ways in which people take part.
WAYS = ("dialogue", "creativity", "community", "influence")


class Visit(Identified, Stamped, Model):
    """A visit. Date and times are the library's clock; `held_on` is the day it is planned for until it is held.

    `branch_id` is the branch of ours it counts for, as it was then. `form_key` is the colleague's one-time key: the
    same visit sent twice, also from a phone that was without a net, still makes one row. Counts of a visit that is
    not held stay 0. `saw`, `learnt` and `asked_for` are free text about things, never about a named resident.
    `minutes_all`, `people_all` and `search_key` are made from the others whenever a visit is saved (`kept_beside`), so
    that a million visits can be sorted and searched.
    """

    __tablename__ = "visit"

    kind: Mapped[VisitKind] = mapped_column(enum_type(VisitKind))
    state: Mapped[VisitState] = mapped_column(enum_type(VisitState), default=VisitState.PLANNED)
    held_on: Mapped[date]
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    cancelled_by: Mapped[CancelledBy | None] = mapped_column(enum_type(CancelledBy))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id", ondelete="SET NULL"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)

    minutes_preparation: Mapped[int] = mapped_column(default=0)
    minutes_travel: Mapped[int] = mapped_column(default=0)
    minutes_there: Mapped[int] = mapped_column(default=0)

    families: Mapped[int] = mapped_column(default=0)
    children: Mapped[int] = mapped_column(default=0)
    young_people: Mapped[int] = mapped_column(default=0)
    adults: Mapped[int] = mapped_column(default=0)
    professionals: Mapped[int] = mapped_column(default=0)
    cards_made: Mapped[int] = mapped_column(default=0)
    in_national_statistics: Mapped[bool] = mapped_column(default=True)

    dialogue: Mapped[bool] = mapped_column(default=False)
    creativity: Mapped[bool] = mapped_column(default=False)
    community: Mapped[bool] = mapped_column(default=False)
    influence: Mapped[bool] = mapped_column(default=False)

    saw: Mapped[str] = mapped_column(Text, default="")
    learnt: Mapped[str] = mapped_column(Text, default="")
    asked_for: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None]
    form_key: Mapped[str | None] = mapped_column(String(60), unique=True)

    minutes_all: Mapped[int] = mapped_column(default=0)
    people_all: Mapped[int] = mapped_column(default=0)
    search_key: Mapped[str] = mapped_column(Text, default="")

    branch: Mapped[Branch | None] = relationship()
    owner: Mapped[User | None] = relationship()
    partners: Mapped[list[VisitPartner]] = relationship(
        order_by="VisitPartner.position", cascade="all, delete-orphan")
    colleagues: Mapped[list[VisitColleague]] = relationship(
        order_by="VisitColleague.id", cascade="all, delete-orphan")
    offers: Mapped[list[VisitOffer]] = relationship(order_by="VisitOffer.offer_id", cascade="all, delete-orphan")
    things: Mapped[list[VisitThing]] = relationship(order_by="VisitThing.position", cascade="all, delete-orphan")

    # The first two hold all that a sum over a million visits asks for, so that it need not look at the visits.
    __table_args__ = (Index("ix_visit_found", "held_on", "id", "state", "kind", "in_national_statistics",
                            "minutes_all"),
                      Index("ix_visit_state_found", "state", "held_on", "id", "kind", "in_national_statistics",
                            "minutes_all"),
                      Index("ix_visit_minutes_all_held_on_id", "minutes_all", "held_on", "id"),
                      Index("ix_visit_people_all_held_on_id", "people_all", "held_on", "id"))


def kept_beside(value_of: Callable[[str], Any]) -> dict[str, Any]:
    """The columns of a visit that are made from its others, by name; `value_of` gives a column's value, or None."""
    return {"minutes_all": sum(value_of(name) or 0 for name in MINUTES),
            "people_all": sum(value_of(name) or 0 for name in PEOPLE),
            "search_key": search_key(" ".join(value_of(name) or "" for name in TEXTS), LONGEST_KEY)}


@event.listens_for(Visit, "before_insert")
@event.listens_for(Visit, "before_update")
def _keep_beside(_mapper: Any, _connection: Any, visit: Visit) -> None:
    for name, value in kept_beside(lambda column: getattr(visit, column)).items():
        setattr(visit, name, value)


class VisitPartner(Model):
    """A partner of a visit, as it was then: history stands though the partner moves on.

    Position 0 leads: a joint visit's counts are its, so that nobody is counted twice. `held_on` and `state` are the
    visit's own, kept here too, so that one index answers for a partner however many visits there are.
    """

    __tablename__ = "visit_partner"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[VisitState] = mapped_column(enum_type(VisitState), default=VisitState.PLANNED)
    held_on: Mapped[date]
    stage: Mapped[Stage] = mapped_column(enum_type(Stage))
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    partner_kind_id: Mapped[int | None] = mapped_column(ForeignKey("kind.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    target_group_id: Mapped[int | None] = mapped_column(ForeignKey("target_group.id"), index=True)

    __table_args__ = (Index("ix_visit_partner_partner_id_state_held_on", "partner_id", "state", "held_on"),
                      Index("ix_visit_partner_state_held_on", "state", "held_on"))


class VisitColleague(Model):
    """One of ours who went, or will go. The name stays when the account is gone."""

    __tablename__ = "visit_colleague"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(80))


class VisitOffer(Model):
    """An offer that was shown, or is to be."""

    __tablename__ = "visit_offer"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True, index=True)
    offer: Mapped[Offer] = relationship()


class VisitThing(Identified, Model):
    """Something brought: how many, given or lent. What is lent has a day to be back by, or none agreed."""

    __tablename__ = "visit_thing"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(String(120))
    number: Mapped[int] = mapped_column(default=1)
    is_lent: Mapped[bool] = mapped_column(default=False)
    back_by: Mapped[date | None]
    came_back_on: Mapped[date | None]

    __table_args__ = (Index("ix_visit_thing_is_lent_came_back_on_back_by", "is_lent", "came_back_on", "back_by"),)
