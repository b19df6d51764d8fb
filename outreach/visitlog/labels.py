"""What the log's choices are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.visits.labels import KINDS, STATES

SORTS = {"date": _l("Dato"), "partner": _l("Partner"), "minutes": _l("Minutter"), "people": _l("Mennesker")}
COUNTED = {"yes": _l("Tæller med i statistikken"), "no": _l("Tæller ikke med i statistikken")}

__all__ = ["COUNTED", "KINDS", "SORTS", "STATES"]
