"""The content of a closing while it is written, and which closing questions are unanswered. Pure.

A content is plain JSON: {"plain": {name: text}, "<list>": [{"key": …, column: text}]}, every value a text, so that a
half-done draft can be stored, compared and merged. `key` identifies a row and is given once: new rows of two colleagues
are two rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Content = dict[str, Any]
Row = dict[str, str]

#: The texts of the page that stand alone. Dates are ISO, ticks "yes" or nothing.
PLAIN = ("held_on", "others", "nothing_decided", "no_final", "no_commitments", "next_on", "next_none")

#: The lists and their columns.
LISTS: dict[str, tuple[str, ...]] = {
    "heard": ("text", "who", "partner", "language"),
    "decisions": ("what", "owner", "due"),
    "theirs": ("what", "who", "partner", "due", "firmness"),
    "ours": ("what", "owner", "due", "firmness"),
    "steps": ("action", "prepared", "involved", "course", "expected"),
    "answers": ("answer",),
    "present": ("there",),
}

#: The columns somebody types in: a row without any of them is no row.
WORDS: dict[str, tuple[str, ...]] = {
    "heard": ("text",), "decisions": ("what",), "theirs": ("what", "who"), "ours": ("what",),
    "steps": LISTS["steps"], "answers": ("answer",), "present": ("there",),
}
TYPED_PLAIN = ("others",)

#: How many rows of each a page may send: far above what one meeting gives, since a row beyond it would not be read.
MOST_ROWS = 400


def empty() -> Content:
    """An empty content."""
    return {"plain": dict.fromkeys(PLAIN, ""), **{name: [] for name in LISTS}}


def normalise(content: Mapping[str, Any]) -> Content:
    """The content with all known names, unknown ones and rows without words left out."""
    normalised = empty()
    plain = content.get("plain", {})
    normalised["plain"] = {name: str(plain.get(name) or "") for name in PLAIN}
    for name, columns in LISTS.items():
        rows = ({"key": str(row.get("key") or ""), **{column: str(row.get(column) or "") for column in columns}}
                for row in content.get(name, ()))
        normalised[name] = [row for row in rows if row["key"] and has_words(name, row)]
    return normalised


def has_words(name: str, row: Mapping[str, str]) -> bool:
    """Whether a row of that list has any text."""
    return any(row.get(column) for column in WORDS[name])


def is_final(rows: Iterable[Row]) -> bool:
    """Whether one of the promises is final."""
    return any(row["firmness"] == "final" for row in rows)


def find_unanswered(content: Content) -> list[tuple[str, str]]:
    """What keeps the meeting from being closed, as (where, code), in page order.

    `where` is "nothing_decided" and the like, or "<list>:<key>:<column>". Codes: decided, owner, due, what, firmness,
    final, commitments, next. "Intet besluttet endnu" is an answer, and so is that nobody has promised anything.
    """
    plain, missing = content["plain"], []
    if not content["decisions"] and not plain["nothing_decided"]:
        missing.append(("nothing_decided", "decided"))
    for row in content["decisions"]:
        missing += [(f"decisions:{row['key']}:{column}", column) for column in ("owner", "due") if not row[column]]
    promises = [*content["theirs"], *content["ours"]]
    for name in ("theirs", "ours"):
        for row in content[name]:
            missing += [(f"{name}:{row['key']}:{column}", column) for column in ("what", "firmness")
                        if not row[column]]
    if not promises and not plain["no_commitments"]:
        missing.append(("no_commitments", "commitments"))
    elif promises and not is_final(promises) and not plain["no_final"]:
        missing.append(("no_final", "final"))
    if not plain["next_on"] and not plain["next_none"]:
        missing.append(("next_none", "next"))
    return missing


def past_dates(content: Content, today: str) -> list[str]:
    """Where a day is in the past, as "<list>:<key>:due" or "next_on"; days are ISO texts."""
    fields = [f"{name}:{row['key']}:due" for name in ("decisions", "theirs", "ours") for row in content[name]
              if row["due"] and row["due"] < today]
    next_on = content["plain"]["next_on"]
    return [*fields, *(["next_on"] if next_on and next_on < today else [])]
