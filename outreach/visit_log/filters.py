"""What somebody wants of the log: which visits, in which order, from where on. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.reports.scope import Scope
from outreach.visits.models import CancelledBy, VisitKind, VisitState

#: What the log can be sorted by, and whether that begins with the highest.
SORTS = {"date": True, "partner": False, "minutes": True, "people": True}


@dataclass(frozen=True)
class Wanted:
    """`scope` is the period and what is wanted of the leading partner in the visit's month, as figures read it;
    `scope.leaves` is True for a file: then every protected partner is closed, whoever asks. `colleague_id` went along.
    `leading`: only visits that the chosen partner leads, as figures count them. `counted`: whether it counts in the
    national statistics. None and '' choose nothing."""

    scope: Scope
    state: VisitState | None = None
    cancelled_by: CancelledBy | None = None
    visit_kind: VisitKind | None = None
    colleague_id: int | None = None
    leading: bool = False
    counted: bool | None = None
    q: str = ""
    sort: str = "date"
    turned: bool = False

    @property
    def descending(self) -> bool:
        """Whether the highest comes first."""
        return SORTS[self.sort] is not self.turned

    @property
    def is_whole_period(self) -> bool:
        """Whether every visit of the period is wanted."""
        return not any((self.scope.chosen, self.scope.partner_id, self.state, self.visit_kind, self.colleague_id,
                        self.counted is not None, self.q))


@dataclass(frozen=True)
class Place:
    """Where a page begins: after or before the visit with this public id, or with the very last one."""

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
