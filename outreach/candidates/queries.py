"""Reading candidates, and the target groups and districts without a partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach.candidates.models import Candidate
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.library.models import District, TargetGroup
from outreach.library.queries import list_terms
from outreach.partners.queries import used_terms
from outreach.users.models import User

#: So many candidates are shown at most.
LONGEST_LIST = 300


@dataclass(frozen=True)
class WhiteSpots:
    """Words of the library's lists that no partner has, as far as the viewer may see."""

    target_groups: list[Any]
    districts: list[Any]


def list_candidates() -> Sequence[Candidate]:
    """The candidates on the list, the newest first."""
    return db.session.scalars(
        select(Candidate).where(Candidate.discarded_at.is_(None))
        .order_by(Candidate.id.desc()).limit(LONGEST_LIST)
        .options(joinedload(Candidate.kind), joinedload(Candidate.by))).all()


def list_discarded(since: datetime, limit: int = 5) -> Sequence[Candidate]:
    """Candidates discarded since an instant, the latest first, so that they can be restored."""
    return db.session.scalars(
        select(Candidate).where(Candidate.discarded_at > since)
        .order_by(Candidate.discarded_at.desc(), Candidate.id.desc()).limit(limit)).all()


def get_candidate(public_id: str) -> Candidate:
    """A candidate, discarded or not. NotFound where there is none, or where it has become a partner."""
    candidate = db.session.scalar(select(Candidate).where(Candidate.public_id == public_id)
                              .options(joinedload(Candidate.kind)))
    if candidate is None:
        raise NotFound
    return candidate


def white_spots(viewer: User) -> WhiteSpots:
    """Target groups and districts of no present, not ended partner. A partner the viewer may not see is not counted,
    since its absence from the list would reveal it."""
    groups, districts = used_terms(viewer)
    return WhiteSpots([term for term in list_terms(TargetGroup) if term.id not in groups],
                      [term for term in list_terms(District) if term.id not in districts])
