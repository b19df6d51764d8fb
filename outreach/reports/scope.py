"""What a report is about: a period, and perhaps only some of the partners. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from outreach.partners.stages import Stage
from outreach.reports.periods import Period

#: What a report can be narrowed to and divided by, as a partner was in the month. Of a protected partner everybody
#: may know the sector and the stage; the others would tell what it is or where, so it stands outside them.
DIMENSIONS = ("branch", "sector", "kind", "district", "target_group", "stage")
OPEN_TO_ALL = frozenset({"sector", "stage"})


@dataclass(frozen=True)
class Scope:
    """`chosen` narrows dimensions to one value each: a row's inner key, or a Stage. `partner_id` narrows to one
    partner that the viewer has open. `leaves` is True for whatever leaves the screen (paper, export): then every
    protected partner counts as closed, whoever asks, and every count of people is the rounded one."""

    period: Period
    chosen: dict[str, int | Stage] = field(default_factory=dict)
    partner_id: int | None = None
    leaves: bool = False
