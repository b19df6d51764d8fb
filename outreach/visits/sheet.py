"""What stands on the packing list, as plain values. It is ours alone; no stage and no guess has a field here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class BagLine:
    """One thing to tick off, and a note in small letters beside it, or ''."""

    text: str
    note: str


@dataclass(frozen=True)
class PackingSheet:
    """`when` is day and time in words. `bring` is what was decided for this visit, `ideas` what their people and wishes
    speak for, `fetch` what stands at theirs and is ours, `offers` what we show. Any text or tuple may be empty."""

    language: str
    library_name: str
    partner_names: tuple[str, ...]
    title: str
    on: date
    when: str
    ours: tuple[str, ...]
    asked_for: str
    asked_on: str
    bring: tuple[BagLine, ...]
    ideas: tuple[BagLine, ...]
    offers: tuple[BagLine, ...]
    fetch: tuple[BagLine, ...]
    matters: str
    avoid_words: tuple[str, ...]
