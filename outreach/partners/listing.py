"""The list of partners: search by parts of words, filters, order and pages, in a fixed number of queries.

A partner that is hidden from the viewer is listed with its code name, sector, stage and owner only: no search, filter,
sort or count uses anything else of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, null, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from outreach.core.db import db
from outreach.core.formatting import like_pattern, search_key
from outreach.partners.contact import ContactTerms
from outreach.partners.models import Partner, PartnerTargetGroup
from outreach.partners.protection import PartnerView, sort_key_for, view, visible_to
from outreach.partners.stages import Stage
from outreach.users.models import User

PAGE_SIZE = 50
SORTS = ("name", "stage", "changed", "contact")
#: Values of the filter by the last contact.
CONTACTS = ("silent", "red")
_MOST_WORDS = 8


@dataclass(frozen=True)
class Filters:
    """What the reader asks for. Words are found in any order; public ids choose; None chooses nothing."""

    q: str = ""
    stage: Stage | None = None
    sector: str | None = None
    kind: str | None = None
    target_group: str | None = None
    district: str | None = None
    owner: str | None = None
    branch: str | None = None
    contact: str | None = None
    archived: bool = False
    sort: str = "name"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the archive was chosen."""
        return any((self.q, self.stage, self.sector, self.kind, self.target_group, self.district, self.owner,
                    self.branch, self.contact))


@dataclass(frozen=True)
class Page:
    """One page of the list: rows as the viewer may see them, its number from 1, how many pages and partners in all."""

    rows: list[PartnerView] = field(default_factory=list)
    number: int = 1
    pages: int = 1
    total: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """The words a search can mean, loaded once per page: they are offered as filters too."""

    kinds: Any
    sectors: Any
    districts: Any
    target_groups: Any


