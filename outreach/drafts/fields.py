"""Which fields of a form may be stored. Pure: no password or token, and no text that may contain a CPR number."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.core import cpr

#: The most characters of one form that are stored; longer than any form of the portal.
MAX_CHARACTERS = 200_000

Items = list[tuple[str, str]]


def storable_fields(items: Iterable[tuple[str, str]]) -> tuple[Items, bool]:
    """The fields to store, in order, and whether one was left out because of a CPR number.

    Ten digits that the sender has confirmed to be no CPR number are stored; a certain CPR number never is. Names that
    begin with an underscore are commands, not content.
    """
    sent = list(items)
    content = [(name, text) for name, text in sent
                   if name != "csrf_token" and not name.startswith("_") and "password" not in name]
    # Checked first, since searching a very long text for CPR numbers is slow.
    if sum(len(name) + len(text) for name, text in content) > MAX_CHARACTERS:
        return [], False
    confirmed = {name.removesuffix("-not-cpr") for name, _text in sent if name.endswith("-not-cpr")}
    fields: Items = []
    left_out = False
    for name, text in content:
        hits = cpr.find_cpr(text)
        if any(hit.certain or name not in confirmed for hit in hits):
            left_out = True
            continue
        fields.append((name, text))
    return fields, left_out


def has_content(items: Items) -> bool:
    """Whether anything was written or chosen; the hidden `version` and `act` of an edit page do not count."""
    return any(text.strip() for name, text in items if name not in {"version", "act"})
