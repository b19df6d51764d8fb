"""Words for follow-ups."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.followups.models import Counting

#: Groups of a list, in their order.
STANDINGS = {"late": _l("Overskredet"), "today": _l("I dag"), "soon": _l("Den næste uge"), "later": _l("Senere")}
COUNTINGS = {Counting.DAYS: _l("dage"), Counting.WORKDAYS: _l("arbejdsdage")}
#: Where a follow-up came from.
ORIGINS = {"meeting": _l("fra et møde"), "visit": _l("fra et besøg"), "plan": _l("fra en plan")}
