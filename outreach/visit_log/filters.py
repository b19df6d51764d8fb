"""Filters of the log, its order, and the position of a page in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from outreach.reports.scope import Scope
from outreach.visits import labels
from outreach.visits.models import CancelledBy, VisitKind, VisitState

#: What the log can be sorted by, and whether the highest comes first.
SORTS = {"date": True, "partner": False, "minutes": True, "people": True}
SORT_LABELS = {"date": _l("Dato"), "partner": _l("Partner"), "minutes": _l("Minutter"), "people": _l("Mennesker")}
COUNTED_LABELS = {"yes": _l("Tæller med i statistikken"), "no": _l("Tæller ikke med i statistikken")}
#: By code in a query string: the state, and who had to cancel.
STATES: dict[str, tuple[VisitState, CancelledBy | None]] = {
    **{state.value: (state, None) for state in VisitState},
    **{f"cancelled_by_{by.value}": (VisitState.CANCELLED, by) for by in CancelledBy}}
STATE_LABELS = {code: labels.CANCELLED[by] if by else labels.STATES[state] for code, (state, by) in STATES.items()}


@dataclass(frozen=True)
class VisitFilters:
    """Which visits, in which order. `scope` is the period and what the leading partner was in the visit's month;
    `colleague_id` is one who went along; `leading_only`: only visits that the chosen partner leads, as figures count
    them; `counted`: whether it counts in the national statistics. None and '' choose nothing."""

    scope: Scope
    state: VisitState | None = None
    cancelled_by: CancelledBy | None = None
    visit_kind: VisitKind | None = None
    colleague_id: int | None = None
    leading_only: bool = False
    counted: bool | None = None
    q: str = ""
    sort: str = "date"
    reverse: bool = False

    @property
    def descending(self) -> bool:
        """Whether the highest comes first."""
        return SORTS[self.sort] is not self.reverse

    @property
    def is_whole_period(self) -> bool:
        """Whether every visit of the period is chosen."""
        return not any((self.scope.chosen, self.scope.partner_id, self.state, self.visit_kind, self.colleague_id,
                        self.counted is not None, self.q))


@dataclass(frozen=True)
class PagePosition:
    """Where a page begins: after or before the visit with this public id, or at the end."""

    after: str = ""
    before: str = ""
    at_end: bool = False

    @property
    def backwards(self) -> bool:
        """Whether the page is filled from its end."""
        return self.at_end or bool(self.before)

    @property
    def visit(self) -> str:
        """The visit it is counted from; '' for either end."""
        return self.before or self.after
