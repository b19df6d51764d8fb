"""Three-way merge of a record's fields: which can be merged, and which both users changed. Pure.

A page stores what it was filled from as one short fingerprint for each field, not as text: a changed fingerprint is
enough to tell that a field was changed.
"""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from os.path import commonprefix

_HEX = frozenset("0123456789abcdef")
#: So many pairs of words are compared in search of the fewest differences; it takes about as many steps.
_MOST_PAIRS = 250_000


class Outcome(enum.Enum):
    """Whose version of a field is used; ASK: both changed it."""

    MINE = "mine"
    THEIRS = "theirs"
    ASK = "ask"


def fingerprint(text: str) -> str:
    """Twelve hex digits for a text; white space is ignored, since browsers may change it."""
    return hashlib.blake2s(" ".join(text.split()).encode(), digest_size=6).hexdigest()


def fingerprints(texts: Mapping[str, str]) -> str:
    """The fingerprints of a page's fields, as one line for a hidden field."""
    return " ".join(f"{name}:{fingerprint(text)}" for name, text in texts.items())


def parse_fingerprints(line: str) -> dict[str, str]:
    """The fingerprints in such a line; malformed ones are left out."""
    pairs = (word.rpartition(":") for word in line.split())
    return {name: mark for name, _colon, mark in pairs if name and len(mark) == 12 and _HEX.issuperset(mark)}


def merge(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, Outcome]:
    """For each field of `mine`, whose text is used. `base`: fingerprints of what the page was filled from. Where a
    field has none and the two texts differ, the user is asked."""
    outcomes = {}
    for name, text in mine.items():
        ours, other, before = fingerprint(text), fingerprint(theirs.get(name, "")), base.get(name)
        if ours == other or other == before:
            outcomes[name] = Outcome.MINE
        elif ours == before:
            outcomes[name] = Outcome.THEIRS
        else:
            outcomes[name] = Outcome.ASK
    return outcomes


def diff_pieces(text: str, other: str) -> list[tuple[str, bool]]:
    """`text` split into pieces, each with whether it differs from `other` there."""
    words, others = re.findall(r"\S+|\s+", text), re.findall(r"\S+|\s+", other)
    if len(words) * len(others) > _MOST_PAIRS:
        return _outer_difference(text, other)
    pieces = []
    for kind, start, end, _from, _to in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if start < end:
            pieces.append(("".join(words[start:end]), kind != "equal"))
    return pieces


def _outer_difference(text: str, other: str) -> list[tuple[str, bool]]:
    """The same for long texts: what is equal at the beginning and at the end, and all that lies between."""
    begin = len(commonprefix([text, other]))
    end = len(commonprefix([text[begin:][::-1], other[begin:][::-1]]))
    middle = len(text) - end
    return [piece for piece in ((text[:begin], False), (text[begin:middle], True), (text[middle:], False)) if piece[0]]
