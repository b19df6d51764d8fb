"""The scope of a report: a period, and perhaps only some of the partners. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from outreach.partners.stages import Stage
from outreach.reports.periods import Period

#: What a report can be narrowed to and divided by, as a partner was in the month. All of them would tell of a hidden
#: partner, sector and stage too: with them a single partner is soon alone, and its visits and their months would show.
#: So hidden partners count only where nothing but the period is chosen, all together.
DIMENSIONS = ("branch", "sector", "kind", "district", "target_group", "stage")


@dataclass(frozen=True)
class Scope:
    """`chosen` narrows dimensions to one value each: a row's inner key, or a Stage. `partner_id` narrows to one
    partner that the viewer has open. `for_export` is True for paper and files: then every protected partner counts as
    hidden, whoever asks, and every count of people is the rounded one. `codes` are the chosen values as query strings
    write them (see `filters`)."""

    period: Period
    chosen: Mapping[str, int | Stage] = field(default_factory=dict)
    partner_id: int | None = None
    for_export: bool = False
    codes: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether nothing but the period narrows it."""
        return not self.chosen and self.partner_id is None

    def over(self, period: Period) -> Scope:
        """The same partners in another period."""
        return replace(self, period=period)
