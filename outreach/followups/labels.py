"""Words for follow-ups."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.followups.models import Counting, FollowUpStep

#: Groups of a list, in their order.
STANDINGS = {"late": _l("Overskredet"), "today": _l("I dag"), "soon": _l("Den næste uge"), "later": _l("Senere")}
#: How a step's days are counted, and whether before the day the plan counts from.
COUNTINGS = {(Counting.WORKDAYS, True): _l("arbejdsdage før"), (Counting.DAYS, True): _l("dage før"),
             (Counting.DAYS, False): _l("dage efter"), (Counting.WORKDAYS, False): _l("arbejdsdage efter")}
#: Where a follow-up came from.
ORIGINS = {"meeting": _l("fra et møde"), "visit": _l("fra et besøg"), "plan": _l("fra en plan")}


def step_day(step: FollowUpStep) -> str:
    """When a step falls, seen from the day its plan counts from."""
    number = abs(step.days)
    if not number:
        return _("samme dag")
    if step.counting is Counting.DAYS:
        return (ngettext("1 dag før", "%(num)s dage før", number) if step.days < 0
                else ngettext("1 dag efter", "%(num)s dage efter", number))
    return (ngettext("1 arbejdsdag før", "%(num)s arbejdsdage før", number) if step.days < 0
            else ngettext("1 arbejdsdag efter", "%(num)s arbejdsdage efter", number))
