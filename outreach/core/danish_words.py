"""Find a Danish word in a text, with its endings and in compounds.

Danish words have endings and form compounds: someone who asks us to avoid "sårbar" also means "sårbare" and
"sårbarhed". The word as written is always found, its everyday forms are found, and short words are not found inside
unrelated ones ("sag" is not in "sagtens").
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

# Endings are removed only while the base is at least this long.
_MIN_BASE = 3
# From this length a word as written is searched for inside compounds; shorter ones match whole words only.
_MIN_PART = 4
# A base without its ending must be longer to be searched for inside others: else "center" would be found in
# "procent" through "cent".
_MIN_CUT_PART = 5


def fold(text: str) -> str:
    """The text as it is compared: composed characters, no capitals, single spaces."""
    return " ".join(normalise(text, "NFKC").casefold().split())


@lru_cache(maxsize=4096)
def _bases(word: str) -> frozenset[str]:
    """Every form the word may come from, itself included ("familierne" -> "familie", "famili", ...)."""
    bases = {word}
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _MIN_BASE:
            bases.add(base)
            if base[-1] == base[-2]:  # hjemmet -> hjemm -> hjem
                bases.add(base[:-1])
    if word.endswith(("er", "el", "en")) and len(word) > _MIN_BASE + 1:
        bases.add(word[:-2] + word[-1])  # center -> centr, as in centret
    for form in tuple(bases):
        if form in _VOWEL_CHANGE:
            bases.add(_VOWEL_CHANGE[form])
    return frozenset(bases)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The parts of the word searched for inside longer words."""
    cut = [base for base in _bases(word) if base != word and len(base) >= _MIN_CUT_PART]
    return tuple(cut + [word]) if len(word) >= _MIN_PART else tuple(cut)


def _same_word(token: str, word: str) -> bool:
    """Whether the token is the word, one of its forms, or a compound with it. Both folded."""
    if token == word or any(part in token for part in _parts(word)):
        return True
    if min(len(token), len(word)) < _MIN_BASE:
        return False
    # Two forms of one word share a base that is at most two letters shorter than the shorter form.
    shared = _bases(token) & _bases(word)
    return any(len(base) >= min(len(token), len(word)) - 2 for base in shared)


def find_word(text: str, word: str) -> list[tuple[int, int]]:
    """Where the word or phrase occurs in the text, as (start, end), in order.

    A span covers the whole words found, compounds included. A phrase ("socialt udsatte") is found where its
    words follow each other, with anything between them. An empty word is never found.
    """
    phrase = [fold(part) for part in _WORD.findall(word)]
    if not phrase:
        return _find_signs(text, word.strip())
    tokens = [(match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text)]
    spans = []
    for first in range(len(tokens) - len(phrase) + 1):
        window = tokens[first : first + len(phrase)]
        if all(_same_word(token, part) for (_, _, token), part in zip(window, phrase, strict=True)):
            spans.append((window[0][0], window[-1][1]))
    return spans


def _find_signs(text: str, signs: str) -> list[tuple[int, int]]:
    """A "word" without letters (an emoji, "&") is searched for as it is."""
    return [(m.start(), m.end()) for m in re.finditer(re.escape(signs), text)] if signs else []


def words_found(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that occur in the text, each once, in the order given."""
    distinct = {fold(word): word for word in reversed(list(words))}
    return tuple(word for word in reversed(distinct.values()) if find_word(text, word))
