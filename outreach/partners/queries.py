"""Reading partners. Everything comes back as a `PartnerView`; see `protection`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.core.formatting import like_pattern
from outreach.partners.models import (
    CircleMember,
    Partner,
    PartnerAgreement,
    PartnerEnding,
    PartnerOpening,
    PartnerTargetGroup,
)
from outreach.partners.protection import (
    OpenPartner,
    PartnerHiddenError,
    PartnerView,
    RedactedPartner,
    has_in_circle,
    sort_key_for,
    view,
    visible_to,
)
from outreach.partners.stages import Stage
from outreach.users.models import User

_HEAD = (joinedload(Partner.sector), joinedload(Partner.owner), joinedload(Partner.kind), joinedload(Partner.branch),
         joinedload(Partner.district))


def _select(viewer: User | None) -> Any:
    return select(Partner, visible_to(viewer)).options(*_HEAD)


def _one(query: Any) -> PartnerView:
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return view(row[0], visible=row[1])


def get_partner(public_id: str, viewer: User | None) -> PartnerView:
    """The partner as this viewer may see it. NotFound where there is none."""
    return _one(_select(viewer).where(Partner.public_id == public_id))


def get_open_partner(public_id: str, viewer: User | None) -> OpenPartner:
    """The partner; its needs, quotes and so on are read where they are used, each kind in one query. PartnerHiddenError
    where the viewer may not see it."""
    partner = _one(_select(viewer).where(Partner.public_id == public_id))
    if isinstance(partner, RedactedPartner):
        raise PartnerHiddenError(partner)
    return partner


def is_open_to(partner: OpenPartner, viewer: User | None) -> bool:
    """Whether the viewer may see a partner still, which is not read again for that."""
    return bool(db.session.scalar(select(visible_to(viewer)).where(Partner.id == partner.id)))


def find_open_by_public_id(public_id: str, viewer: User | None) -> OpenPartner | None:
    """The partner, or None where there is none or the viewer may not see it. The id may come from outside."""
    row = db.session.execute(_select(viewer).where(Partner.public_id == public_id, visible_to(viewer))).first()
    return OpenPartner(row[0]) if row else None


def get_open_partner_by_id(partner_id: int, viewer: User | None) -> OpenPartner:
    """As `get_open_partner`, by the inner key that other features keep."""
    partner = _one(_select(viewer).where(Partner.id == partner_id))
    if isinstance(partner, RedactedPartner):
        raise PartnerHiddenError(partner)
    return partner


def views_by_id(partner_ids: Iterable[int], viewer: User | None) -> dict[int, PartnerView]:
    """Several partners at once, as this viewer may see them, by inner key."""
    ids = set(partner_ids)
    if not ids:
        return {}
    rows = db.session.execute(_select(viewer).where(Partner.id.in_(ids))).all()
    return {partner.id: view(partner, visible=visible) for partner, visible in rows}


def list_openings(partner: OpenPartner, limit: int = 20) -> list[PartnerOpening]:
    """Who opened a protected partner and why, newest first. For the circle."""
    query = (select(PartnerOpening).where(PartnerOpening.partner_id == partner.id)
             .order_by(PartnerOpening.opened_at.desc()).limit(limit).options(joinedload(PartnerOpening.user)))
    return list(db.session.scalars(query))


def opened_until(partner: OpenPartner, viewer: User) -> datetime | None:
    """Until when a protected partner is open to a colleague who said why; None where it never was."""
    return db.session.scalar(select(func.max(PartnerOpening.expires_at)).where(
        PartnerOpening.partner_id == partner.id, PartnerOpening.user_id == viewer.id))


def list_openings_for(viewer: User, since: datetime) -> list[tuple[PartnerOpening, OpenPartner]]:
    """Who opened a partner whose circle this colleague is in, newest first, others than themselves."""
    query = (select(PartnerOpening, Partner).join(Partner, Partner.id == PartnerOpening.partner_id)
             .where(has_in_circle(viewer), PartnerOpening.opened_at > since, PartnerOpening.user_id != viewer.id)
             .options(joinedload(PartnerOpening.user))
             .order_by(PartnerOpening.opened_at.desc(), PartnerOpening.id.desc()).limit(20))
    return [(opening, OpenPartner(partner)) for opening, partner in db.session.execute(query)]


def list_circle_ids(viewer: User) -> list[int]:
    """The inner keys of the protected partners whose circle this colleague is in."""
    return list(db.session.scalars(select(Partner.id).where(has_in_circle(viewer), Partner.is_protected)
                                   .order_by(Partner.id)))


def list_owned_by(owner: User, viewer: User) -> list[PartnerView]:
    """The present partners a colleague is there for, as another colleague may see them, by name; with contacts."""
    query = (_select(viewer).where(Partner.owner_id == owner.id, Partner.is_present)
             .options(selectinload(Partner.contacts)).order_by(sort_key_for(viewer), Partner.id))
    return [view(partner, visible=visible) for partner, visible in db.session.execute(query)]


def list_circles_of(colleague: User, viewer: User) -> list[OpenPartner]:
    """The present protected partners in whose circle a colleague is, without owning them; only those that are open to
    the viewer, since who is in a circle is nobody else's to know."""
    member = exists().where(and_(CircleMember.partner_id == Partner.id, CircleMember.user_id == colleague.id))
    query = (_select(viewer).where(member, Partner.is_protected, visible_to(viewer), Partner.is_present)
             .options(selectinload(Partner.contacts)).order_by(Partner.sort_key, Partner.id))
    return [OpenPartner(row[0]) for row in db.session.execute(query)]


