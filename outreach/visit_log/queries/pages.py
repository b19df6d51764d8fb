"""A page of the log, and the sums of the filtered visits.

Pages are counted from a visit, not by number, so that the last of a million is as near as the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from outreach.core.db import db
from outreach.partners.queries import list_ids_by_name, open_sort_keys
from outreach.partners.shared_records import with_partners
from outreach.users.models import User
from outreach.visit_log.filters import PagePosition, VisitFilters
from outreach.visit_log.queries.conditions import conditions, hidden_from, open_among
from outreach.visits.models import Visit, VisitOffer, VisitPartner
from outreach.visits.queries import VisitView

PAGE_SIZE = 50
#: Up to so many visits are found once and then sorted; more are walked through in order.
_FEW = 2000
#: The partner that leads a visit, for the order by name.
_LEAD, _NAMES = aliased(VisitPartner), open_sort_keys()


@dataclass(frozen=True)
class Totals:
    """How many visits fit the filters, and our minutes for all of us together. `ids` are their inner keys where they
    are few."""

    visits: int
    minutes: int
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Page:
    """Visits in order, and whether there are any before and after. `lost`: the place asked for is not in the log."""

    views: Sequence[VisitView]
    has_before: bool
    has_after: bool
    lost: bool = False


def totals(filters: VisitFilters, viewer: User) -> Totals:
    """The exact sums of the filtered visits."""
    wants = conditions(filters, viewer)
    ids = db.session.scalars(select(Visit.id).where(*wants).limit(_FEW + 1)).all()
    if len(ids) <= _FEW:
        rows = db.session.execute(select(Visit.id, Visit.minutes_all)
                                  .where(Visit.id.in_(open_among(ids, filters, viewer)))).all()
        return Totals(len(rows), sum(row.minutes_all for row in rows), tuple(row.id for row in rows))
    # Who is hidden is looked up once, not for each of a million visits.
    row = db.session.execute(select(func.count(), func.coalesce(func.sum(Visit.minutes_all), 0)).select_from(Visit)
                             .where(*wants, ~hidden_from(filters, viewer))).one()
    return Totals(int(row[0]), int(row[1]))


def page(filters: VisitFilters, viewer: User, position: PagePosition, sums: Totals) -> Page:
    """The page at a position; the first one where the position is not a visit this viewer may see."""
    start = _start(filters, viewer, position.visit) if position.visit else None
    lost = bool(position.visit) and start is None
    if lost:
        position = PagePosition()
    walk = _Walk(filters, viewer, reverse=position.backwards)
    if sums.ids is not None:
        ids = walk.among(sums.ids, start)
    else:
        ids = walk.by_name(start) if filters.sort == "partner" else walk.on(start)
    more, ids = len(ids) > PAGE_SIZE, ids[:PAGE_SIZE]
    rows = db.session.scalars(select(Visit).where(Visit.id.in_(ids)).options(
        selectinload(Visit.partners), selectinload(Visit.colleagues),
        selectinload(Visit.offers).joinedload(VisitOffer.offer), selectinload(Visit.things)))
    order = {visit_id: at for at, visit_id in enumerate(reversed(ids) if position.backwards else ids)}
    views = [VisitView(visit, partners) for visit, partners in with_partners(
        sorted(rows, key=lambda visit: order[visit.id]), viewer)]
    if position.backwards:
        return Page(views, more, bool(position.before), lost)
    return Page(views, bool(position.after), more, lost)


def ordered(filters: VisitFilters, viewer: User, columns: Sequence[Any]) -> Select[Any]:
    """These columns of every filtered visit, in the filters' order; for a file."""
    return _in_order(select(*columns), filters).where(*conditions(filters, viewer), ~hidden_from(filters, viewer))


