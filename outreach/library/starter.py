"""Suggested lists for a new library: kinds, sectors, target groups, needs, worries, questions and words.

They are read from the files of the demo library and can be edited afterwards.
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
    """The rows of the lists, by their key in the files."""

    sector: dict[str, Sector] = field(default_factory=dict)
    kind: dict[str, Kind] = field(default_factory=dict)
    target_group: dict[str, TargetGroup] = field(default_factory=dict)
    need: dict[str, Need] = field(default_factory=dict)
    worry: dict[str, Worry] = field(default_factory=dict)
    condition: dict[str, Condition] = field(default_factory=dict)
    question: dict[str, Question] = field(default_factory=dict)


def entries(file: str, table: str) -> list[dict[str, Any]]:
    """The `[[table]]` entries of `<file>.toml`, in file order; none where there is no file."""
    path = _FOLDER / f"{file}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get(table, []) if path.exists() else []
    return tables if isinstance(tables, list) else [tables]


def add_lists(existing: Mapping[type[Any], Sequence[Any]] | None = None) -> Lists:
    """Add the rows of every empty list to the session. Sectors come first because kinds refer to them.

    `existing`: the stored rows by model. A list with rows gets none added, and other lists refer to its rows where
    the key is the same.
    """
    existing = existing or {}
    lists = Lists(
        sector=_terms(Sector, "vocabularies", "sector", existing),
        target_group=_terms(TargetGroup, "vocabularies", "target_group", existing),
        need=_terms(Need, "vocabularies", "need", existing),
        worry=_terms(Worry, "vocabularies", "worry", existing),
        condition=_terms(Condition, "vocabularies", "condition", existing),
        question=_terms(Question, "questions", "question", existing),
    )
    lists.kind = _by_key(existing[Kind]) if existing.get(Kind) else _add_kinds(lists)
    if not existing.get(WordAdvice):
        for values in entries("words", "word"):
            db.session.add(WordAdvice(**(values | {"plainer": "|".join(values["plainer"])})))
    return lists


def add_terms(model: Any, file: str, table: str) -> dict[str, Any]:
    """One list, by key; several texts in one field are separated by |."""
    terms = {}
    for position, values in enumerate(entries(file, table)):
        joined = {name: "|".join(value) for name, value in values.items() if isinstance(value, list)}
        terms[values["key"]] = term = model(**(values | joined), position=position)
        db.session.add(term)
    return terms


def _terms(model: Any, file: str, table: str, existing: Mapping[type[Any], Sequence[Any]]) -> dict[str, Any]:
    return _by_key(existing[model]) if existing.get(model) else add_terms(model, file, table)


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
