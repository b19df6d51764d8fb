"""Adding up a partner's visits of one month. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

#: What a visit adds to its leading partner's month when it was held: columns of the visit, and what hangs on it.
_ADDED = ("minutes_preparation", "minutes_travel", "minutes_there", "families", "children", "young_people", "adults",
          "professionals", "cards_made", "dialogue", "creativity", "community", "influence", "offers_shown",
          "things_lent", "things_given", "learnt")


class VisitOfMonth(NamedTuple):
    """One visit as one of its partners had it. `numbers` holds the columns of `_ADDED`, ways and `learnt`
    (whether there is a text) as 0 or 1."""

    kind: str
    state: str
    cancelled_by: str | None
    leads: bool
    numbers: Mapping[str, int]


def added_up(visits: Iterable[VisitOfMonth]) -> dict[str, Any]:
    """The columns of a partner's month, those that stay 0 left out. Planned visits are nothing yet."""
    sums: Counter[str] = Counter()
    for visit in visits:
        if visit.state == "cancelled" and visit.leads:
            sums[f"cancelled_by_{visit.cancelled_by or 'library'}"] += 1
        elif visit.state == "held" and not visit.leads:
            sums["joined"] += 1
        elif visit.state == "held":
            sums[visit.kind] += 1
            sums.update({name: int(visit.numbers.get(name, 0)) for name in _ADDED})
    return {name: value for name, value in sums.items() if value}
