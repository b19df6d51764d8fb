"""Reading visits, loans, observations, and the choices of the short form.

A visit is visible only to who may see every partner of it: its date alone could reveal one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Select, case, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.library.models import District
from outreach.library.queries import find_profile, list_branches, list_terms
from outreach.offers.queries import list_offers
from outreach.partners.listing import list_mine
from outreach.partners.protection import OpenPartner, PartnerView, public_name
from outreach.partners.queries import find_open_by_text, get_open_partner_by_id, views_by_id, visible_ids
from outreach.partners.shared_records import (
    OpenSharedRecord,
    SharedRecord,
    all_partners_visible,
    open_partners_of,
    with_partners,
)
from outreach.users.models import User
from outreach.users.queries import list_users
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    WAYS,
    Observation,
    RoundingKey,
    Visit,
    VisitColleague,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
)

_WHOLE = (joinedload(Visit.owner), joinedload(Visit.branch), selectinload(Visit.partners),
          selectinload(Visit.colleagues), selectinload(Visit.offers).joinedload(VisitOffer.offer),
          selectinload(Visit.things))


@dataclass(frozen=True)
class VisitView(SharedRecord):
    """A visit with its partners as the viewer may see them; in a list all of them are open."""

    visit: Visit
    partners: tuple[PartnerView, ...]


@dataclass(frozen=True)
class OpenVisit(OpenSharedRecord):
    """A visit whose partners are all open to the viewer, whole; the first partner leads."""

    visit: Visit
    partners: tuple[OpenPartner, ...]


def get_visit(public_id: str, viewer: User | None, *, lock: bool = False) -> OpenVisit:
    """The whole visit. NotFound, also where one of several partners is not open to the viewer, or PartnerHiddenError
    where the only one is not. `lock`: whoever changes it waits until whoever is changing or deleting it is done, and
    finds it as it is then."""
    if lock:
        db.session.scalar(select(Visit.id).where(Visit.public_id == public_id).with_for_update())
    visit = db.session.scalar(select(Visit).where(Visit.public_id == public_id).options(*_WHOLE))
    if visit is None:
        raise NotFound
    return OpenVisit(visit, open_partners_of(visit, viewer))


def _for_viewer(viewer: User | None) -> Select[Any]:
    return select(Visit).where(all_partners_visible(Visit.partners, viewer)).options(
        selectinload(Visit.partners), selectinload(Visit.colleagues), joinedload(Visit.owner))


def _views(visits: Sequence[Visit], viewer: User | None) -> list[VisitView]:
    return [VisitView(visit, partners) for visit, partners in with_partners(visits, viewer)]


def list_latest(viewer: User, *, limit: int = 20) -> list[VisitView]:
    """Visits that were held or cancelled, the latest first."""
    query = (_for_viewer(viewer).where(Visit.state != VisitState.PLANNED)
             .order_by(Visit.held_on.desc(), Visit.id.desc()).limit(limit))
    return _views(db.session.scalars(query).all(), viewer)


def list_passed(viewer: User, today: date, *, mine_only: bool = False, limit: int = 20) -> list[VisitView]:
    """Planned visits of past days that nobody has written up; the latest first."""
    query = (_for_viewer(viewer).where(Visit.state == VisitState.PLANNED, Visit.held_on < today)
             .order_by(Visit.held_on.desc(), Visit.id.desc()).limit(limit))
    if mine_only:
        query = query.where(Visit.colleagues.any(user_id=viewer.id))
    return _views(db.session.scalars(query).all(), viewer)


def list_for_partner(partner: OpenPartner, viewer: User, *, limit: int = 200) -> list[VisitView]:
    """A partner's visits, the latest first, without those together with a partner hidden from the viewer."""
    query = (_for_viewer(viewer).join(VisitPartner).where(VisitPartner.partner_id == partner.id)
             .order_by(Visit.held_on.desc(), Visit.id.desc()).limit(limit))
    return _views(db.session.scalars(query).unique().all(), viewer)


