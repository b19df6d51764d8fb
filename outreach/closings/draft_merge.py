"""Merge what two colleagues write in one draft, so that no text is lost. Pure.

Three contents are compared: what the writer's page began with, what is stored now, and what the writer sends. A value
that only one of them changed takes that change. Where both changed the texts of one row, both rows are kept, one below
the other. A row that one deletes and the other changes is kept.
"""

from __future__ import annotations

from typing import Any

from outreach.closings.content import LISTS, PLAIN, TYPED_PLAIN, WORDS, Content, Row


def merge_contents(base: Content, stored: Content, sent: Content, tag: str) -> tuple[Content, bool]:
    """Returns (merged content, whether both changed the same place).

    `tag` identifies the writer's page: a second row made for a conflict carries it, so that the same page, saving
    again, updates that row instead of adding a third.
    """
    merged: Content = {"plain": {}}
    clashed = False
    for name in PLAIN:
        merged["plain"][name], clash = _plain(name, base["plain"][name], stored["plain"][name], sent["plain"][name])
        clashed = clashed or clash
    for name in LISTS:
        merged[name], clash = _rows(name, base[name], stored[name], sent[name], tag)
        clashed = clashed or clash
    return merged, clashed


def _plain(name: str, base: str, stored: str, sent: str) -> tuple[str, bool]:
    if sent in (base, stored):
        return stored, False
    if stored == base:
        return sent, False
    if name in TYPED_PLAIN:
        return (stored if sent in stored else f"{stored}, {sent}"), True
    return sent, True


def _rows(name: str, base: list[Row], stored: list[Row], sent: list[Row], tag: str) -> tuple[list[Row], bool]:
    began, mine = _by_key(base), _by_key(sent)
    merged_rows: list[Row] = []
    clashed = False
    seen: set[str] = set()
    here = {row["key"] for row in stored}
    for row in stored:
        key = row["key"].removesuffix(f"~{tag}")
        if key == row["key"] and f"{key}~{tag}" in here:
            merged_rows.append(row)  # the writer's side of an earlier clash stands in its own row below
            continue
        seen.add(key)
        before, now = began.get(key), mine.get(key)
        if now is None:
            if before is None or row != {**before, "key": row["key"]}:
                merged_rows.append(row)  # new, or changed by the other since: deleting it must not take their words
            continue
        whole, other = _row(name, before, row, now)
        merged_rows.append(whole)
        if other is not None:
            clashed = True
            merged_rows.append({**other, "key": f"{key}~{tag}"})
    for row in sent:
        if row["key"] not in seen and (row["key"] not in began or row != began[row["key"]]):
            merged_rows.append(row)  # new, or deleted by the other but changed here
    return merged_rows, clashed


def _row(name: str, before: Row | None, stored: Row, sent: Row) -> tuple[Row, Row | None]:
    """Merge a row both have, column by column; a second row where both changed a text."""
    whole = dict(stored)
    for column in LISTS[name]:
        began = before[column] if before else ""
        if sent[column] in (began, stored[column]):
            continue
        if stored[column] == began or column not in WORDS[name] or name in ("answers", "present"):
            whole[column] = sent[column]
            continue
        return stored, dict(sent)
    return whole, None


def _by_key(rows: list[Row]) -> dict[str, Row]:
    return {row["key"]: row for row in rows}


def late_additions(stored: Content, merged: Content) -> list[tuple[str, Any]]:
    """What `merged` has that `stored` lacks, as (name of the plain text or list, the text or row), in page order."""
    additions: list[tuple[str, Any]] = [(name, merged["plain"][name]) for name in PLAIN
                                        if merged["plain"][name] and merged["plain"][name] != stored["plain"][name]]
    for name in LISTS:
        here = [{**row, "key": ""} for row in stored[name]]
        additions += [(name, row) for row in merged[name] if {**row, "key": ""} not in here]
    return additions
