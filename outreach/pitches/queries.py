"""Reading pitches, and the offers that fit a partner. A pitch is shown only to who may see its partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.offers.models import Offer
from outreach.partners.protection import OpenPartner, PartnerView
from outreach.partners.queries import get_open_partner_by_id, views_by_id, visible_ids
from outreach.pitches.models import Pitch, PitchOffer
from outreach.users.models import User


@dataclass(frozen=True)
class UnfinishedPitch:
    """A page somebody is writing, and whom it is for."""

    pitch: Pitch
    partner: PartnerView


def _whole() -> Select[Any]:
    return select(Pitch).options(joinedload(Pitch.made_by), selectinload(Pitch.offers).joinedload(PitchOffer.offer))


def get_pitch(public_id: str, viewer: User | None, *, to_write: bool = False) -> tuple[Pitch, OpenPartner]:
    """A pitch and its partner, whole. NotFound where there is none, PartnerHiddenError where the partner is not open to
    the viewer. `to_write` keeps others from writing it until this request is done."""
    query = _whole().where(Pitch.public_id == public_id)
    pitch = db.session.scalar(query.with_for_update(of=Pitch, key_share=True) if to_write else query)
    if pitch is None:
        raise NotFound
    return pitch, get_open_partner_by_id(pitch.partner_id, viewer)


def list_for_partner(partner: OpenPartner) -> Sequence[Pitch]:
    """The pitches written for a partner, newest first."""
    query = _whole().where(Pitch.partner_id == partner.id).order_by(Pitch.updated_at.desc(), Pitch.id.desc())
    return db.session.scalars(query).all()


def find_latest_for_partner(partner: OpenPartner, language: str | None = None) -> Pitch | None:
    """The pitch that was last worked on, if any; of one language where it is given."""
    query = _whole().where(Pitch.partner_id == partner.id).order_by(Pitch.updated_at.desc(), Pitch.id.desc()).limit(1)
    return db.session.scalar(query.where(Pitch.language == language) if language else query)


def list_unfinished(viewer: User, limit: int = 10) -> list[UnfinishedPitch]:
    """Pages this colleague has begun and not handed over yet, newest first; only for partners open to them."""
    handed_over = exists().where(IssuedDocument.kind == PaperKind.PITCH, IssuedDocument.source == Pitch.public_id)
    query = (_whole().where(Pitch.made_by_id == viewer.id, ~handed_over, Pitch.partner_id.in_(visible_ids(viewer)))
             .order_by(Pitch.updated_at.desc(), Pitch.id.desc()).limit(limit))
    pitches = db.session.scalars(query).all()
    partners = views_by_id((pitch.partner_id for pitch in pitches), viewer)
    return [UnfinishedPitch(pitch, partners[pitch.partner_id]) for pitch in pitches]


def find_untouched(partner: OpenPartner, language: str) -> Pitch | None:
    """The newest draft in this language that nobody has written in or handed over yet."""
    handed_over = exists().where(IssuedDocument.kind == PaperKind.PITCH, IssuedDocument.source == Pitch.public_id)
    query = (_whole().where(Pitch.partner_id == partner.id, Pitch.language == language, Pitch.revision == 1,
                            ~handed_over).order_by(Pitch.id.desc()).limit(1))
    return db.session.scalar(query)


def offers_by_public_id(public_ids: Sequence[str]) -> dict[str, Offer]:
    """The offers behind a page, by public id."""
    known_ids = {public_id for public_id in public_ids if public_id}
    if not known_ids:
        return {}
    return {offer.public_id: offer for offer in db.session.scalars(select(Offer).where(Offer.public_id.in_(known_ids)))}
