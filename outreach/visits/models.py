"""The tables of visit days: visits and what belongs to them, observations, and sums by partner and month."""

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
    """Kinds of visits."""

    VISIT_DAY = "visit_day"
    AFTER_HOURS = "after_hours"
    DELIVERY = "delivery"
    THEY_VISIT = "they_visit"


class VisitState(enum.Enum):
    """States of a visit."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class CancelledBy(enum.Enum):
    """Who had to cancel. A cancellation is no failure, so no reason is recorded."""

    PARTNER = "partner"
    LIBRARY = "library"


#: The columns that count people and cards. They count attendances, not different people.
COUNTS = ("families", "children", "young_people", "adults", "professionals", "cards_made")
#: The columns of our time, in minutes for all of us together.
MINUTES = ("minutes_preparation", "minutes_travel", "minutes_there")
#: Those of COUNTS that are the people a visit met; families and professionals are counted apart.
PEOPLE = ("children", "young_people", "adults")
#: As long as three texts can be, so that the last word is found as well.
LONGEST_KEY = 20_000
#: The texts a visit is found by.
TEXTS = ("saw", "learnt", "asked_for")
#: The four ways in which people take part.
WAYS = ("dialogue", "creativity", "community", "influence")
#: Numbers of a visit that are counted from its other rows and texts.
_COUNTED = ("offers_shown", "things_lent", "things_given", "learnt")
#: Columns of a month that count held visits of each kind that the partner led; their sum is the visits held.
HELD = tuple(kind.value for kind in VisitKind)
#: Columns of a month that count cancelled visits.
CANCELLATIONS = tuple(f"cancelled_by_{by.value}" for by in CancelledBy)
#: Columns of a month that add up a number of each held visit that the partner led. `service/months.py` fills them.
SUMMED_COLUMNS = (*MINUTES, *COUNTS, *WAYS, *_COUNTED)
#: Columns of a month that count no people: reports add them up without rounding.
UNROUNDED_COLUMNS = (*HELD, *CANCELLATIONS, *MINUTES, *_COUNTED)


class VisitNumbers:
    """Columns that a visit has and a month adds up: MINUTES and COUNTS."""

    minutes_preparation: Mapped[int] = mapped_column(default=0)
    minutes_travel: Mapped[int] = mapped_column(default=0)
    minutes_there: Mapped[int] = mapped_column(default=0)

    families: Mapped[int] = mapped_column(default=0)
    children: Mapped[int] = mapped_column(default=0)
    young_people: Mapped[int] = mapped_column(default=0)
    adults: Mapped[int] = mapped_column(default=0)
    professionals: Mapped[int] = mapped_column(default=0)
    cards_made: Mapped[int] = mapped_column(default=0)


class Visit(VisitNumbers, Identified, Stamped, Model):
    """A visit. Date and times are the library's clock; `held_on` is the day it is planned for until it is held.

    `branch_id` is the branch of ours it counts for, as it was then. `form_key` is the colleague's one-time key: the
    same visit sent twice, also from a phone that was without a net, still makes one row. Counts of a visit that is
    not held stay 0. `saw`, `learnt` and `asked_for` are free text about things, never about a named resident.
    `minutes_all`, `people_all` and `search_key` are made from the others whenever a visit is saved (`derived_columns`),
    so that a million visits can be sorted and searched.
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


def derived_columns(value_of: Callable[[str], Any]) -> dict[str, Any]:
    """Columns of a visit that are computed from its others, by name; `value_of` gives a column's value, or None."""
    return {"minutes_all": sum(value_of(name) or 0 for name in MINUTES),
            "people_all": sum(value_of(name) or 0 for name in PEOPLE),
            "search_key": search_key(" ".join(value_of(name) or "" for name in TEXTS), LONGEST_KEY)}


