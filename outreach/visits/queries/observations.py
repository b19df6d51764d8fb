"""What partner staff observed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner_by_id
from outreach.users.models import User
from outreach.visits.models import Observation, Visit


def get_observation(public_id: str, viewer: User) -> tuple[Observation, OpenPartner]:
    """One observation with its partner. NotFound, or PartnerHiddenError where the partner is not open to the viewer."""
    found = db.session.scalar(select(Observation).where(Observation.public_id == public_id)
                              .options(joinedload(Observation.noted_by)))
    if found is None:
        raise NotFound
    return found, get_open_partner_by_id(found.partner_id, viewer)


def list_observations_for_partner(partner: OpenPartner, limit: int = 100) -> list[Observation]:
    """A partner's observations, the latest first."""
    query = (select(Observation).where(Observation.partner_id == partner.id)
             .order_by(Observation.observed_on.desc(), Observation.id.desc()).limit(limit)
             .options(joinedload(Observation.noted_by)))
    return list(db.session.scalars(query))


def list_loose_observations(public_ids: Iterable[str], partner_ids: Collection[int]) -> list[Observation]:
    """Those of these observations, of these partners, that came from no visit. For the service."""
    query = select(Observation).where(Observation.public_id.in_(list(public_ids)), Observation.visit_id.is_(None),
                                      Observation.partner_id.in_(partner_ids)).order_by(Observation.id)
    return list(db.session.scalars(query))


def list_observations_from(visit: Visit) -> list[Observation]:
    """What was observed in connection with one visit, the latest first. For who may see the visit."""
    query = (select(Observation).where(Observation.visit_id == visit.id)
             .order_by(Observation.observed_on.desc(), Observation.id.desc())
             .options(joinedload(Observation.noted_by)))
    return list(db.session.scalars(query))