def count_owned() -> dict[int, int]:
    """How many present partners each colleague is there for, by the colleague's inner key."""
    query = (select(Partner.owner_id, func.count()).where(Partner.owner_id.is_not(None), Partner.is_present)
             .group_by(Partner.owner_id))
    return {owner_id: count for owner_id, count in db.session.execute(query) if owner_id is not None}


def visible_ids(viewer: User | None) -> Select[int]:
    """The inner keys of all partners this viewer may see, as a subquery for other features' conditions."""
    return select(Partner.id).where(visible_to(viewer))


def unprotected_ids() -> Select[int]:
    """The inner keys of all partners that everybody may see, as a subquery: what may leave the house."""
    return select(Partner.id).where(~Partner.is_protected)


def hidden_ids(viewer: User | None) -> Select[int]:
    """The inner keys of the few partners that this viewer may not see, as a subquery."""
    return select(Partner.id).where(~visible_to(viewer))


def protected_ids() -> Select[int]:
    """The inner keys of all protected partners, as a subquery: what must not leave the house."""
    return select(Partner.id).where(Partner.is_protected)


def list_ids_by_name(viewer: User | None) -> list[int]:
    """The inner keys of all partners this viewer may see, by name."""
    return list(db.session.scalars(select(Partner.id).where(visible_to(viewer))
                                   .order_by(Partner.sort_key, Partner.id)))


def open_sort_keys() -> Any:
    """(partner_id, sort_key) of every partner, to join where only partners that the viewer may see are left."""
    return select(Partner.id.label("partner_id"), Partner.sort_key).subquery("names")


def ids_found_by(viewer: User | None, text: str) -> Select[int]:
    """The inner keys of the partners this viewer may see whose search key holds `text`, as a subquery."""
    return select(Partner.id).where(visible_to(viewer), Partner.search_key.like(like_pattern(text), escape="\\"))


def finds_protected(viewer: User, text: str) -> bool:
    """Whether one of these words finds a protected partner that the viewer may see."""
    conditions = [Partner.search_key.like(like_pattern(word), escape="\\") for word in text.split()]
    return bool(conditions) and db.session.scalar(select(exists().where(
        Partner.is_protected, visible_to(viewer), or_(*conditions)))) is True


def public_ids(partner_ids: Iterable[int], *, lock: bool = False) -> dict[int, str]:
    """The opaque ids of partners by inner key. They say nothing about a partner, so anybody may have them. `lock`
    lets nobody else through here with the same partners until this transaction ends."""
    query = select(Partner.id, Partner.public_id).where(Partner.id.in_(set(partner_ids))).order_by(Partner.id)
    query = query.with_for_update(key_share=True) if lock else query
    return dict(db.session.execute(query).tuples().all())


def protected_among(partner_ids: Iterable[int], *, lock: bool = False) -> set[int]:
    """Which of these partners are protected right now. With `lock` nobody else makes one of them so until this
    transaction ends."""
    query = select(Partner.id, Partner.is_protected).where(Partner.id.in_(set(partner_ids))).order_by(Partner.id)
    query = query.with_for_update(key_share=True) if lock else query
    return {partner_id for partner_id, is_protected in db.session.execute(query) if is_protected}


def find_open_by_text(viewer: User | None, text: str, limit: int = 12, *,
                      protected: bool = True) -> list[OpenPartner]:
    """Partners this viewer may see whose search key holds `text`, by name; archived ones left out, and with
    `protected` False the protected ones too."""
    query = (_select(viewer).where(visible_to(viewer), Partner.is_present,
                                 Partner.search_key.like(like_pattern(text), escape="\\"))
             .order_by(Partner.sort_key, Partner.id).limit(limit))
    query = query if protected else query.where(~Partner.is_protected)
    return [OpenPartner(row[0]) for row in db.session.execute(query)]


def list_agreements(partner: OpenPartner) -> list[PartnerAgreement]:
    """The signed papers of a partnership, the newest first; the first one counts."""
    return list(db.session.scalars(
        select(PartnerAgreement).where(PartnerAgreement.partner_id == partner.id)
        .order_by(PartnerAgreement.signed_on.desc(), PartnerAgreement.id.desc())
        .options(joinedload(PartnerAgreement.file), joinedload(PartnerAgreement.by))))


def list_endings(partner: OpenPartner) -> list[PartnerEnding]:
    """The good endings there have been, the latest first."""
    return list(db.session.scalars(
        select(PartnerEnding).where(PartnerEnding.partner_id == partner.id)
        .order_by(PartnerEnding.ended_on.desc(), PartnerEnding.id.desc()).options(joinedload(PartnerEnding.by))))


def list_to_decide(viewer: User, until: date) -> list[OpenPartner]:
    """Partners of this colleague with whom we try something together and must decide by that day or have no day at
    all, the most urgent first."""
    query = (_select(viewer).where(visible_to(viewer), Partner.owner_id == viewer.id, Partner.stage == Stage.ENGAGEMENT,
                                 Partner.is_present,
                                 or_(Partner.decide_by.is_(None), Partner.decide_by <= until))
             .order_by(Partner.decide_by.is_(None), Partner.decide_by, Partner.sort_key, Partner.id))
    return [OpenPartner(row[0]) for row in db.session.execute(query)]


def used_terms(viewer: User) -> tuple[set[int], set[int]]:
    """The inner keys of the target groups and of the districts that a present, not ended partner has which this viewer
    may see."""
    present = (visible_to(viewer), Partner.is_ongoing)
    groups = (select(PartnerTargetGroup.target_group_id).join(Partner, Partner.id == PartnerTargetGroup.partner_id)
              .where(*present).distinct())
    districts = select(Partner.district_id).where(*present, Partner.district_id.is_not(None)).distinct()
    return set(db.session.scalars(groups)), {key for key in db.session.scalars(districts) if key}
