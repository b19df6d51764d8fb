"""What a partner's visits of one month come to: the rows that reports add up, and the only ones they publish from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Model, enum_type
from outreach.partners.stages import Stage

#: Held visits of each kind that the partner led, by the kind's value; their sum is the visits held.
HELD = ("visit_day", "after_hours", "delivery", "they_visit")


class PartnerMonth(Model):
    """One partner in one month (its first day): what happened, and who the partner was in the month's last visit.

    A joint visit's people, minutes and things are its leading partner's; the others only `joined`. Each count of
    people stands twice: exactly, for whoever may open the visits, and `told_…`, rounded once (`small_numbers`), for
    everything else. The row is worked out anew from the visits whenever one of them changes; it is never edited.
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

    minutes_preparation: Mapped[int] = mapped_column(default=0)
    minutes_travel: Mapped[int] = mapped_column(default=0)
    minutes_there: Mapped[int] = mapped_column(default=0)
    offers_shown: Mapped[int] = mapped_column(default=0)
    things_lent: Mapped[int] = mapped_column(default=0)
    things_given: Mapped[int] = mapped_column(default=0)
    learnt: Mapped[int] = mapped_column(default=0)
    dialogue: Mapped[int] = mapped_column(default=0)
    creativity: Mapped[int] = mapped_column(default=0)
    community: Mapped[int] = mapped_column(default=0)
    influence: Mapped[int] = mapped_column(default=0)

    families: Mapped[int] = mapped_column(default=0)
    children: Mapped[int] = mapped_column(default=0)
    young_people: Mapped[int] = mapped_column(default=0)
    adults: Mapped[int] = mapped_column(default=0)
    professionals: Mapped[int] = mapped_column(default=0)
    cards_made: Mapped[int] = mapped_column(default=0)
    told_families: Mapped[int] = mapped_column(default=0)
    told_children: Mapped[int] = mapped_column(default=0)
    told_young_people: Mapped[int] = mapped_column(default=0)
    told_adults: Mapped[int] = mapped_column(default=0)
    told_professionals: Mapped[int] = mapped_column(default=0)
    told_cards_made: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_partner_month_month", "month"),)


class PublishingSeed(Model):
    """The secret that small counts are rounded by. One row, made once and never changed: with another seed the same
    counts would be rounded anew, and two roundings tell more than one."""

    __tablename__ = "publishing_seed"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
