"""Reading the offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.offers.models import Offer, OfferWording


def _whole() -> Select[Any]:
    return select(Offer).options(selectinload(Offer.needs), selectinload(Offer.target_groups),
                                 selectinload(Offer.angles),
                                 selectinload(Offer.wordings).joinedload(OfferWording.sector))


def list_offers(*, active_only: bool = True) -> Sequence[Offer]:
    """Offers by name as in a Danish register, with all that belongs to them, in five queries."""
    query = _whole().order_by(Offer.sort_key, Offer.id)
    return db.session.scalars(query.where(Offer.is_active) if active_only else query).all()


def get_offer(public_id: str) -> Offer:
    """One offer with all that belongs to it. NotFound where there is none."""
    offer = db.session.scalar(_whole().where(Offer.public_id == public_id))
    if offer is None:
        raise NotFound
    return offer


def count_offers() -> int:
    """How many offers there are, resting ones too."""
    return db.session.scalar(select(func.count()).select_from(Offer)) or 0
