"""What the walk does beside walking: keys made anew from what was planted, and files that only a form hands out."""

from __future__ import annotations

from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import db
from outreach.partners.models import Partner
from outreach.partners.row_values import rebuild_keys
from outreach.visit_log import exports
from outreach.visits.models import Visit, derived_columns
from tests.privacy.walker import Sent


def make_keys_anew() -> None:
    """The planted words are found where they stand. Inside a transaction."""
    for partner in db.session.scalars(select(Partner)):
        rebuild_keys(partner)
    for visit in db.session.scalars(select(Visit)):
        visit.search_key = derived_columns(lambda column, visit=visit: getattr(visit, column))["search_key"]


def files_of_the_log() -> list[Sent]:
    """The visit-day log, taken out in every way there is."""
    period = f"{clock.today().year - 1}-01..{clock.today().year}-12"
    return [Sent("/visit-log/file", {"what": [kind], "period": [period]}) for kind in exports.KINDS]