def list_page(viewer: User | None, filters: Filters, vocabulary: Vocabulary, number: int = 1,
              contact_terms: ContactTerms | None = None) -> Page:
    """One page of partners. A number beyond the last page gives the last page. `contact_terms` is needed to filter and
    sort by the last contact."""
    condition = _condition(viewer, filters, vocabulary)
    base = select(Partner.id).join(Partner.owner, isouter=True)
    joined_terms = contact_terms if filters.contact or filters.sort == "contact" else None
    if joined_terms is not None:
        base = base.join(joined_terms.last, joined_terms.last.c.partner_id == Partner.id, isouter=True)
        condition = and_(condition, _by_contact(viewer, filters, joined_terms))
    total = db.session.scalar(select(func.count()).select_from(base.where(condition).subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), pages)
    query = (
        select(Partner, visible_to(viewer)).join(Partner.owner, isouter=True).where(condition)
        .options(joinedload(Partner.kind), joinedload(Partner.sector), joinedload(Partner.district),
                 joinedload(Partner.branch), joinedload(Partner.owner),
                 selectinload(Partner.target_groups).joinedload(PartnerTargetGroup.target_group))
        .order_by(*_order(viewer, filters.sort, joined_terms)).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    if joined_terms is not None:
        query = query.join(joined_terms.last, joined_terms.last.c.partner_id == Partner.id, isouter=True)
    rows = [view(partner, visible=visible) for partner, visible in db.session.execute(query)]
    return Page(rows, number, pages, total)


def _by_contact(viewer: User | None, filters: Filters, contact_terms: ContactTerms) -> ColumnElement[bool]:
    """The condition of the contact filter; a hidden partner never meets it."""
    limits = {"silent": contact_terms.yellow, "red": contact_terms.red}.get(filters.contact or "")
    return and_(visible_to(viewer), contact_terms.overdue_since(limits)) if limits is not None else true()


def count_partners(viewer: User | None) -> int:
    """How many present partners there are for this viewer, hidden ones included."""
    return db.session.scalar(select(func.count(Partner.id)).where(_present(viewer, archived=False))) or 0


def _present(viewer: User | None, *, archived: bool) -> ColumnElement[bool]:
    """The condition for present partners, or for archived ones that the viewer may see."""
    if archived:
        return and_(Partner.merged_into_id.is_(None), Partner.archived_at.is_not(None), visible_to(viewer))
    return and_(Partner.is_present)


def _condition(viewer: User | None, filters: Filters, vocabulary: Vocabulary) -> ColumnElement[bool]:
    visible = visible_to(viewer)
    conditions: list[Any] = [_present(viewer, archived=filters.archived)]
    if filters.stage:
        conditions.append(Partner.stage == filters.stage)
    if filters.sector:
        conditions.append(Partner.sector_id == _term_id(vocabulary.sectors, filters.sector))
    if filters.owner:
        conditions.append(User.public_id == filters.owner)
    # The values below are not shown of a hidden partner, so these filters leave it out.
    if filters.kind:
        conditions.append(and_(visible, Partner.kind_id == _term_id(vocabulary.kinds, filters.kind)))
    if filters.district:
        conditions.append(and_(visible, Partner.district_id == _term_id(vocabulary.districts, filters.district)))
    if filters.target_group:
        conditions.append(and_(visible, Partner.target_groups.any(
            PartnerTargetGroup.target_group_id == _term_id(vocabulary.target_groups, filters.target_group))))
    if filters.branch:
        conditions.append(and_(visible, Partner.branch.has(public_id=filters.branch)))
    conditions += [_has_word(word, visible, vocabulary) for word in search_key(filters.q).split()[:_MOST_WORDS]]
    return and_(*conditions)


def _has_word(word: str, visible: ColumnElement[bool], vocabulary: Vocabulary) -> ColumnElement[bool]:
    """One word somewhere in what the viewer may see; of a hidden partner only in its code name."""
    pattern = like_pattern(word)
    matches: list[ColumnElement[bool]] = [Partner.search_key.like(pattern, escape="\\")]
    for column, terms in ((Partner.kind_id, vocabulary.kinds), (Partner.district_id, vocabulary.districts),
                          (Partner.sector_id, vocabulary.sectors)):
        ids = _terms_with(word, terms)
        if ids:
            matches.append(column.in_(ids))
    groups = _terms_with(word, vocabulary.target_groups)
    if groups:
        matches.append(Partner.target_groups.any(PartnerTargetGroup.target_group_id.in_(groups)))
    return or_(and_(visible, or_(*matches)), and_(not_(visible), Partner.code_search_key.like(pattern, escape="\\")))


def _terms_with(word: str, terms: Any) -> list[int]:
    """The vocabulary words with this part in a label of either language: few enough to look through here."""
    return [term.id for term in terms if word in search_key(f"{term.label_da} {term.label_en}")]


def _term_id(terms: Any, key: str) -> int:
    """The inner key of a vocabulary word; 0, which no row has, for a word that is gone."""
    return next((term.id for term in terms if term.key == key), 0)


def _order(viewer: User | None, sort: str, contact_terms: ContactTerms | None = None) -> list[Any]:
    by_name = [sort_key_for(viewer), Partner.id]
    if sort == "contact" and contact_terms is not None:
        # The longest overdue first; then those without a cadence and hidden ones, by name.
        age = case((visible_to(viewer), contact_terms.age()), else_=null())
        return [age.is_(None), age, *by_name]
    if sort == "stage":
        return [case(*((Partner.stage == stage, place) for place, stage in enumerate(Stage))), *by_name]
    if sort == "changed":
        # The last change of a hidden partner is not shown: those come last, by name.
        visible = visible_to(viewer)
        return [case((visible, 0), else_=1), case((visible, Partner.updated_at), else_=null()).desc(), *by_name]
    return by_name


def list_mine(viewer: User, limit: int = 12) -> list[PartnerView]:
    """The present partners this colleague owns, last changed first."""
    query = (select(Partner, visible_to(viewer))
             .where(Partner.owner_id == viewer.id, _present(viewer, archived=False))
             .options(joinedload(Partner.kind), joinedload(Partner.sector), joinedload(Partner.district),
                      joinedload(Partner.owner))
             .order_by(Partner.updated_at.desc(), Partner.id).limit(limit))
    return [view(partner, visible=visible) for partner, visible in db.session.execute(query)]
