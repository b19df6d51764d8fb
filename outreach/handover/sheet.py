"""What stands on the handover sheet, as plain values. Ours alone; still without any word for a stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ThingLine:
    """One thing with a partner: what it is, and its day where it has one."""

    kind: str
    text: str
    on: date | None


@dataclass(frozen=True)
class PartnerPart:
    """One partner. `facts` are short lines: who is there for it, whom to call; `is_hidden`: only its code name is known
    to who printed the sheet."""

    name: str
    is_hidden: bool
    facts: tuple[str, ...]
    things: tuple[ThingLine, ...]


@dataclass(frozen=True)
class HandoverSheet:
    """Everything a colleague has, partner by partner. May be several pages."""

    language: str
    library_name: str
    partner_names: tuple[str, ...]
    colleague: str
    title: str
    printed_by: str
    on: date
    partners: tuple[PartnerPart, ...]
