"""What of a form may be kept. Pure: never a password or a token, never a text that may hold a CPR number."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.core import cpr

#: Longer than any form of the house, and no burden to the database.
LARGEST = 200_000

Items = list[tuple[str, str]]


def keepable(items: Iterable[tuple[str, str]]) -> tuple[Items, bool]:
    """The fields to keep, in order, and whether one was left out because of a CPR number.

    Ten digits of which the sender has said that they are no CPR number are kept; a certain one never is. Names that
    begin with an underscore are commands, not content.
    """
    sent = list(items)
    may_be_kept = [(name, text) for name, text in sent
                   if name != "csrf_token" and not name.startswith("_") and "password" not in name]
    # First of all: what is as long as a book is not even looked through.
    if sum(len(name) + len(text) for name, text in may_be_kept) > LARGEST:
        return [], False
    sworn = {name.removesuffix("-not-cpr") for name, _text in sent if name.endswith("-not-cpr")}
    kept: Items = []
    left_out = False
    for name, text in may_be_kept:
        hits = cpr.find_cpr(text)
        if any(hit.certain or name not in sworn for hit in hits):
            left_out = True
            continue
        kept.append((name, text))
    return kept, left_out


def says_something(items: Items) -> bool:
    """Whether anybody wrote or chose anything; what an edit page was filled from is no writing."""
    return any(text.strip() for name, text in items if name not in {"version", "act"})
