"""The log's rows for a file, streamed.

A file holds only visits whose partners are all unprotected, and people by partner and month as rounded counts, whoever
asks: it is the same for everybody and may be passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, and_, exists, select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.i18n import localized
from outreach.library.models import District, Kind, Sector, TargetGroup
from outreach.library.queries import list_branches, list_terms
from outreach.offers.queries import list_offers
from outreach.partners.queries import open_sort_keys, views_by_id
from outreach.reports.queries.protected_totals import find_protected_totals
from outreach.users.models import User
from outreach.visit_log.columns import PeopleLine, VisitLine
from outreach.visit_log.filters import VisitFilters
from outreach.visit_log.queries.conditions import conditions, hidden_from, month_after
from outreach.visit_log.queries.pages import ordered
from outreach.visits import labels
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    WAYS,
    PartnerMonth,
    Visit,
    VisitColleague,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
)

_AT_A_TIME = 2000
_COLUMNS = (Visit.id, Visit.public_id, Visit.held_on, Visit.kind, Visit.state, Visit.cancelled_by, Visit.branch_id,
            Visit.in_national_statistics, *(getattr(Visit, name) for name in (*MINUTES, *WAYS)))


def iter_visit_lines(filters: VisitFilters, viewer: User) -> Iterator[list[VisitLine]]:
    """The visits, some thousands at a time."""
    names = _Names()
    query = ordered(filters, viewer, _COLUMNS).execution_options(yield_per=_AT_A_TIME)
    for rows in db.session.execute(query).partitions():
        yield names.lines(rows)


def iter_people_lines(filters: VisitFilters, viewer: User) -> Iterator[list[PeopleLine]]:
    """The months of every partner that led a held visit that fits the filters, whole months, by partner."""
    lead, keys, names = VisitPartner, open_sort_keys(), _Names()
    one_of_them = exists().where(
        Visit.id == lead.visit_id, lead.partner_id == PartnerMonth.partner_id, lead.position == 0,
        lead.state == VisitState.HELD, lead.held_on >= PartnerMonth.month,
        lead.held_on < month_after(PartnerMonth.month), *conditions(filters, viewer), ~hidden_from(filters, viewer)
    ).correlate(PartnerMonth)
    query = (select(PartnerMonth.partner_id, PartnerMonth.month, *_rounded())
             .join(keys, keys.c.partner_id == PartnerMonth.partner_id)
             .where(PartnerMonth.month.between(filters.scope.period.first, filters.scope.period.last), one_of_them)
             .order_by(keys.c.sort_key, PartnerMonth.partner_id, PartnerMonth.month))
    for rows in db.session.execute(query.execution_options(yield_per=_AT_A_TIME)).partitions():
        partners = names.of_partners(row.partner_id for row in rows)
        yield [PeopleLine(row.month, partners[row.partner_id],
                          {name: getattr(row, f"rounded_{name}") for name in COUNTS}) for row in rows]


def find_protected_people(filters: VisitFilters, viewer: User) -> dict[str, int] | None:
    """People at all protected partners together. None where only some visits are chosen, or where the sum may not be
    shown (`reports.queries.protected_totals`)."""
    if not filters.is_whole_period:
        return None
    totals = find_protected_totals(replace(filters.scope, for_export=True), viewer, clock.today())
    return totals.people if totals else None


def restrict_to_export(filters: VisitFilters) -> VisitFilters:
    """The same for a file: only what may leave, and not in the order of exact counts, which would reveal them."""
    return replace(filters, scope=replace(filters.scope, for_export=True),
                   sort="date" if filters.sort == "people" else filters.sort)


def _rounded() -> list[Any]:
    return [getattr(PartnerMonth, f"rounded_{name}") for name in COUNTS]


@dataclass
class _Names:
    """What ids are called, looked up once."""

    def __post_init__(self) -> None:
        vocabularies: tuple[Any, ...] = (Sector, Kind, District, TargetGroup)
        self._terms = {model: {row.id: localized(row, "label") for row in list_terms(model, active_only=False)}
                       for model in vocabularies}
        self._branches = {row.id: row.name for row in list_branches(active_only=False)}
        self._offers = {row.id: row.name for row in list_offers(active_only=False)}
        self._partners: dict[int, str] = {}
        # Once, and not for each of a million rows.
        self._kinds = {kind: str(label) for kind, label in labels.KINDS.items()}
        self._states = {state: str(label) for state, label in (*labels.STATES.items(), *labels.CANCELLED.items())}
        self._ways = {way: str(label) for way, label in labels.WAYS.items()}
        self._counted = {True: _("ja"), False: _("nej")}

    def of_partners(self, ids: Any) -> dict[int, str]:
        """The names of unprotected partners, as they grow."""
        new = set(ids) - set(self._partners)
        # Without a viewer only unprotected partners are open; a protected one is never among these rows.
        self._partners |= {key: partner.display_name for key, partner in views_by_id(new, None).items()
                           if partner.is_open}
        return self._partners

    def lines(self, rows: Sequence[Row[Any]]) -> list[VisitLine]:
        """These visits with all that hangs on them."""
        ids = [row.id for row in rows]
        leads, partners = self._at_them(ids)
        colleagues = _grouped(ids, select(VisitColleague.visit_id, VisitColleague.name).order_by(VisitColleague.id))
        offers = _grouped(ids, select(VisitOffer.visit_id, VisitOffer.offer_id).order_by(VisitOffer.offer_id))
        things = _grouped(ids, select(VisitThing.visit_id, VisitThing.is_lent, VisitThing.number, VisitThing.what)
                          .order_by(VisitThing.position))
        return [VisitLine(
            held_on=row.held_on, partners=", ".join(partners[row.id]), kind=self._kinds[row.kind],
            state=self._states[row.cancelled_by or row.state], branch=self._branches.get(row.branch_id, ""),
            sector=self._term(Sector, leads[row.id].sector_id),
            kind_of_partner=self._term(Kind, leads[row.id].partner_kind_id),
            district=self._term(District, leads[row.id].district_id),
            target_group=self._term(TargetGroup, leads[row.id].target_group_id),
            colleagues=", ".join(colleague.name for colleague in colleagues.get(row.id, ())),
            minutes={name: getattr(row, name) for name in MINUTES},
            offers=", ".join(self._offers[offer.offer_id] for offer in offers.get(row.id, ())),
            lent=_things(things.get(row.id, ()), lent=True), given=_things(things.get(row.id, ()), lent=False),
            ways=", ".join(label for name, label in self._ways.items() if getattr(row, name)),
            counted=self._counted[row.in_national_statistics],
            address=row.public_id) for row in rows]

    def _at_them(self, ids: Sequence[int]) -> tuple[dict[int, Row[Any]], dict[int, list[str]]]:
        query = (select(VisitPartner.visit_id, VisitPartner.partner_id, VisitPartner.sector_id,
                        VisitPartner.partner_kind_id, VisitPartner.district_id, VisitPartner.target_group_id)
                 .order_by(VisitPartner.visit_id, VisitPartner.position))
        links = _grouped(ids, query)
        names = self.of_partners(link.partner_id for of_visit in links.values() for link in of_visit)
        return ({key: of_visit[0] for key, of_visit in links.items()},
                {key: [names[link.partner_id] for link in of_visit] for key, of_visit in links.items()})

    def _term(self, model: type[Any], key: int | None) -> str:
        return self._terms[model].get(key, "") if key is not None else ""


def _grouped(ids: Sequence[int], query: Any) -> dict[int, list[Row[Any]]]:
    column = query.selected_columns[0]
    rows_by_visit: dict[int, list[Row[Any]]] = {}
    for row in db.session.execute(query.where(and_(column.in_(ids)))):
        rows_by_visit.setdefault(row[0], []).append(row)
    return rows_by_visit


def _things(things: Sequence[Row[Any]], *, lent: bool) -> str:
    return ", ".join(f"{thing.number} × {thing.what}" if thing.number > 1 else thing.what
                     for thing in things if thing.is_lent is lent)
