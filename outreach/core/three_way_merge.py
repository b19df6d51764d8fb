"""Two people edited one record: which fields go together by themselves, and which must be asked about.

Pure. A page remembers what it was filled from as one short mark for each field (`marks_of`), not as the text itself:
to tell who changed a field it is enough to see that it is not what it was.
"""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Mapping
from difflib import SequenceMatcher


class Outcome(enum.Enum):
    """What is to become of one field."""

    MINE = "mine"
    THEIRS = "theirs"
    ASK = "ask"


def mark(text: str) -> str:
    """Twelve hex letters for a text; white space does not count, since a browser may send it otherwise than it came."""
    return hashlib.blake2s(" ".join(text.split()).encode(), digest_size=6).hexdigest()


def marks_of(texts: Mapping[str, str]) -> str:
    """What a page was filled from, as one line for a hidden field."""
    return " ".join(f"{name}:{mark(text)}" for name, text in texts.items())


def read_marks(line: str) -> dict[str, str]:
    """The marks in such a line; what is none is left out."""
    return dict(match.groups() for match in re.finditer(r"(\S+):([0-9a-f]{12})(?=\s|$)", line))  # type: ignore[misc]


def merge(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, Outcome]:
    """For each field of `mine`: whose text is to stand. `base`: the marks of what the page was filled from; a field
    without one was shown to nobody, so it is asked about where the two differ."""
    outcomes = {}
    for name, text in mine.items():
        ours, other, before = mark(text), mark(theirs.get(name, "")), base.get(name)
        if ours == other or other == before:
            outcomes[name] = Outcome.MINE
        elif ours == before:
            outcomes[name] = Outcome.THEIRS
        else:
            outcomes[name] = Outcome.ASK
    return outcomes


def differing(text: str, other: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it says something else than `other` does there. The pieces make the text."""
    words, others = re.findall(r"\S+|\s+", text), re.findall(r"\S+|\s+", other)
    pieces = []
    for kind, start, end, _from, _to in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if start < end:
            pieces.append(("".join(words[start:end]), kind != "equal"))
    return pieces