def list_shared(partner: OpenPartner) -> list[Visit]:
    """The visits, whole, that a partner has together with others, whoever asks; the first made first."""
    link = aliased(VisitPartner)
    query = (select(Visit).join(VisitPartner).where(VisitPartner.partner_id == partner.id, exists().where(
        link.visit_id == Visit.id, link.partner_id != partner.id).correlate(Visit)).order_by(Visit.id).options(*_WHOLE))
    return list(db.session.scalars(query).unique())


def find_last_held(partner: OpenPartner, viewer: User, before: date | None = None) -> Visit | None:
    """The latest held visit, whole, that the viewer may see; `before` leaves out that day and later ones."""
    query = (_for_viewer(viewer).join(VisitPartner)
             .where(VisitPartner.partner_id == partner.id, VisitPartner.state == VisitState.HELD)
             .order_by(Visit.held_on.desc(), Visit.id.desc()).limit(1).options(*_WHOLE))
    if before is not None:
        query = query.where(VisitPartner.held_on < before)
    return db.session.scalar(query)


def list_on_day(partner: OpenPartner, viewer: User, day: date) -> list[Visit]:
    """The partner's visits of that day that the viewer may see, cancelled ones left out, the first made first."""
    query = (_for_viewer(viewer).join(VisitPartner)
             .where(VisitPartner.partner_id == partner.id, VisitPartner.held_on == day,
                    VisitPartner.state != VisitState.CANCELLED)
             .order_by(Visit.id).options(*_WHOLE))
    return list(db.session.scalars(query).unique())


def find_by_form_key(form_key: str, by: User) -> Visit | None:
    """The visit that was recorded with this colleague's one-time key."""
    return db.session.scalar(select(Visit).where(Visit.form_key == stored_form_key(form_key, by))) if form_key else None


def stored_form_key(form_key: str, by: User) -> str:
    """A one-time key as it is stored: with its colleague's id, so that keys of two colleagues never collide, and
    hashed, since any text may be sent as a key."""
    return f"{by.id}:{sha256(form_key.encode('utf-8', 'replace')).hexdigest()[:40]}"


def list_upcoming(viewer: User, today: date, *, mine_only: bool = False, limit: int = 30) -> list[VisitView]:
    """Planned visits from today on, the next one first."""
    query = (_for_viewer(viewer).where(Visit.state == VisitState.PLANNED, Visit.held_on >= today)
             .order_by(Visit.held_on, Visit.starts_at, Visit.id).limit(limit))
    if mine_only:
        query = query.where(Visit.colleagues.any(user_id=viewer.id))
    return _views(db.session.scalars(query).all(), viewer)


def last_held_on(partner_ids: Iterable[int]) -> dict[int, date]:
    """The day of the latest held visit of each partner that has one, by inner key."""
    ids = set(partner_ids)
    if not ids:
        return {}
    query = (select(VisitPartner.partner_id, func.max(VisitPartner.held_on))
             .where(VisitPartner.partner_id.in_(ids), VisitPartner.state == VisitState.HELD)
             .group_by(VisitPartner.partner_id))
    return dict(db.session.execute(query).tuples().all())


def contact_rows() -> Select[int, date]:
    """(partner_id, day) of every held visit, for the date of last contact."""
    return select(VisitPartner.partner_id.label("partner_id"), VisitPartner.held_on.label("day")).where(
        VisitPartner.state == VisitState.HELD)


MOST_RECENT = 6
#: More names than this no phone keeps; whoever has more partners finds the rest when the net is back.
MOST_NAMES = 3000
_NEAR = timedelta(days=3)


def list_recent_partners(viewer: User, today: date, limit: int = MOST_RECENT) -> list[OpenPartner]:
    """Partners to choose from first: visits planned about now, then the viewer's latest ones, then those they own."""
    near = case((Visit.state == VisitState.PLANNED, Visit.held_on.between(today - _NEAR, today + _NEAR)), else_=False)
    query = (select(VisitPartner.partner_id)
             .join(Visit, Visit.id == VisitPartner.visit_id)
             .join(VisitColleague, VisitColleague.visit_id == Visit.id)
             .where(VisitColleague.user_id == viewer.id, Visit.state != VisitState.CANCELLED)
             .group_by(VisitPartner.partner_id)
             .order_by(func.max(case((near, 1), else_=0)).desc(), func.max(Visit.held_on).desc(),
                       VisitPartner.partner_id).limit(3 * limit))
    ids = list(db.session.scalars(query))
    seen = views_by_id(ids, viewer)
    candidates = [*(seen[id_] for id_ in ids), *list_mine(viewer, limit)]
    recent = {partner.id: partner for partner in candidates if isinstance(partner, OpenPartner) and partner.is_present}
    return list(recent.values())[:limit]


