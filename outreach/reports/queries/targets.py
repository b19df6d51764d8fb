"""Goals and how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, literal, or_, select

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.reports.models import Aim, ReportSettings, Target
from outreach.reports.periods import Period
from outreach.reports.queries.months import is_open_in
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import HELD, PartnerMonth


@dataclass(frozen=True)
class TargetProgress:
    """A goal, what has been reached of it, and how many of its months are over on a day."""

    target: Target
    period: Period
    reached: int
    months_gone: int

    @property
    def is_over(self) -> bool:
        """Whether its period has ended."""
        return self.months_gone == self.period.months

    @property
    def is_met(self) -> bool:
        return self.reached >= self.target.number


def get_target(public_id: str) -> Target:
    """One goal. NotFound where there is none."""
    target = db.session.scalar(select(Target).where(Target.public_id == public_id))
    if target is None:
        raise NotFound
    return target


def find_equal_target(aim: Aim, period: Period) -> Target | None:
    """The goal for the same thing in the same period."""
    return db.session.scalar(select(Target).where(Target.aim == aim, Target.first == period.first,
                                                  Target.last == period.last))


def find_settings() -> ReportSettings | None:
    """The one row of settings, once somebody has set something."""
    return db.session.get(ReportSettings, 1)


def list_progress(viewer: User, today: date, over: Period | None = None, *,
                  for_export: bool = False) -> list[TargetProgress]:
    """How far goals are; with `over` only those whose period has a month in common with it. One query for all.

    Only partners open to the viewer count, and `for_export` only unprotected ones.
    """
    held = sum((getattr(PartnerMonth, name) for name in HELD), literal(0))
    was_visited = or_(held > 0, PartnerMonth.joined > 0)
    is_open = is_open_in(Scope(Period(today, today), for_export=for_export), viewer)
    query = (select(Target, func.coalesce(func.sum(held), 0),
                    func.count(case((was_visited, PartnerMonth.partner_id)).distinct()),
                    func.count(case((was_visited, PartnerMonth.district_id)).distinct()))
             .join(PartnerMonth, and_(PartnerMonth.month.between(Target.first, Target.last), is_open), isouter=True)
             .group_by(*Target.__table__.columns).order_by(Target.last, Target.first, Target.id))
    if over is not None:
        query = query.where(Target.first <= over.last, Target.last >= over.first)
    progress = []
    for target, visits, partners, districts in db.session.execute(query):
        period = Period(target.first, target.last)
        reached = {Aim.VISITS: visits, Aim.PARTNERS: partners, Aim.DISTRICTS: districts}[target.aim]
        progress.append(TargetProgress(target, period, int(reached), period.months_gone(today)))
    return progress
