"""Words that carry meaning in how a partner put its needs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SHORTEST = 4
#: Words that say nothing of what is needed, Danish and English.
_EMPTY_WORDS = """
    noget nogen sted hvor ikke altid andre deres gerne hele have være blive skal kunne ville gøre eller efter uden over
    bare også ellers selv igen gang flere mere mange tage lave kommer komme ingen under aldrig handler
    something someone that with they them their what when where from more place other
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def meaningful_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of four letters or more that carry meaning, in small letters, each once, in their order."""
    words = (word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold()))
    return tuple(dict.fromkeys(word for word in words if len(word) >= _SHORTEST and word not in _EMPTY))
