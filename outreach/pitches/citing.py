"""What may be cited of a partner, and how: in quotation marks, word for word, without a person's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outreach.core.danish_words import words_found

_CITE = {"da": "I fortæller: »{cited}«{stop}", "en": "You tell us: “{cited}”{stop}"}
_AND = {"da": "»{cited}«{stop}", "en": "“{cited}”{stop}"}
_WISH = {"da": "I ønsker jer »{cited}«.", "en": "You wish for “{cited}”."}
_INNER_MARKS = {"da": ("›", "‹"), "en": ("‘", "’")}
_PAIR = re.compile(r"[»“”„\"«]([^»«“”„\"]+)[«”“»\"]")
_ROUND_ALL = re.compile(r"[»“”„\"]([^»«“”„\"]*)[«”“\"]([.!?…]?)")
_MARK = re.compile(r"[»«“”„\"]")
_CAPITAL_INSIDE = re.compile(
    r"(?<![.!?:»“”\"(–-]\s)(?<!^)(?<=\s)[A-ZÆØÅ][a-zæøåé]+")
# A bare noun that opens a sentence and acts as a person does is most likely a name.
_ACTS = re.compile(
    r"(?:^|[.!?:]\s+)([A-ZÆØÅ][a-zæøåé]+)(?:\s+på\s+\w+)?\s+(?:siger|sagde|har boet|har \w+ (?!er\b)|fik|kan|"
    r"vil|gik|bor|tegner|laver|lavede|spørger|makes|says|said|wants|plays)\b")
_OPENERS = """
    alle andre børnene de den der det drengene du en et folk forældrene han hun hvem hver ingen intet jeg kvinderne man
    mange mændene mødrene nogen nogle pigerne somebody they vi we i everyone everybody people he she it nobody
    skat altså halvdelen kommunen
"""
_NO_NAMES = frozenset(_OPENERS.split())


_NAMES_WITH_ENDING = "jørgen karen kirsten morten torben carsten karsten steen preben søren maren helen"
_NAMES_IN_EN = frozenset(_NAMES_WITH_ENDING.split())


def cite(words: str, language: str) -> str:
    """Their words in a sentence: I fortæller: »…« Quotation marks inside are turned single; nothing else changes."""
    return _within(_CITE, words, language)


def cite_more(words: str, language: str) -> str:
    """Further words of theirs, after `cite`."""
    return _within(_AND, words, language)


def cite_wish(words: str, language: str) -> str:
    """How they put a need, as the reason for an offer: I ønsker jer »…«."""
    return _WISH.get(language, _WISH["da"]).replace("{cited}", _marked(words, language).rstrip(".…"))


def may_cite(words: str, avoid_words: Sequence[str], held_back: Sequence[str]) -> bool:
    """Whether words may be proposed for paper: no name of a person or protected place, no word they want avoided."""
    return not (names_person(words) or words_found(words, avoid_words) or words_found(words, held_back))


def names_person(text: str) -> bool:
    """Whether a text seems to name a person: a capital inside a sentence, or a bare first word that acts like one. Errs
    on the side of yes."""
    plain = " ".join(text.split())
    inside = (match.group() for match in _CAPITAL_INSIDE.finditer(plain))
    if any(word.casefold() not in _NO_NAMES and word not in ("I", "Jer") for word in inside):
        return True
    return any(match[1].casefold() not in _NO_NAMES and not _is_definite(match[1])
               for match in _ACTS.finditer(plain))


def _is_definite(word: str) -> bool:
    """Whether a word looks like a noun with its article at the end ("Børnene", "Hylden"), and is no known name."""
    return bool(re.search(r"(?:erne|ene|en|et)$", word)) and word.casefold() not in _NAMES_IN_EN


def _within(patterns: dict[str, str], words: str, language: str) -> str:
    cited = _marked(words, language)
    stop = "" if cited.endswith((".", "!", "?", "…")) else "."
    return patterns.get(language, patterns["da"]).replace("{stop}", stop).replace("{cited}", cited)


def _marked(words: str, language: str) -> str:
    """The words without marks round the whole; a pair of marks inside is turned single, a mark without its other half
    is left out."""
    cited = " ".join(words.split()).strip()
    whole = _ROUND_ALL.fullmatch(cited)
    cited = (whole[1] + whole[2] if whole else cited).strip()
    opening, closing = _INNER_MARKS.get(language, _INNER_MARKS["da"])
    cited = _PAIR.sub(rf"{opening}\1{closing}", cited)
    return _MARK.sub("", cited).strip()
