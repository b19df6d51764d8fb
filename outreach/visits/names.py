"""Does a text look as if it names a resident? A guess by rule, pure: it only makes the portal ask back.

Danish and English give ordinary words small letters, so a capital inside a sentence is a name of something. Two in a
row read as a person's full name; a single one is asked about only where the words around it speak of a person ("hun
hedder Fatima", "drengen Ali", "Ali på 7 år"). Words the library knows (colleagues, contacts, partners, places, offers)
are never asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_UPPER, _LOWER = "A-ZÆØÅÄÖÜÉÁÍÓÚĞİŞÇ", "a-zæøåäöüéáíóúèêëàâîïôûñğışç"
_NAME = rf"[{_UPPER}][{_LOWER}]+(?:[-'’][{_UPPER}]?[{_LOWER}]+)*"
_TOKEN = re.compile(rf"{_NAME}|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[.!?:\n]|[^\s\w]")
_IS_NAME = re.compile(rf"{_NAME}\Z")
_ENDS = frozenset(".!?:\n")
#: Signs after which a sentence may begin, or that open a quote or a list.
_OPENS = frozenset("\"”“»«'’(-–•*")



def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: "hun hedder Fatima": the name comes right after.
_CALLED = _words("hedder hed kaldes kaldt navnet named called name")
#: Whom a name stands beside when it is a person's: "drengen Ali", "hendes mor Amina".
_PERSON = _words(
    "dreng drengen pige pigen barn barnet søn sønnen datter datteren mor moren moderen far faren faderen bror broren "
    "broder søster søsteren mormor morfar farmor farfar kvinde kvinden mand manden beboer beboeren familien tvilling "
    "tvillingen lille unge teenageren boy girl child son daughter mother mum father dad brother sister woman man "
    "resident family little")
_AGE_WORDS = frozenset({"år", "års", "årig", "years", "year", "yrs"})
#: Capitals that are no names: how one writes to people, and days and months in English.
_NEVER = _words(
    "I De Dem Deres Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September October November December Danish English Arabic Turkish Somali Ukrainian Polish")


def find_names(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Parts of `text` that look like a person's name, in their order, each once. `known` are words in any case."""
    familiar = {word.casefold() for phrase in known for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", phrase)}
    return tuple(dict.fromkeys(_found(_TOKEN.findall(text), familiar)))


def _found(tokens: list[str], familiar: Collection[str]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        run = _run(tokens, at, familiar)
        if not run:
            at += 1
        else:
            if _reads_as_person(tokens, at, run):
                yield " ".join(run)
            at += len(run)


def _run(tokens: list[str], at: int, familiar: Collection[str]) -> list[str]:
    """The capitalised, unknown words that stand together from `at` on."""
    run: list[str] = []
    while at < len(tokens) and _may_be_name(tokens[at], familiar):
        run.append(tokens[at])
        at += 1
    return run


def _may_be_name(token: str, familiar: Collection[str]) -> bool:
    if not _IS_NAME.match(token) or token in _NEVER:
        return False
    folded = token.casefold()
    if folded in _PERSON or folded in _CALLED:  # "Drengen Ali": the first word only begins the sentence
        return False
    # "Fatimas bog": a known word stays known in the genitive.
    return folded not in familiar and folded.removesuffix("s") not in familiar


def _begins_sentence(tokens: list[str], at: int) -> bool:
    before = at - 1
    while before >= 0 and tokens[before] in _OPENS:
        before -= 1
    return before < 0 or tokens[before] in _ENDS


def _reads_as_person(tokens: list[str], at: int, run: list[str]) -> bool:
    begins = _begins_sentence(tokens, at)
    if len(run) >= (3 if begins else 2):  # the first word of a sentence has its capital anyway
        return True
    word = tokens[at - 1].casefold() if at else ""
    if not begins and (word in _CALLED or word in _PERSON):
        return True
    return _age_follows(tokens, at + len(run))


def _age_follows(tokens: list[str], at: int) -> bool:
    """"Ali på 7 år", "Ali (7 år)", "Ali, 7 år", "Ali aged 7"."""
    rest = [each.casefold() for each in tokens[at:at + 4]]
    if rest and rest[0] in {"på", "(", ",", "aged", "is"}:
        rest = rest[1:]
    return len(rest) > 1 and rest[0].isdigit() and len(rest[0]) < 3 and rest[1] in _AGE_WORDS
