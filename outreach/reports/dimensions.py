"""The values that figures can be narrowed to and divided by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.core.i18n import localized
from outreach.library.models import District, Kind, Sector, TargetGroup
from outreach.library.queries import list_branches, list_terms
from outreach.partners import stages
from outreach.partners.stages import Stage

#: What each dimension (`scope.DIMENSIONS`) is called where one chooses.
LABELS = {"branch": _l("Filial"), "sector": _l("Sektor"), "kind": _l("Slags partner"), "district": _l("Bydel"),
          "target_group": _l("Målgruppe"), "stage": _l("Trin")}
_TERMS: dict[str, type[Any]] = {"sector": Sector, "kind": Kind, "district": District, "target_group": TargetGroup}


@dataclass(frozen=True)
class Option:
    """One value of a dimension: its code in a query string, its label, and the value that rows are compared with."""

    code: str
    label: str
    value: int | Stage
    public_id: str = ""
    is_active: bool = True


def options_of(dimension: str) -> list[Option]:
    """Every value of a dimension in its own order, retired ones too: figures reach back."""
    if dimension == "stage":
        return [Option(stage.value, stages.label(stage), stage) for stage in Stage]
    if dimension == "branch":
        return [Option(row.public_id, row.name, row.id, row.public_id, row.is_active)
                for row in list_branches(active_only=False)]
    return [Option(row.key, localized(row, "label"), row.id, row.public_id, row.is_active)
            for row in list_terms(_TERMS[dimension], active_only=False)]
