"""Partners by the date of the last contact. The feature that knows those dates (`cadence`) lies above this one, so it
registers a `ContactProvider`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from flask.sansio.app import App
from sqlalchemy import ColumnElement, Date, Function, and_, case, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import joinedload

from outreach.core.db import db
from outreach.partners.models import Partner
from outreach.partners.protection import OpenPartner, PartnerView, visible_to
from outreach.partners.stages import Stage
from outreach.users.models import User


@dataclass(frozen=True)
class ContactTerms:
    """`last`: a subquery (partner_id, day) of the last contact; `paused`: a select of the inner keys of the paused
    partners; `yellow` and `red`: for each stage the latest day of contact that is yellow or red today."""

    last: Any
    paused: Any
    yellow: Mapping[Stage, date]
    red: Mapping[Stage, date]

    def counted_from(self) -> ColumnElement[Any]:
        """The day that is counted from: the last contact, else the day the present stage began."""
        return func.coalesce(self.last.c.day, Partner.stage_since)

    def overdue_since(self, limits: Mapping[Stage, date]) -> ColumnElement[bool]:
        """The condition that the last contact was at or before the stage's limit and the partner is not paused."""
        late = [and_(Partner.stage == stage, self.counted_from() <= limit) for stage, limit in limits.items()]
        return and_(or_(literal(False), *late), Partner.id.not_in(self.paused))

    def age(self) -> ColumnElement[Any]:
        """To order by: partners with a cadence first, the longest overdue in front."""
        return case((Partner.stage.in_(list(self.yellow)), self.counted_from()), else_=None)


@dataclass(frozen=True)
class ContactProvider:
    """What the list of partners needs of the contacts: the terms of a day, the status of given partners on a day by
    inner key, and a module of labels."""

    terms: Callable[[date], ContactTerms]
    states: Callable[[Iterable[PartnerView], date], Mapping[int, Any]]
    labels: Any


def register_contact_provider(app: App, provider: ContactProvider) -> None:
    """Let this app's list of partners show and filter by contact."""
    app.extensions["contact_provider"] = provider


def contact_provider() -> ContactProvider:
    """The registered provider."""
    provider: ContactProvider = current_app.extensions["contact_provider"]
    return provider


class latest_day(Function[Any]):
    """The latest of several days, those that are NULL left out; NULL where all are. Each is named once, since it
    may be a subquery."""

    inherit_cache = True

    def __init__(self, *days: Any) -> None:
        super().__init__("latest_day", *days, type_=Date())


@compiles(latest_day, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **how)})"


@compiles(latest_day, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    days = ", ".join(f"coalesce({compiler.process(clause, **how)}, '')" for clause in element.clauses)
    return f"nullif(max('', {days}), '')"  # with one argument max() would be another function


def latest_of(*sources: Any) -> Any:
    """A subquery (partner_id, day) of the latest day of each partner in any of the sources, selects of the same two;
    the day is None where there is none. Each partner's latest is looked up by itself, so that an index on partner and
    day answers at once, however many days there are."""
    rows = [source.subquery() for source in sources]
    latest = [select(func.max(row.c.day)).where(row.c.partner_id == Partner.id).correlate(Partner).scalar_subquery()
              for row in rows]
    return select(Partner.id.label("partner_id"), latest_day(*latest).label("day")).subquery()


def present_and_visible(viewer: User | None) -> ColumnElement[bool]:
    """The condition for present partners that the viewer may see: the contacts of a hidden one are not shown."""
    return and_(visible_to(viewer), Partner.is_present)


def list_overdue(viewer: User | None, terms: ContactTerms, *, owner: User | None = None
                ) -> list[tuple[OpenPartner, date | None]]:
    """Partners that are yellow or red with the day of the last contact, the longest overdue first."""
    query = (select(Partner, terms.last.c.day).join(terms.last, terms.last.c.partner_id == Partner.id, isouter=True)
             .where(present_and_visible(viewer), terms.overdue_since(terms.yellow))
             .options(joinedload(Partner.owner), joinedload(Partner.sector), joinedload(Partner.kind))
             .order_by(terms.counted_from(), Partner.sort_key, Partner.id))
    if owner is not None:
        query = query.where(Partner.owner_id == owner.id)
    return [(OpenPartner(partner), day) for partner, day in db.session.execute(query)]
