"""Whether a code name reveals who or where a protected partner is. Pure."""

from __future__ import annotations

import re

from outreach.core.danish_words import fold

#: Words that a code name may share with any partner.
_GENERIC = frozenset({
    "partner", "partneren", "huset", "house", "center", "centret", "centeret", "centre", "stedet", "place", "team",
    "gruppen", "group", "foreningen", "association", "vores", "for", "the", "hemmelig", "beskyttet"})
_SHORTEST_WORD, _SHORTEST_PART, _SAME_BEGINNING, _FEWEST_DIGITS = 4, 5, 8, 4
_WORD = re.compile(r"[^\W\d_]+")


def reveals_partner(code_name: str, *, name: str, address: str = "", phone: str = "") -> bool:
    """Whether the code name holds the name, a word of four letters or more of the name or the address (one of five
    inside a longer word, too), or four digits in a row of the telephone number or the address."""
    if not code_name.strip():
        return False
    code = fold(code_name)
    whole = _letters_and_digits(fold(name))
    if len(whole) >= _SHORTEST_WORD and whole in _letters_and_digits(code):
        return True
    if fold(name) == code:
        return True
    theirs = _words(fold(name)) | _words(fold(address))
    if any(_alike(mine, other) for mine in _words(code) for other in theirs):
        return True
    digits = re.sub(r"\D", "", code)
    return any(digits[at:at + _FEWEST_DIGITS] in number for number in map(_digits, (phone, address))
               for at in range(len(digits) - _FEWEST_DIGITS + 1))


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text) if len(word) >= _SHORTEST_WORD and word not in _GENERIC}


def _alike(mine: str, other: str) -> bool:
    """The same word, one inside the other, or two that begin alike for long ("krisecenter", "krisecentret")."""
    shorter, longer = sorted((mine, other), key=len)
    return (shorter == longer or (len(shorter) >= _SHORTEST_PART and shorter in longer)
            or (len(shorter) >= _SAME_BEGINNING and shorter[:_SAME_BEGINNING] == longer[:_SAME_BEGINNING]))


def _letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
