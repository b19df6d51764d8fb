"""How well something the partner said fits a need: by the need's cues and by shared parts of words.

Compounds hide words from each other ("familie" in "børnefamilier"), so a shared stem inside a longer word counts.
"""

from collections.abc import Iterable
from functools import lru_cache

from outreach.core.lemmas import word_set
from outreach.pitches.language.normalisation import folded, tokens

CUE_POINTS = 3
PART_POINTS = 1

_SHORTEST_STEM = 4
_ENDINGS = ("ernes", "erne", "ens", "ets", "ers", "ene", "er", "en", "et", "es", "e", "s", "ing", "ed")
_EMPTY_WORDS = word_set(
    "noget nogen andre hvor hvad hvem hvordan hvorfor deres jeres vores eller efter inden under over mellem være blive "
    "have gerne ikke også bare hele alle mange flere kunne skulle ville måtte hvis mens sådan derfor igen gang gange "
    "with that this them they their your have what when where which would could should from into about there people "
    "something someone things good more most other others than just"
)


def fit(text: str, cues: Iterable[str], phrases: Iterable[str]) -> int:
    """Points for one text against one need: 3 for each cue in it, 1 for each stem it shares with the phrases."""
    plain = f" {folded(text)} "
    cued = sum(1 for cue in {folded(cue).strip() for cue in cues} if cue and cue in plain)
    shared = sum(1 for stem in word_stems(" ".join(phrases)) if any(_share(stem, own) for own in word_stems(text)))
    return CUE_POINTS * cued + PART_POINTS * shared


@lru_cache(maxsize=512)
def word_stems(text: str) -> frozenset[str]:
    """Stems of four letters or more of the words that carry meaning."""
    words = (token.folded for token in tokens(text))
    return frozenset(_stem(word) for word in words if len(word) >= _SHORTEST_STEM and word not in _EMPTY_WORDS)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _share(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)
