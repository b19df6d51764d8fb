"""Find what looks like a resident's name in a text, by rules. Pure. A match only makes the portal ask back.

Danish and English give ordinary words small letters, so a capital inside a sentence is a name of something. Two in a
row read as a person's full name, also where a sentence begins, unless the first is a word that sentences often begin
with; a single one is asked about only where the words around it speak of a person ("hun hedder Fatima", "drengen Ali",
"Ali på 7 år", "Ali på fem"). Words the library knows (colleagues, contacts, partners, places, offers) are never asked
about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_UPPER, _LOWER = "A-ZÆØÅÄÖÜÉÁÍÓÚĞİŞÇ", "a-zæøåäöüéáíóúèêëàâîïôûñğışç"
_NAME = rf"[{_UPPER}][{_LOWER}]+(?:[-'’][{_UPPER}]?[{_LOWER}]+)*"
# "PlayStation" is one word and no two names.
_TOKEN = re.compile(rf"{_NAME}(?![^\W\d_])|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[.!?:\n]|[^\s\w]")
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
#: Several people: never a name themselves.
_PEOPLE = _words(
    "børn børnene drenge drengene piger pigerne beboere beboerne forældre forældrene mødre mødrene fædre fædrene "
    "kvinder kvinderne mænd mændene familier familierne voksne mennesker boys girls children residents parents "
    "mothers families")
_AGE_WORDS = frozenset({"år", "års", "årig", "years", "year", "yrs"})
_AGE_IN_WORDS = _words(
    "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve "
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen")
#: Between a name and an age; what only says how something is may as well speak of a thing.
_BEFORE_AGE, _IS = frozenset({"på", "(", ",", "aged"}), _words("er var bliver blev fylder fyldte is was turns turned")
#: "Ludo på fem borde" is no age.
_COUNTED = _words(
    "sekunder minutter timer dage uger måneder gange sprog borde hold steder sider pladser personer deltagere "
    "børn unge voksne bøger spil kasser plader skærme kroner procent meter kilometer etager hylder")
#: How a noun ends that is the one we talk of: "Klubben er fem år".
_THE = ("en", "et", "ne")
#: Words a sentence often begins with. A capital after one of them is a name of something by itself.
_OPENERS = _words(
    "ad af alle alligevel altid at bag bare begge blandt både da de den der deres derfor desuden det dette disse "
    "du efter ej eller en endelig et fem fire flere for foran fordi forbi forrige fra først få før god gennem "
    "halv han hans har hele hendes her hos hun hvad hver hvis hvor hvordan hvorfor igen ikke imens imod inden "
    "ingen ja jeg jo kom kun langs lige mange med mellem men mens min mod måske nej nogle nogen nok nu næste når "
    "og også om omkring op otte over overfor på seks selv selvom senere siden skal sidst sidste som store syv så "
    "sådan tak ti til to tre uden ude under undervejs ved vi vil vores a about after all also an and as because "
    "before both but by during each even every first for from he her his how if in it its last many maybe my next "
    "no not now of on one or our she since so some that the their then there they this though through today two "
    "three four five until we what when where while who with without yes you bogen bøgerne filmen figuren "
    "forfatteren historien klassen serien sangen spillet spillene book game author story")
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
        if not run or (run[0].casefold() in _OPENERS and _begins_sentence(tokens, at)):
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
    if folded in _PERSON | _PEOPLE | _CALLED:  # "Drengen Ali": the first word only begins the sentence
        return False
    # "Fatimas bog": a known word stays known in the genitive.
    return folded not in familiar and folded.removesuffix("s") not in familiar


def _begins_sentence(tokens: list[str], at: int) -> bool:
    before = at - 1
    while before >= 0 and tokens[before] in _OPENS:
        before -= 1
    return before < 0 or tokens[before] in _ENDS


def _reads_as_person(tokens: list[str], at: int, run: list[str]) -> bool:
    if len(run) > 1:
        return True
    begins = _begins_sentence(tokens, at)
    word = tokens[at - 1].casefold() if at else ""
    if not begins and (word in _CALLED or word in _PERSON):
        return True
    return _age_follows(tokens, at + 1, of_thing=begins and run[0].endswith(_THE))


def _age_follows(tokens: list[str], at: int, *, of_thing: bool) -> bool:
    """"Ali på 7 år", "Ali (7 år)", "Ali, 7 år", "Ali aged 7 years", "Ali på fem", "Ali er fem år gammel"."""
    rest = [token.casefold() for token in tokens[at:at + 4]]
    marker = rest.pop(0) if rest and (rest[0] in _BEFORE_AGE or rest[0] in _IS) else ""
    if not rest or (of_thing and marker in _IS):
        return False
    number, after = rest[0], rest[1] if len(rest) > 1 else ""
    if after in _AGE_WORDS:
        return (number.isdigit() and len(number) < 3) or number in _AGE_IN_WORDS
    return marker in {"på", "aged"} and number in _AGE_IN_WORDS and after not in _COUNTED