def list_names(viewer: User) -> list[tuple[str, str]]:
    """(public id, name) of every partner this colleague can log a visit for, by name; a protected one under its code
    name, since a phone can be lost."""
    partners = find_open_by_text(viewer, "", MOST_NAMES)
    return [(partner.public_id, public_name(partner)) for partner in partners]


def allowed_names(partners: Sequence[OpenPartner]) -> frozenset[str]:
    """Names that may stand in a text: colleagues, the partners and their contacts, places and offers, in any case."""
    profile = find_profile()
    words = [profile.name, profile.city] if profile else []
    words += [user.name for user in list_users(active_only=False)]
    words += [f"{branch.name} {branch.address}" for branch in list_branches(active_only=False)]
    words += [f"{term.label_da} {term.label_en}" for term in list_terms(District, active_only=False)]
    words += [f"{offer.name} {offer.headline_da} {offer.headline_en}" for offer in list_offers(active_only=False)]
    for partner in partners:
        words += [partner.name, partner.code_name, partner.address, partner.city]
        words += [f"{contact.name} {contact.role}" for contact in partner.contacts]
    return frozenset(words)


@dataclass(frozen=True)
class Loan:
    """Something lent, the visit it was left at, and the partner it stands at (the one that leads the visit)."""

    thing: VisitThing
    visit: Visit
    partner: OpenPartner

    def is_late(self, today: date) -> bool:
        """Whether it should have been back before today."""
        return self.thing.came_back_on is None and self.thing.back_by is not None and self.thing.back_by < today


def _out(viewer: User | None) -> Any:
    """Query of things on loan whose visit's partners are all open to the viewer; the first due first."""
    hidden = exists().where(VisitPartner.visit_id == Visit.id,
                            VisitPartner.partner_id.not_in(visible_ids(viewer))).correlate(Visit)
    return (select(VisitThing, Visit, VisitPartner.partner_id)
            .join(Visit, Visit.id == VisitThing.visit_id)
            .join(VisitPartner, (VisitPartner.visit_id == Visit.id) & (VisitPartner.position == 0))
            .where(VisitThing.is_lent, VisitThing.came_back_on.is_(None), Visit.state == VisitState.HELD, ~hidden)
            .order_by(VisitThing.back_by.is_(None), VisitThing.back_by, VisitThing.id))


def _loans(query: Any, viewer: User | None) -> list[Loan]:
    rows = db.session.execute(query).all()
    partners = views_by_id((partner_id for _thing, _visit, partner_id in rows), viewer)
    return [Loan(thing, visit, partner) for thing, visit, partner_id in rows
            if isinstance(partner := partners[partner_id], OpenPartner)]


def list_loans(viewer: User, *, late_on: date | None = None, limit: int = 30) -> list[Loan]:
    """Things on loan, the first due first; with `late_on` only those due before that day."""
    query = _out(viewer).limit(limit)
    return _loans(query if late_on is None else query.where(VisitThing.back_by < late_on), viewer)


def list_loans_of(partner: OpenPartner, viewer: User) -> list[Loan]:
    """Things on loan at one partner, the first due first."""
    return _loans(_out(viewer).where(VisitPartner.partner_id == partner.id), viewer)


def get_loan(public_id: str, viewer: User) -> Loan:
    """A loan, returned or not. NotFound, or PartnerHiddenError where its visit is not open to the viewer."""
    row = db.session.execute(select(VisitThing, Visit).join(Visit, Visit.id == VisitThing.visit_id)
                             .where(VisitThing.public_id == public_id, VisitThing.is_lent)).first()
    if row is None:
        raise NotFound
    return Loan(row[0], row[1], open_partners_of(row[1], viewer)[0])