@dataclass(frozen=True)
class _Walk:
    """Through the visits in order, or the other way round, until a page is full and one more. A handful is found by an
    index first, and then asked which of them may be seen: a database that is asked both at once sorts a million."""

    filters: VisitFilters
    viewer: User
    reverse: bool

    def among(self, ids: Sequence[int], start: Sequence[Any] | None) -> list[int]:
        """The page's, of a few that are known and may be seen."""
        query = _in_order(select(Visit.id), self.filters, reverse=self.reverse).where(Visit.id.in_(ids))
        return list(db.session.scalars(self._from(query, start).limit(PAGE_SIZE + 1)))

    def on(self, start: Sequence[Any] | None, *also: Any, room: int | None = None) -> list[int]:
        """The page's, of all; `also` are more conditions."""
        keys = [column for column, _down in _keys(self.filters)]
        query = _in_order(select(*keys), self.filters, reverse=self.reverse).where(
            *conditions(self.filters, self.viewer), *also)
        page_ids: list[int] = []
        room, handful = room or PAGE_SIZE + 1, 2 * PAGE_SIZE
        while True:
            rows = db.session.execute(self._from(query, start).limit(handful)).all()
            ids = [row[-1] for row in rows]
            seen = open_among(ids, self.filters, self.viewer)
            page_ids += [id_ for id_ in ids if id_ in seen]
            if len(page_ids) >= room or len(rows) < handful:
                return page_ids[:room]
            start, handful = tuple(rows[-1]), min(2 * handful, _FEW)

    def by_name(self, start: Sequence[Any] | None) -> list[int]:
        """The page's in the order of names: with some partners after the others."""
        partners = list_ids_by_name(self.viewer)
        if self.filters.descending is not self.reverse:
            partners.reverse()
        at, some, page_ids = partners.index(start[1]) if start is not None else 0, 4, list[int]()
        while at < len(partners) and len(page_ids) <= PAGE_SIZE:
            page_ids += self.on(start, _LEAD.partner_id.in_(partners[at:at + some]), room=PAGE_SIZE + 1 - len(page_ids))
            at, some = at + some, 2 * some
        return page_ids

    def _from(self, query: Select[Any], start: Sequence[Any] | None) -> Select[Any]:
        return query if start is None else query.where(_beyond(_keys(self.filters, reverse=self.reverse), start))


def _keys(filters: VisitFilters, *, reverse: bool = False) -> list[tuple[Any, bool]]:
    """What the order goes by, and whether the highest comes first. The last key is a visit's own, so that no two are
    alike. Within one partner the latest comes first; else all keys go one way, as the indexes do."""
    down = filters.descending
    first: dict[str, list[tuple[Any, bool]]] = {
        "date": [], "partner": [(_NAMES.c.sort_key, down), (_NAMES.c.partner_id, down)],
        "minutes": [(Visit.minutes_all, down)], "people": [(Visit.people_all, down)]}
    latest = True if filters.sort == "partner" else down
    return [(column, descending is not reverse) for column, descending in
            (*first[filters.sort], (Visit.held_on, latest), (Visit.id, latest))]


def _in_order(query: Select[Any], filters: VisitFilters, *, reverse: bool = False) -> Select[Any]:
    return _named(query, filters).order_by(
        *(column.desc() if down else column.asc() for column, down in _keys(filters, reverse=reverse)))


def _named(query: Select[Any], filters: VisitFilters) -> Select[Any]:
    """With the leading partner, where its name is asked for. Every visit has one that leads."""
    if filters.sort != "partner":
        return query
    return (query.join(_LEAD, and_(_LEAD.visit_id == Visit.id, _LEAD.position == 0))
            .join(_NAMES, _NAMES.c.partner_id == _LEAD.partner_id))


def _start(filters: VisitFilters, viewer: User, public_id: str) -> tuple[Any, ...] | None:
    """The keys of the visit a page is counted from; None where there is none that this viewer may see."""
    query = _named(select(*(column for column, _down in _keys(filters))).select_from(Visit), filters)
    row = db.session.execute(query.where(Visit.public_id == public_id)).first()
    return tuple(row) if row is not None and open_among([row[-1]], filters, viewer) else None


def _beyond(keys: Sequence[tuple[Any, bool]], start: Sequence[Any]) -> ColumnElement[bool]:
    """What comes after these values of the keys."""
    (column, down), value = keys[0], start[0]
    further: ColumnElement[bool] = column < value if down else column > value
    if len(keys) == 1:
        return further
    # The plain comparison in front is what an index can begin at.
    return and_(column <= value if down else column >= value,
                or_(further, and_(column == value, _beyond(keys[1:], start[1:]))))