@event.listens_for(Visit, "before_insert")
@event.listens_for(Visit, "before_update")
def _set_derived_columns(_mapper: Any, _connection: Any, visit: Visit) -> None:
    for name, value in derived_columns(lambda column: getattr(visit, column)).items():
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
    """A colleague who went, or will go. The name is kept when the account is removed."""

    __tablename__ = "visit_colleague"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(80))


class VisitOffer(Model):
    """An offer that was shown, or will be."""

    __tablename__ = "visit_offer"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True, index=True)
    offer: Mapped[Offer] = relationship()


class VisitThing(Identified, Model):
    """Something brought: how many, given or lent. A loan has a day to be back by, or none agreed."""

    __tablename__ = "visit_thing"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(String(120))
    number: Mapped[int] = mapped_column(default=1)
    is_lent: Mapped[bool] = mapped_column(default=False)
    back_by: Mapped[date | None]
    came_back_on: Mapped[date | None]

    __table_args__ = (Index("ix_visit_thing_is_lent_came_back_on_back_by", "is_lent", "came_back_on", "back_by"),)


class Sureness(enum.Enum):
    """How sure the observer is."""

    SAW = "saw"
    HEARD = "heard"
    THINKS = "thinks"


class Observation(Identified, Stamped, Model):
    """An observation by partner staff: day, observer's role, what, and how sure; `visit` where it was told at one.
    Never an answer from a family, and no field for a name."""

    __tablename__ = "observation"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="SET NULL"), index=True)
    observed_on: Mapped[date] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(Text)
    sureness: Mapped[Sureness] = mapped_column(enum_type(Sureness))
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    noted_by: Mapped[User | None] = relationship()
    visit: Mapped[Visit | None] = relationship()

    __table_args__ = (Index("ix_observation_partner_id_observed_on", "partner_id", "observed_on"),)


class PartnerMonth(VisitNumbers, Model):
    """One partner in one month (its first day): what happened, and who the partner was in the month's last visit.

    A joint visit's people, minutes and things are its leading partner's; the others only `joined`. Each count of
    people is stored twice: exactly, for whoever may open the visits, and `rounded_…` (`disclosure_control`) for
    everything else. The row is recomputed from the visits whenever one of them changes; it is never edited.
    """

    __tablename__ = "partner_month"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id", ondelete="SET NULL"), index=True)
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("kind.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    target_group_id: Mapped[int | None] = mapped_column(ForeignKey("target_group.id"), index=True)
    stage: Mapped[Stage] = mapped_column(enum_type(Stage))

    visit_day: Mapped[int] = mapped_column(default=0)
    after_hours: Mapped[int] = mapped_column(default=0)
    delivery: Mapped[int] = mapped_column(default=0)
    they_visit: Mapped[int] = mapped_column(default=0)
    joined: Mapped[int] = mapped_column(default=0)
    cancelled_by_partner: Mapped[int] = mapped_column(default=0)
    cancelled_by_library: Mapped[int] = mapped_column(default=0)

    offers_shown: Mapped[int] = mapped_column(default=0)
    things_lent: Mapped[int] = mapped_column(default=0)
    things_given: Mapped[int] = mapped_column(default=0)
    learnt: Mapped[int] = mapped_column(default=0)
    dialogue: Mapped[int] = mapped_column(default=0)
    creativity: Mapped[int] = mapped_column(default=0)
    community: Mapped[int] = mapped_column(default=0)
    influence: Mapped[int] = mapped_column(default=0)

    rounded_families: Mapped[int] = mapped_column(default=0)
    rounded_children: Mapped[int] = mapped_column(default=0)
    rounded_young_people: Mapped[int] = mapped_column(default=0)
    rounded_adults: Mapped[int] = mapped_column(default=0)
    rounded_professionals: Mapped[int] = mapped_column(default=0)
    rounded_cards_made: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_partner_month_month", "month"),)


class RoundingKey(Model):
    """The secret that small counts are rounded by, in hexadecimal. One row, made once and never changed: with another
    key the same counts would be rounded anew, and two roundings tell more than one."""

    __tablename__ = "rounding_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
