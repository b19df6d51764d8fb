"""Promises on a page that no offer of it holds: things, help and lengths of time. Pure.

A line promises what it names: "en computer", "et par timer", "vi sørger for kaffe". It is covered where the library's
own text of an offer on the page names the same thing, in any form, or a compound that ends in it ("billedbøger" covers
"bøger"), or the same length of time. Their own words in quotation marks promise nothing, and neither does what is
denied ("ingen lånerkort", "uden mad").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from outreach.core.lemmas import Word, compound_parts, lemma, word_set, words_of

_THINGS = {
    "da": word_set("""
        computer printer tablet ipad skærm telefon oplader robot symaskine kamera projektor højttaler hovedtelefon
        kaffe te saft mad aftensmad morgenmad frokost kage frugt pizza popcorn brød vand sodavand
        bog lydbog billedbog blad avis tegneserie film spil puslespil brætspil musik instrument guitar legetøj bamse
        kasse kuffert taske hylde værktøj garn maling papir bil bus taxa transport billet kørsel penge gavekort gave
        præmie lokale rum sal køkken værksted scene
        rundvisning kursus undervisning foredrag koncert teater udflugt tur fest fødselsdag overnatning
        forfatter kunstner musiker lærer psykolog læge tolk frivillig lektiehjælp mentor besøgsven læseven
        lånerkort adgangskort nøgle wifi internet print kopi
    """),
    "en": word_set("""
        computer laptop printer tablet ipad screen phone charger robot camera projector speaker headphone
        coffee tea juice food supper dinner breakfast lunch cake fruit pizza popcorn bread soda
        book audiobook magazine newspaper comic film movie game puzzle music instrument guitar toy
        box suitcase bag shelf tool yarn paint paper car bus taxi transport ticket ride money voucher gift prize
        room hall kitchen workshop stage garden
        tour course lesson lecture concert theatre trip party sleepover
        author artist musician teacher psychologist doctor interpreter volunteer mentor
        card key wifi internet print copy
    """),
}
_NUMBERS = {
    "da": {"en": "1", "et": "1", "én": "1", "to": "2", "tre": "3", "fire": "4", "fem": "5", "seks": "6", "syv": "7",
           "otte": "8", "ni": "9", "ti": "10", "halvanden": "1½", "halv": "½", "par": "2", "flere": "flere",
           "hel": "hel", "hele": "hel"},
    "en": {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
           "seven": "7", "eight": "8", "nine": "9", "ten": "10", "half": "½", "couple": "2", "several": "flere",
           "whole": "hel", "all": "hel"},
}
# Day and week only with "hver" or "hele": "en dag i uge 49" is a date, no promise of length.
_UNITS = {"da": {"time": "h", "minut": "min", "gang": "x", "måned": "m"},
          "en": {"hour": "h", "minute": "min", "time": "x", "month": "m"}}
_LONG_UNITS = {"da": {"dag": "d", "uge": "u", "aften": "a", "eftermiddag": "e", "formiddag": "f", "morgen": "mo"},
               "en": {"day": "d", "week": "u", "evening": "a", "afternoon": "e", "morning": "f"}}
_EVERY = word_set("hver hvert every each")
_DENIALS = word_set("ingen intet ikke uden aldrig hverken heller no not without never nor none")
_DENIAL_REACH = 3
_SHORTEST_PART = 3
_QUOTED = re.compile(r"[»“][^«”»“]*[«”]")
_CLAUSE_END = re.compile(r"[.!?;:·–\n]")


@dataclass(frozen=True)
class Promise:
    """What a line promises: where it stands, and what has to stand in an offer for it to be covered."""

    start: int
    end: int
    key: str


def uncovered_promises(text: str, sources: Iterable[str], language: str) -> tuple[Promise, ...]:
    """The promises of `text` that none of `sources`, the library's own texts of the offers on the page, holds."""
    covered = frozenset[str]().union(*(promised_keys(source, language) for source in sources))
    return tuple(promise for promise in promises(text, language) if promise.key not in covered)


@lru_cache(maxsize=512)
def promised_keys(source: str, language: str) -> frozenset[str]:
    """All that a text of an offer covers: each thing, with the last part of its compounds, and each length of time."""
    keys = {promise.key for promise in _named(source, language, denied=True)}
    tails = (lemma(word.folded[cut:], language) for word in words_of(source, language)
             for cut in range(_SHORTEST_PART, len(word.folded) - _SHORTEST_PART + 1))
    return frozenset(keys.union(tail for tail in tails if tail in _THINGS.get(language, _THINGS["da"])))


def promises(text: str, language: str) -> tuple[Promise, ...]:
    """What a line of ours promises, in order."""
    blank = _QUOTED.sub(lambda match: " " * len(match.group()), text)
    return tuple(_named(blank, language, denied=False))


def _named(text: str, language: str, *, denied: bool) -> Iterator[Promise]:
    language = language if language in _THINGS else "da"
    words = words_of(text, language)
    for at, word in enumerate(words):
        if not denied and _is_denied(words, at, text):
            continue
        if (length := _length_of_time(words, at, language)) is not None:
            yield length
        elif word.lemma in _THINGS[language] or word.folded in _THINGS[language]:
            yield Promise(word.start, word.end, word.lemma if word.lemma in _THINGS[language] else word.folded)
        elif language == "da" and (parts := compound_parts(word.folded)) and parts[-1] in _THINGS["da"]:
            yield Promise(word.start, word.end, word.lemma if denied else parts[-1])


def _length_of_time(words: tuple[Word, ...], at: int, language: str) -> Promise | None:
    word = words[at]
    unit, long = _UNITS[language].get(word.lemma), _LONG_UNITS[language].get(word.lemma)
    before = words[max(0, at - 3):at]
    if unit is None and long is None or not before:
        return None
    if before[-1].folded in _EVERY:
        return Promise(before[-1].start, word.end, f"hver {unit or long}")
    names = [(earlier, _NUMBERS[language].get(earlier.folded) or (earlier.folded if earlier.folded.isdigit() else ""))
             for earlier in before]
    numbers = [(earlier, number) for earlier, number in names if number]
    if not numbers or before[-1] is not numbers[-1][0] and before[-1].folded not in ("of", "an", "en"):
        return None
    number = next((number for _word, number in reversed(numbers) if number != "1"), "1")
    if long is not None and number != "hel" or unit == "x" and number == "1":
        return None
    return Promise(numbers[0][0].start, word.end, f"{number} {unit or long}")


def _is_denied(words: tuple[Word, ...], at: int, text: str) -> bool:
    """Whether a denial stands just before the word in its clause."""
    return any(earlier.folded in _DENIALS and not _CLAUSE_END.search(text[earlier.end:words[at].start])
               for earlier in words[max(0, at - _DENIAL_REACH):at])