def get_observation(public_id: str, viewer: User) -> tuple[Observation, OpenPartner]:
    """One observation with its partner. NotFound, or PartnerHiddenError where the partner is not open to the viewer."""
    observation = db.session.scalar(select(Observation).where(Observation.public_id == public_id)
                                    .options(joinedload(Observation.noted_by)))
    if observation is None:
        raise NotFound
    return observation, get_open_partner_by_id(observation.partner_id, viewer)


def list_observations_for_partner(partner: OpenPartner, limit: int = 100) -> list[Observation]:
    """A partner's observations, the latest first."""
    query = (select(Observation).where(Observation.partner_id == partner.id)
             .order_by(Observation.observed_on.desc(), Observation.id.desc()).limit(limit)
             .options(joinedload(Observation.noted_by)))
    return list(db.session.scalars(query))


def list_loose_observations(public_ids: Iterable[str], partner_ids: Collection[int]) -> list[Observation]:
    """Those of these observations, of these partners, that belong to no visit. For the service."""
    query = select(Observation).where(Observation.public_id.in_(list(public_ids)), Observation.visit_id.is_(None),
                                      Observation.partner_id.in_(partner_ids)).order_by(Observation.id)
    return list(db.session.scalars(query))


def list_observations_from(visit: Visit) -> list[Observation]:
    """What was observed in connection with one visit, the latest first. For who may see the visit."""
    query = (select(Observation).where(Observation.visit_id == visit.id)
             .order_by(Observation.observed_on.desc(), Observation.id.desc())
             .options(joinedload(Observation.noted_by)))
    return list(db.session.scalars(query))


# Visits by partner and month. For the service only: nobody's right to see a partner is asked here.

#: Columns of a partner that its month takes from the last visit: name in the month, column at the visit.
PARTNER_COLUMNS = {"sector_id": VisitPartner.sector_id, "kind_id": VisitPartner.partner_kind_id,
                   "district_id": VisitPartner.district_id, "target_group_id": VisitPartner.target_group_id,
                   "stage": VisitPartner.stage, "branch_id": Visit.branch_id}


def iter_month_visits(partner_ids: Collection[int], first: date | None = None, last: date | None = None) -> Iterator[
        Row[Any]]:
    """The partners' visits that were held or cancelled between two days, by partner and day: SUMMED_COLUMNS, whether
    the partner `leads`, and the columns of PARTNER_COLUMNS under their name with `partner_` before it."""
    query = (select(VisitPartner.partner_id, VisitPartner.held_on, VisitPartner.state, Visit.kind, Visit.cancelled_by,
                    (VisitPartner.position == 0).label("leads"),
                    *(getattr(Visit, name) for name in (*MINUTES, *COUNTS, *WAYS)),
                    *(column.label(f"partner_{name}") for name, column in PARTNER_COLUMNS.items()),
                    case((Visit.learnt != "", 1), else_=0).label("learnt"), *_counts_of_offers_and_things())
             .join(Visit, Visit.id == VisitPartner.visit_id)
             .where(VisitPartner.partner_id.in_(partner_ids), VisitPartner.state != VisitState.PLANNED)
             .order_by(VisitPartner.partner_id, VisitPartner.held_on, VisitPartner.visit_id))
    if first is not None and last is not None:
        query = query.where(VisitPartner.held_on.between(first, last))
    yield from db.session.execute(query.execution_options(yield_per=5000))


def _counts_of_offers_and_things() -> tuple[Any, ...]:
    offers = (select(func.count()).where(VisitOffer.visit_id == Visit.id).correlate(Visit).scalar_subquery())
    lent, given = (
        select(func.coalesce(func.sum(case((VisitThing.is_lent == is_lent, VisitThing.number), else_=0)), 0))
        .where(VisitThing.visit_id == Visit.id).correlate(Visit).scalar_subquery() for is_lent in (True, False))
    return offers.label("offers_shown"), lent.label("things_lent"), given.label("things_given")


def list_visited_partner_ids() -> list[int]:
    """The inner keys of all partners that have a visit."""
    return list(db.session.scalars(select(VisitPartner.partner_id).distinct().order_by(VisitPartner.partner_id)))


def find_rounding_key() -> str | None:
    """The secret small counts are rounded by, in hexadecimal; None where none has been made."""
    return db.session.scalar(select(RoundingKey.value))
