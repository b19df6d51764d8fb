"""Dictionary forms (lemmas) of Danish and English words, and the parts of Danish compounds. Pure.

Lemmas come from simplemma, whose Danish dictionary knows most inflected forms; what it gets wrong in everyday words
stands in `_CORRECTIONS`. The dictionary (about 60 MB of memory) is loaded by the first word that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’\-‐‑][^\W_]+)*")
_SHORTEST_PART = 2
_LINKING = ("", "s", "e", "er")
#: Word forms that the dictionary lists as words of their own or under another word.
_CORRECTIONS = {
    "da": {
        "bøgerne": "bog", "mødre": "mor", "mødrene": "mor", "fædrene": "far", "pauser": "pause", "pausen": "pause",
        "børnenes": "barn", "børns": "barn", "børne": "barn", "barne": "barn",
        "mødes": "møde", "møder": "møde", "ses": "se", "synges": "synge",
        "udsatte": "udsat", "trætte": "træt", "larmer": "larm", "larme": "larm", "støjer": "støj", "roligt": "rolig",
        "tirsdage": "tirsdag", "onsdage": "onsdag", "torsdage": "torsdag", "fredage": "fredag", "mandage": "mandag",
        "unges": "ung", "unge": "ung", "ældre": "gammel", "vennerne": "ven", "venner": "ven", "kvinderne": "kvinde",
        "skiftende": "skifte", "skifter": "skifte", "lektierne": "lektie", "lektier": "lektie", "højere": "høj",
    },
    "en": {},
}


@dataclass(frozen=True)
class Word:
    """A word of a text: as written, where it stands, casefolded, and its lemma."""

    written: str
    start: int
    end: int
    folded: str
    lemma: str


def word_set(words: str) -> frozenset[str]:
    """A set of words written as one line of text."""
    return frozenset(words.split())


def lemma(word: str, language: str) -> str:
    """The dictionary form of one word, casefolded; the word itself where nothing is known of it."""
    return _lemma(word.casefold(), "en" if language == "en" else "da")


@lru_cache(maxsize=16384)
def _lemma(folded: str, language: str) -> str:
    if folded in _CORRECTIONS[language]:
        return _CORRECTIONS[language][folded]
    from simplemma import lemmatize  # loads its dictionary: not before somebody asks

    return str(lemmatize(folded, lang=language)).casefold()


@lru_cache(maxsize=16384)
def is_known(folded: str, language: str) -> bool:
    """Whether the dictionary holds this casefolded form."""
    from simplemma import is_known as known

    return folded in _CORRECTIONS[language] or bool(known(folded, lang=language))


@lru_cache(maxsize=512)
def words_of(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in order. Hyphens and apostrophes inside belong to the word; invisible soft hyphens "
    "do not."""
    plain = text.replace("\u00ad", "")
    return tuple(Word(match.group(), match.start(), match.end(), match.group().casefold(),
                      lemma(match.group(), language)) for match in _WORD.finditer(plain))


@lru_cache(maxsize=8192)
def compound_parts(folded: str, known: Collection[str] = frozenset()) -> tuple[str, ...]:
    """The lemmas of the two parts of a Danish compound ("børnefamilier" -> barn, familie); empty where it is none.

    Both parts must be words of their own, of the dictionary or of `known` (lemmas of the library's own words), so that
    "brandalarmen" is brand + alarm and never holds "larm". A longer last part wins, as Danish compounds are "
    "headed right.
    """
    if "-" in folded:
        return tuple(_lemma(part, "da") for part in folded.split("-") if part)
    for cut in range(3, len(folded) - _SHORTEST_PART + 1):
        tail = folded[cut:]
        if not _is_part(tail, known):
            continue
        for link in _LINKING:
            head = folded[:cut].removesuffix(link) if link else folded[:cut]
            if link and head == folded[:cut]:
                continue
            if _is_part(head, known):
                return _lemma(head, "da"), _lemma(tail, "da")
    return ()


#: Letter groups that the dictionary lists but that are no parts of compounds: endings, prefixes and abbreviations.
_NO_PARTS = word_set(
    "er en et ene erne ens ets ere est ede ende te de se ne le ge be re ser der den det hed lig ig sk ing else "
    "isk som bar "
    "for und ud af an op in ind om til ved mis sam van fra med mod ur ret rn lse")


def _is_part(folded: str, known: Collection[str]) -> bool:
    if folded in _NO_PARTS or len(folded) < _SHORTEST_PART:
        return False
    if len(folded) < 3:  # "ro" alone is the library's own word, never a guess
        return folded in known
    return _lemma(folded, "da") in known or (len(folded) > 3 and is_known(folded, "da"))
