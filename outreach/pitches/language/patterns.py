"""One listed word or phrase, ready to be found in a text: its forms, and its place in Danish compounds."""

import re
from dataclasses import dataclass
from functools import lru_cache

from outreach.core.lemmas import word_set
from outreach.pitches.language.inflection import forms, stems
from outreach.pitches.language.normalisation import Token, tokens

# What may stand between the words of a phrase: "at risk", "at-risk", "interurban / fjernlån".
_GAP = re.compile(r"[\s\-‐‑–/'’\u00ad]*")
_VOWEL = re.compile(r"[aeiouyæøå]")

# Before a word these make another word, no compound: "forudsatte" is not "udsatte", "forbruger" not "bruger".
_PREFIXES = word_set("for be und mis van med vel sam")
# After a word these make a derived word with a meaning of its own: "voldsom", "klientel".
_SUFFIXES = word_set(
    "som somt somme isme ismen ist ister isten lig ligt lige ligst agtig agtige agtigt lighed terne tere mes sel set "
    "sen ste"
)
# Everyday words that hold a listed word and are no library talk.
_ORDINARY_WORDS = re.compile(r"samlingspunkt|samlingssted|uddannelse")

_SMALL_WORDS = word_set("the for and med til som der den det uden")
# Words so short are found only as they are, in their forms; longer ones inside compounds too.
_SHORTEST_IN_COMPOUND = 4
_LONG_ENOUGH = 5


@dataclass(frozen=True)
class Pattern:
    """A word or phrase of a list; `parts` holds one compiled alternative per word of the phrase."""

    word: str
    parts: tuple[re.Pattern[str], ...]
    roots: tuple[str, ...]


@lru_cache(maxsize=1024)
def pattern_for(word: str, language: str, compounds: bool = True) -> Pattern | None:
    """The pattern of a word or phrase; None where it holds no letter or digit."""
    words = [token.folded for token in tokens(word)]
    if not words:
        return None
    if len(words) == 1:
        compiled = _single(words[0], language, compounds)
        return Pattern(word, (compiled,), (_root(forms(words[0], language)),))
    part_forms = [_phrase_forms(part, language) for part in words]
    return Pattern(word, tuple(map(_any_of, part_forms)), tuple(map(_root, part_forms)))


def patterns_for(word: str, language: str) -> tuple[Pattern, ...]:
    """A list line may hold alternatives: "interurban/fjernlån" is two patterns."""
    patterns = (pattern_for(part, language) for part in word.split("/"))
    return tuple(pattern for pattern in patterns if pattern)


def may_begin(pattern: Pattern, token: str) -> bool:
    """Whether the folded token can be the pattern's first word."""
    return pattern.roots[0] in token and _fits(pattern.parts[0], token)


def match_at(pattern: Pattern, text: str, tokens: tuple[Token, ...], at: int) -> int | None:
    """How many tokens from `at` the pattern takes, or None. `text` is what the tokens were cut from."""
    count = len(pattern.parts)
    if at + count > len(tokens):
        return None
    for step in range(count):
        token = tokens[at + step]
        if pattern.roots[step] not in token.folded or not _fits(pattern.parts[step], token.folded):
            return None
        if step and not _GAP.fullmatch(text[tokens[at + step - 1].end : token.start]):
            return None
    return count


def find_signs(text: str, signs: str) -> list[tuple[int, int]]:
    """A listed "word" without letters (an emoji, "&") is looked for as it stands."""
    signs = signs.strip()
    return [match.span() for match in re.finditer(re.escape(signs), text)] if signs else []


@lru_cache(maxsize=65536)
def _fits(part: re.Pattern[str], token: str) -> bool:
    match = part.fullmatch(token)
    if match is None:
        return False
    part_of = match.groupdict()
    return (
        _plausible_first(part_of.get("first"))
        and _plausible_first(part_of.get("lead"))
        and _plausible_rest(part_of.get("rest"))
        and not _ORDINARY_WORDS.search(token)
    )


def _plausible_first(first: str | None) -> bool:
    return first is None or (first not in _PREFIXES and _VOWEL.search(first) is not None)


def _plausible_rest(rest: str | None) -> bool:
    return rest is None or (rest not in _SUFFIXES and _VOWEL.search(rest) is not None)


def _single(word: str, language: str, compounds: bool) -> re.Pattern[str]:
    exact = forms(word, language)
    if language == "en" or not compounds or len(word) < _SHORTEST_IN_COMPOUND or not word.isalpha():
        return _any_of(exact)
    least = 3 if len(word) >= _LONG_ENOUGH else 4
    tails = {form for form in exact if len(form) >= _SHORTEST_IN_COMPOUND}
    heads = {stem for stem in stems(word, language) if len(stem) >= _SHORTEST_IN_COMPOUND}
    whole = f"(?:{_joined(exact)})|(?P<first>\\w{{{least},}})(?:{_joined(tails)})"
    if heads:
        whole += f"|(?P<lead>\\w{{{least},}})?(?:{_joined(heads)})(?P<rest>\\w{{{least},}})"
    return re.compile(whole)


def _phrase_forms(word: str, language: str) -> frozenset[str]:
    """Inside a phrase a small word ("om", "i", "the") has no forms."""
    return frozenset({word}) if len(word) < 3 or word in _SMALL_WORDS else forms(word, language)


def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(_joined(words))


def _joined(words: frozenset[str] | set[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda form: (-len(form), form))))


def _root(words: frozenset[str]) -> str:
    """What all forms begin with: a quick first look before the regular expression."""
    shortest, ordered = min(words, key=len), sorted(words)
    for length in range(len(shortest), 0, -1):
        if ordered[0][:length] == ordered[-1][:length]:
            return ordered[0][:length]
    return ""
