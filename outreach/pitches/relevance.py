"""How well something the partner said fits a need: by the need's cues, and by words shared with what we call it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from outreach.core.lemmas import compound_parts, word_set, words_of
from outreach.partners.quote_analysis import Polarity, find_cues

CUE_POINTS = 3
WORD_POINTS = 1

_SHORTEST_WORD = 4
_AGAINST = frozenset({Polarity.DENIED, Polarity.HAVE, Polarity.REPORTED})
_EMPTY_WORDS = word_set(
    "noget nogen anden andre hvor hvad hvem hvordan hvorfor deres jeres vores eller efter inden under over mellem være "
    "blive have gerne ikke også bare hele hel alle mange flere kunne skulle ville måtte hvis mens sådan derfor igen "
    "gang sted "
    "with that this them they their your have what when where which would could should from into about there people "
    "something someone thing good more most other others than just place"
)


def fit(text: str, cues: Iterable[str], phrases: Iterable[str], language: str = "da") -> int:
    """Points for one text against one need: 3 for each clause with a cue in it that is not turned down, had already or
    somebody else's, 1 for each word it shares with the phrases, in any form and inside compounds."""
    findings = find_cues(text, language, {"": [cue for cue in cues if cue.strip()]})
    cued = sum(finding.polarity not in _AGAINST for finding in findings)
    shared = _meaningful_lemmas(text, language) & _meaningful_lemmas(" ".join(phrases), language)
    return CUE_POINTS * cued + WORD_POINTS * len(shared)


@lru_cache(maxsize=512)
def _meaningful_lemmas(text: str, language: str) -> frozenset[str]:
    words = {word.lemma for word in words_of(text, language) if word.folded not in _EMPTY_WORDS}
    parts = {part for word in words_of(text, language) if language != "en" for part in compound_parts(word.folded)}
    return frozenset(word for word in words | parts if len(word) >= _SHORTEST_WORD and word not in _EMPTY_WORDS)
