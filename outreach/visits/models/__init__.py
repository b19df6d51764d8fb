"""The rows of visit days."""

from outreach.visits.models.month import HELD, PartnerMonth, PublishingSeed
from outreach.visits.models.observation import Observation, Sureness
from outreach.visits.models.visit import (
    COUNTS,
    MINUTES,
    PEOPLE,
    TEXTS,
    WAYS,
    CancelledBy,
    Visit,
    VisitColleague,
    VisitKind,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
    kept_beside,
)

__all__ = [
    "COUNTS", "HELD", "MINUTES", "PEOPLE", "TEXTS", "WAYS", "CancelledBy", "Observation", "PartnerMonth",
    "PublishingSeed", "Sureness", "Visit", "VisitColleague", "VisitKind", "VisitOffer", "VisitPartner", "VisitState",
    "VisitThing", "kept_beside",
]
