"""Reading visits. A visit is there only for who may see every partner of it: its date alone would tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.partners.protection import OpenPartner, PartnerView
from outreach.partners.shared_records import (
    OpenSharedRecord,
    SharedRecord,
    all_partners_visible,
    open_partners_of,
    with_partners,
)
from outreach.users.models import User
from outreach.visits.models import Visit, VisitOffer, VisitPartner, VisitState

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
    """Visits planned for a day that has gone, and nobody has said how they went; the latest first."""
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


def find_made_with(form_key: str, by: User) -> Visit | None:
    """The visit that this colleague's one-time key has made already."""
    return db.session.scalar(select(Visit).where(Visit.form_key == made_key(form_key, by))) if form_key else None


def made_key(form_key: str, by: User) -> str:
    """A one-time key as it is kept: with its colleague, so that nobody meets another's, and hashed, as anything may be
    sent as a key."""
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
    """(partner_id, day) of every held visit: one part of the contact clock."""
    return select(VisitPartner.partner_id.label("partner_id"), VisitPartner.held_on.label("day")).where(
        VisitPartner.state == VisitState.HELD)
