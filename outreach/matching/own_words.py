"""Words that carry meaning in how a partner put its needs, as lemmas. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from outreach.core.lemmas import compound_parts, word_set, words_of

_SHORTEST = 4
# A word that stands in so large a share of the offers' texts tells none of them apart.
_COMMON_SHARE = 0.15
#: Words that say nothing of what is needed, Danish and English, as lemmas and as they are written.
_EMPTY = word_set("""
    noget nogen sted hvor hvad hvem hvordan ikke altid anden andre deres jeres vores gerne hel hele have blive skulle
    kunne ville gøre eller efter uden over bare også ellers selv igen gang flere mere mange tage lave komme gå ingen
    under aldrig handle samme egen eget sige sidde stå ligge sætte lade give finde bruge hjem ende midt inde være måtte
    ringe time høre koste lukke hænge god bedre mindre dag hver hvis mens
    hånd øje fod hoved slippe klare grund
    something someone somewhere that with they them their what when where from more place other good have make made
    come want need nobody speak take going thing things
""")
#: They ask for somewhere to be.
_PLACES = word_set("sted lokale rum krog dør place room somewhere corner")


def meaningful_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The lemmas of four letters or more that carry meaning, each once, in their order."""
    return tuple(dict.fromkeys(word for text in texts for word in _lemmas(text)))


def asks_for_place(text: str) -> bool:
    """Whether somebody who puts a need so asks for somewhere to be."""
    return any(word.lemma in _PLACES or word.folded in _PLACES for word in words_of(text, "da")[:4])


@lru_cache(maxsize=256)
def words_in(text: str) -> frozenset[str]:
    """The lemmas of a text, and those of the parts of its compounds."""
    words = _lemmas(text)
    return frozenset(words).union(*(compound_parts(word) for word in words if len(word) > 2 * _SHORTEST))


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """The lemmas that stand in so many of the texts that they tell none apart."""
    sets = [words_in(text) for text in texts]
    counts = Counter(word for words in sets for word in words)
    most = max(1, int(_COMMON_SHARE * len(sets)))
    return frozenset(word for word, count in counts.items() if count > most)


def _lemmas(text: str) -> list[str]:
    return [word.lemma for word in words_of(text, "da") if len(word.lemma) >= _SHORTEST
            and word.lemma not in _EMPTY and word.folded not in _EMPTY]
