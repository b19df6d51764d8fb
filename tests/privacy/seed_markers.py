"""Markers: a word of its own in every text of every row that hangs on a protected partner.

A marker has two words where the column has room for both. The first is for looking: it may be typed into a search. The
second must never be seen by who may not see the partner. Every row and column has its own, so that a word on a page
says where it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from tests.privacy.hidden_rows import Hidden, find_hidden, hanging_tables, key_of

#: Text columns without a marker, and why: ids, codes of ours, what everybody may know, what is made from others.
_NAMES_WITHOUT = {
    "public_id": "an id", "language": "two letters", "sort_key": "made from others", "search_key": "made from others",
    "code_sort_key": "made from others", "code_search_key": "made from others", "sha256": "a hash",
    "values_sha256": "a hash", "media_type": "a code", "form_key": "a key", "origin": "a code", "origin_id": "an id",
    "subject_type": "a code", "subject_id": "an id", "act": "a code", "actor_name": "a colleague's name",
}
_COLUMNS_WITHOUT = {
    "partner.code_name": "everybody may know it",
    "issued_document.source": "an id",
    "pitch.qr": "a code",
    "pitch.contact_name": "a colleague's",
    "pitch.contact_phone": "a colleague's",
    "pitch.contact_email": "a colleague's",
    "agenda_item.fixed": "a code",
    "handover_item.kind": "a code",
    "meeting_question.group": "a letter",
    "participant.task": "codes",
    "partner.times": "weekdays and hours; the words are in times_words",
    "quote.marks": "keys and ids",
    "audit_change.field": "a code",
    "closing.made": "ids",
    "closing_addition.tag": "names a page",
    "decision.follow_up": "an id",
    "decision.row_key": "names a row",
}
# In one case, and long enough that none of the million random letters in the tokens of the pages spells one by chance.
_SEEN = re.compile(r"[zZ]q([0-9a-z]{4})qz|ZQ([0-9A-Z]{4})QZ")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Marker:
    """One planted word: where it stands and which protected partners it tells of."""

    column: str
    partners: frozenset[int]
    head: str


@dataclass
class Markers:
    """All that were planted, by their number as it is written."""

    known: dict[str, Marker] = field(default_factory=dict)

    def new(self, column: str, partners: set[int], room: int | None) -> str:
        """Text for a column with `room` characters (None: any number)."""
        number = "".join(_DIGITS[len(self.known) // 36**place % 36] for place in (3, 2, 1, 0))
        head, tail = f"zh{number}h", f"zq{number}qz"
        whole = {"email": f"{head}@{tail}.dk", "website": f"https://{head}.{tail}.dk"}.get(
            column.rpartition(".")[2], f"{head} {tail}")
        fits = room is None or len(whole) <= room
        self.known[number] = Marker(column, frozenset(partners), head if fits else "")
        return whole if fits else tail

    def seen_in(self, text: str) -> set[str]:
        """The numbers of the markers that stand in a text, however it is hyphenated or broken."""
        found = _SEEN.findall(text.replace("\u00ad", ""))
        return {lower or upper.lower() for lower, upper in found} & set(self.known)

    def columns(self, numbers: set[str]) -> set[str]:
        """Where these markers come from, as table.column."""
        return {self.known[number].column for number in numbers}


def text_columns(metadata: sa.MetaData) -> list[sa.Column[Any]]:
    """Every column of a table about partners that can hold somebody's words."""
    return [column for table in metadata.sorted_tables if table.name in hanging_tables(metadata)
            for column in table.columns
            if isinstance(column.type, (sa.String, sa.JSON)) and not isinstance(column.type, sa.Enum)
            and column.name not in _NAMES_WITHOUT and f"{table.name}.{column.name}" not in _COLUMNS_WITHOUT
            and not column.foreign_keys]


def plant(connection: sa.Connection, metadata: sa.MetaData, partner_ids: list[int]) -> Markers:
    """Write a marker into every text of every row about these partners; a table without such a row is given one."""
    hidden = find_hidden(connection, metadata, partner_ids)
    for table in metadata.sorted_tables:
        if table.name in hidden and not hidden[table.name]:
            _add_row(connection, table, hidden)
            hidden = find_hidden(connection, metadata, partner_ids)
    markers = Markers()
    columns = text_columns(metadata)
    for table in metadata.sorted_tables:
        for row in connection.execute(sa.select(table)).all() if table.name in hidden else ():
            key = key_of(row, table)
            if key in hidden[table.name]:
                values = {column.name: _planted(markers, column, row._mapping[column], hidden[table.name][key])
                          for column in columns if column.table is table}
                where = [column == part for column, part in zip(table.primary_key.columns, key, strict=True)]
                for column in table.columns:
                    # Services write some texts together with their day; a planted text has one as well.
                    if column.name.endswith("_on") and column.name[:-3] in values and row._mapping[column] is None:
                        values[column.name] = date(2026, 11, 2)
                if values:
                    connection.execute(sa.update(table).where(*where).values(values))
    return markers


def _planted(markers: Markers, column: sa.Column[Any], old: Any, partners: set[int]) -> Any:
    name = f"{column.table.name}.{column.name}"
    if isinstance(column.type, sa.JSON):
        return _in_json(markers, name, old, partners)
    return markers.new(name, partners, column.type.length)


def _in_json(markers: Markers, name: str, old: Any, partners: set[int]) -> Any:
    """The same value with a marker behind every text of more than one word; codes and dates stay."""
    if isinstance(old, str):
        return f"{old} {markers.new(name, partners, None)}" if " " in old.strip() else old
    if isinstance(old, dict):
        return {key: _in_json(markers, name, each, partners) for key, each in old.items()}
    return [_in_json(markers, name, each, partners) for each in old] if isinstance(old, list) else old


def _add_row(connection: sa.Connection, table: sa.Table, hidden: Hidden) -> None:
    """A row about the first protected partner, with the plainest values the columns take."""
    values: dict[str, Any] = {}
    for column in table.columns:
        target = next(iter(column.foreign_keys)).column.table if column.foreign_keys else None
        if target is not None:
            if hidden.get(target.name):
                values[column.name] = next(iter(hidden[target.name]))[0]
            elif not column.nullable:
                values[column.name] = connection.execute(sa.select(target.c.id).limit(1)).scalar_one()
        elif not column.nullable and not (column.primary_key and len(table.primary_key) == 1):
            values[column.name] = _plain_value(column)
    connection.execute(sa.insert(table).values(values))


def _plain_value(column: sa.Column[Any]) -> Any:
    kind: Any = column.type
    if isinstance(kind, sa.Enum):
        return kind.enum_class(kind.enums[0]) if kind.enum_class else kind.enums[0]
    if column.name == "public_id":
        return f"{abs(hash(column.table.name)) % 10**6:06}".translate(str.maketrans("01", "bc")).ljust(12, "b")
    if "UtcDateTime" in type(kind).__name__:
        return datetime(2026, 11, 2, 9, tzinfo=UTC)
    plain = {sa.Boolean: False, sa.Integer: 1, sa.Float: 1.0, sa.Numeric: 1, sa.Date: date(2026, 11, 2),
             sa.Time: time(10), sa.JSON: {}, sa.LargeBinary: b"x", sa.String: ""}
    return next(value for each, value in plain.items() if isinstance(kind, each))
