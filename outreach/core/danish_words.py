"""Find a Danish word in a text, with its endings and in compounds.

Danish bends a word at its end and glues words together: someone who asks us to avoid "sårbar" also means
"sårbare" and "sårbarhed". A full grammar is not needed to count such a word against a text; what is needed is
that the word as written is always found, that its everyday forms are found, and that short words do not
light up inside strangers ("sag" is not in "sagtens").
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from outreach.core.text_rules import normalise

# A word: letters, digits and loose accents; an apostrophe divides, so "SSP'en" is "SSP" and "en".
_WORD = re.compile(r"[\w\u0300-\u036f]+")

# Endings of nouns, adjectives and verbs, longest first; the last ones are the plain genitive and neuter.
_ENDINGS = (
    "ernes", "elsen", "erne", "enes", "ende", "eren", "edes", "ede", "ene", "ens", "ets", "ere", "ers", "est",
    "er", "en", "et", "es", "ne", "te", "e", "s", "t", "n", "r",
)  # fmt: skip

# Plurals that change the vowel; both forms count as the same word.
_VOWEL_CHANGE = {
    "børn": "barn", "bøger": "bog", "mænd": "mand", "fædre": "far", "mødre": "mor", "brødre": "bror",
    "døtre": "datter", "hænder": "hånd", "tænder": "tand", "nætter": "nat", "byer": "by", "kræfter": "kraft",
}  # fmt: skip

# A base shorter than this is no word any more ("er", "en"), so endings are not taken off further than that.
_SHORTEST_BASE = 3
# From this length a word as it is written is looked for inside compounds; below it only whole words count.
_SHORTEST_PART = 4
# A word whose ending was taken off must be longer before it is looked for inside others: "center" would
# otherwise be found in "procent" through "cent".
_SHORTEST_CUT_PART = 5


def fold(text: str) -> str:
    """The text as it is compared: composed characters, no capitals, single spaces."""
    return " ".join(normalise(text, "NFKC").casefold().split())


@lru_cache(maxsize=4096)
def _bases(word: str) -> frozenset[str]:
    """Every form the word may come from, itself included ("familierne" -> "familie", "famili", ...)."""
    found = {word}
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _SHORTEST_BASE:
            found.add(base)
            if base[-1] == base[-2]:  # hjemmet -> hjemm -> hjem
                found.add(base[:-1])
    if word.endswith(("er", "el", "en")) and len(word) > _SHORTEST_BASE + 1:
        found.add(word[:-2] + word[-1])  # center -> centr, as in centret
    for form in tuple(found):
        if form in _VOWEL_CHANGE:
            found.add(_VOWEL_CHANGE[form])
    return frozenset(found)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """What of the word is looked for inside longer words."""
    cut = [base for base in _bases(word) if base != word and len(base) >= _SHORTEST_CUT_PART]
    return tuple(cut + [word]) if len(word) >= _SHORTEST_PART else tuple(cut)


def _same_word(token: str, word: str) -> bool:
    """Whether the token is the word, one of its forms, or a compound with it. Both folded."""
    if token == word or any(part in token for part in _parts(word)):
        return True
    if min(len(token), len(word)) < _SHORTEST_BASE:
        return False
    # Two forms of one word share a base; one of them must be that base or only endings apart from it.
    shared = _bases(token) & _bases(word)
    return any(len(base) >= min(len(token), len(word)) - 2 for base in shared)


def find_word(text: str, word: str) -> list[tuple[int, int]]:
    """Where the word or phrase stands in the text, as (start, end) into the text, in order.

    A span covers the whole words found, compounds included. A phrase ("socialt udsatte") is found where its
    words follow each other, whatever stands between them. An empty word is found nowhere.
    """
    wanted = [fold(part) for part in _WORD.findall(word)]
    if not wanted:
        return _find_signs(text, word.strip())
    tokens = [(match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text)]
    spans = []
    for first in range(len(tokens) - len(wanted) + 1):
        window = tokens[first : first + len(wanted)]
        if all(_same_word(token, part) for (_, _, token), part in zip(window, wanted, strict=True)):
            spans.append((window[0][0], window[-1][1]))
    return spans


def _find_signs(text: str, signs: str) -> list[tuple[int, int]]:
    """A "word" of signs only (an emoji, "&") is looked for as it stands."""
    return [(m.start(), m.end()) for m in re.finditer(re.escape(signs), text)] if signs else []


def words_found(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those of the words that stand in the text, each once, in the order given."""
    distinct = {fold(word): word for word in reversed(list(words))}
    return tuple(word for word in reversed(distinct.values()) if find_word(text, word))
