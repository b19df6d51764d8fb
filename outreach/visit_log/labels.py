"""Labels of the log's choices."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.visits.labels import CANCELLED, KINDS
from outreach.visits.labels import STATES as VISIT_STATES
from outreach.visits.models import CancelledBy, VisitState

SORTS = {"date": _l("Dato"), "partner": _l("Partner"), "minutes": _l("Minutter"), "people": _l("Mennesker")}
COUNTED = {"yes": _l("Tæller med i statistikken"), "no": _l("Tæller ikke med i statistikken")}

#: As addresses write it: the state, and who had to cancel.
STATE_OF: dict[str, tuple[VisitState, CancelledBy | None]] = {
    **{state.value: (state, None) for state in VisitState},
    **{f"cancelled_by_{by.value}": (VisitState.CANCELLED, by) for by in CancelledBy}}
STATES = {code: CANCELLED[by] if by else VISIT_STATES[state] for code, (state, by) in STATE_OF.items()}

__all__ = ["COUNTED", "KINDS", "SORTS", "STATES", "STATE_OF", "VISIT_STATES"]
