"""The lists a new library can begin with: kinds, sectors, target groups, needs, worries, questions and words.

They stand in the files that the demo is made from. Everything in them can be edited afterwards.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach.core.db import db
from outreach.library.models import Condition, Kind, Need, Question, Sector, TargetGroup, WordAdvice, Worry

_FOLDER = Path(__file__).resolve().parent.parent / "demo"


@dataclass
class Lists:
    """What was added, by the key it has in the files."""

    sector: dict[str, Sector] = field(default_factory=dict)
    kind: dict[str, Kind] = field(default_factory=dict)
    target_group: dict[str, TargetGroup] = field(default_factory=dict)
    need: dict[str, Need] = field(default_factory=dict)
    worry: dict[str, Worry] = field(default_factory=dict)
    condition: dict[str, Condition] = field(default_factory=dict)
    question: dict[str, Question] = field(default_factory=dict)


def entries(file: str, table: str) -> list[dict[str, Any]]:
    """The `[[table]]` entries of `<file>.toml`, in the order written; none where the file is not there."""
    path = _FOLDER / f"{file}.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8")).get(table, []) if path.exists() else []
    return found if isinstance(found, list) else [found]


def add_lists(kept: Mapping[type[Any], Sequence[Any]] | None = None) -> Lists:
    """Add to the session every list that is empty. Sectors come first because kinds propose one.

    `kept`: the rows that stand there already, by model. A list that holds something gets nothing added, and its own
    rows are what the others are tied to, where the key is the same.
    """
    kept = kept or {}
    lists = Lists(
        sector=_terms(Sector, "vocabularies", "sector", kept),
        target_group=_terms(TargetGroup, "vocabularies", "target_group", kept),
        need=_terms(Need, "vocabularies", "need", kept),
        worry=_terms(Worry, "vocabularies", "worry", kept),
        condition=_terms(Condition, "vocabularies", "condition", kept),
        question=_terms(Question, "questions", "question", kept),
    )
    lists.kind = _by_key(kept[Kind]) if kept.get(Kind) else _add_kinds(lists)
    if not kept.get(WordAdvice):
        for values in entries("words", "word"):
            db.session.add(WordAdvice(**(values | {"plainer": "|".join(values["plainer"])})))
    return lists


def add_terms(model: Any, file: str, table: str) -> dict[str, Any]:
    """One list, by key; several texts in one field are kept with | between."""
    terms = {}
    for position, values in enumerate(entries(file, table)):
        joined = {name: "|".join(value) for name, value in values.items() if isinstance(value, list)}
        terms[values["key"]] = term = model(**(values | joined), position=position)
        db.session.add(term)
    return terms


def _terms(model: Any, file: str, table: str, kept: Mapping[type[Any], Sequence[Any]]) -> dict[str, Any]:
    return _by_key(kept[model]) if kept.get(model) else add_terms(model, file, table)


def _by_key(rows: Sequence[Any]) -> dict[str, Any]:
    return {row.key: row for row in rows}


def _add_kinds(lists: Lists) -> dict[str, Kind]:
    kinds = {}
    for position, values in enumerate(entries("vocabularies", "kind")):
        protected, sector = values.pop("protected", False), lists.sector.get(values.pop("sector"))
        kinds[values["key"]] = kind = Kind(
            **values, protected_by_default=protected, sector=sector, position=position)
        db.session.add(kind)
    return kinds
