"""The rows of visit days."""

from outreach.visits.models.observation import Observation, Sureness
from outreach.visits.models.visit import (
    COUNTS,
    MINUTES,
    WAYS,
    CancelledBy,
    Visit,
    VisitColleague,
    VisitKind,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
)

__all__ = [
    "COUNTS", "MINUTES", "WAYS", "CancelledBy", "Observation", "Sureness", "Visit", "VisitColleague", "VisitKind",
    "VisitOffer", "VisitPartner", "VisitState", "VisitThing",
]
