"""What something a partner said is about, read by rule: which needs and worries it names, and with what polarity. Pure.

A cue ("larm", "første gang", "hjem til") is found as whole words in any inflection, and as the last part of compounds
of real words ("børnefamilier" holds "familie", "brandalarmen" does not hold "larm"). What a found cue says depends
on its clause:

| polarity | example | what it is |
|---|---|---|
| WISH | Vi kunne godt bruge et sted med ro | a wish in so many words |
| LACK | Der er aldrig ro her | something they do not have and miss |
| MENTION | De bor langt fra hinanden og er meget alene | named, neither wished for nor turned down |
| DENIED | Vi har ikke brug for mere larm | turned down |
| HAVE | Det har vi allerede | they have it |
| REPORTED | Kommunen siger, at de mangler ro | somebody else's words, or what "everybody thinks" |

A finding is *sure* when a colleague would tick it without reading twice: a wish or a lack, in a sentence without irony,
denial or a stranger's voice beside it, and of one meaning. Everything else is a proposal at most. The rules err on the
side of silence: a need that is missed costs a tick, a refusal read as a wish costs trust.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from outreach.core.lemmas import Word, compound_parts, word_set, words_of


class Polarity(enum.Enum):
    """What a clause says of what it names; see the module's table."""

    WISH = "wish"
    LACK = "lack"
    MENTION = "mention"
    DENIED = "denied"
    HAVE = "have"
    REPORTED = "reported"


@dataclass(frozen=True)
class Finding:
    """A cue of `key` found in the text at [start, end), what its clause says of it, and whether that is sure."""

    key: str
    start: int
    end: int
    polarity: Polarity
    sure: bool
    phrase: bool = False  # the cue has two words or more


@dataclass(frozen=True)
class _Clause:
    words: tuple[Word, ...]
    polarity: Polarity
    doubtful: bool


#: Phrases that hold a cue's word but not its meaning. Lemmas; "…" stands for one to three words of any kind.
_IDIOMS = {
    "da": ("al sammen", "alle sammen", "begge to sammen", "det hele sammen", "kigge … bord", "kigge … i bordet",
           "i ro og mag", "ro på", "tage den med ro", "tage det med ro", "tag det med ro", "slå til ro",
           "falde til ro", "lige nu og her", "lade alene", "alene det", "alene fordi", "ikke alene", "stå stille",
           "stille spørgsmål", "stille krav", "stille op", "stille sig", "stille … op", "stille den", "stille det",
           "stille dem", "sætte på plads", "på plads", "spille ingen rolle", "spille en rolle", "spil for galleri",
           "lege med ord", "bog føre", "være bogen", "gå hjem", "hjem lø", "lukke øre", "have hånd i hanke",
           "ud af hånd", "på egen hånd", "give hånd", "for hånd", "hånd i hånd", "læse korrektur", "læse … ansigt",
           "tale om at", "ikke tale om", "på tale", "for så vidt", "hænge sammen", "bryde sammen", "falde sammen",
           "tage sig sammen", "pakke sammen", "lukke sammen", "klappe sammen", "holde sammen på",
           "sammen med kommune", "skolebænk", "minde om", "huske at", "huske lige at", "læse … som", "åben bog",
           "hjem til mig", "arbejde med hjem", "tage med hjem om aften", "tage jeg med hjem", "i skole om",
           "tage i skole", "glæde … over ingenting", "til sin tid", "i tide", "for alvor", "komme ud af det"),
    "en": ("all together", "get it together", "rest assured", "peace of mind", "the rest", "at home with",
           "by the book",
           "play a part", "play a role", "read the room", "on the other hand", "hand in hand"),
}

_NEGATION = {"da": word_set("ikke aldrig ingen intet hverken ingenting nej næppe uden"),
             "en": word_set("not never no none nothing neither nor without nobody don't doesn't didn't won't "
                             "can't isn't aren't "
                             "wasn't haven't hasn't wouldn't don’t doesn’t didn’t won’t can’t isn’t aren’t "
                             "haven’t hasn’t")}
#: A denial of this kind turns something down.
_REFUSING = {
    "da": re.compile(
        r"\b(?:ikke|aldrig|ingen)\s+(?:\w+\s+){0,2}?brug for|\b(?:vil|skal|gider|orker|bryder|ønsker|behøver|må|"
        r"skulle|ville)\b"
        r"(?:\s+\w+){0,4}?\s+(?:ikke|aldrig|ingen|intet|heller ikke|hverken)\b|\bikke noget med\b|\bnej tak\b|"
        r"\b(?:helst|endelig|bare) ikke\b|"
        r"\bikke (?:flere|mere|endnu|en til|et til)\b|\bingen (?:flere|mere)\b|\btræt(?:te)? af\b|\bnok af\b|"
        r"\bfri for\b|\bfritages? for\b|"
        r"\bundgå(?:r|s)?\b|\bslip(?:pe|per)? for\b|\bkom(?:me|mer)? ikke med\b|\bsig(?:er)? nej\b|\bsagde nej\b|"
        r"\btakker nej\b|\bhader\b|"
        r"\bkan (?:man )?ikke bare\b|\bdur ikke\b|\bduer ikke\b|\bgår ikke\b|\bnytter ikke\b|\bvirke(?:r|"
        r"de)? ikke\b|\bskræmmer\b|\bspild af tid\b|\bstop med\b|"
        r"\bfår (?:de )?(?:rigeligt|nok)\b|\brigeligt (?:af|med)\b|\bhellere (?:dø|fri)\b|"
        r"\bslet ikke\b", re.IGNORECASE),
    "en": re.compile(
        r"\b(?:don['’]?t|do not|doesn['’]?t|does not|won['’]?t|will not|never|no longer|can['’]?t|cannot|"
        r"wouldn['’]?t)\s+(?:\w+\s+){0,2}?"
        r"(?:need|want|like|do|have to|wish|bother|come|go|use|care)\b|\bno more\b|\bno thanks?\b|\bnot another\b|"
        r"\b(?:sick|tired) of\b|"
        r"\benough of\b|\bplenty of\b|\bhad enough\b|\brather not\b|\bavoid\b|\bhates?\b|\bstop\b|\bplease (?:don|"
        r"no)|^\s*no\b",
        re.IGNORECASE),
}
_WISHING = {
    "da": re.compile(
        r"\b(?:har|havde|får|er der)\s+(?:\w+\s+){0,3}?brug for\b|\bmangler\b|\bsavner\b|\bønsker\b|"
        r"\bdrømmer om\b|\blængtes?\b|\blænges efter\b|"
        r"\bvil(?:le)? (?:\w+ ){0,3}?(?:gerne|elske|ønske)\b|\bkunne (?:\w+ ){0,3}?(?:bruge|tænke)\b|\bhåber\b|"
        r"\bbeder om\b|\bspørger (?:altid |tit )?"
        r"(?:efter|om)\b|\bville være (?:rart|godt|dejligt|fint|guld|en hjælp|en gave)\b|\bgerne vil(?:le)?\b|"
        r"\bjagter\b|\bleder efter\b|\bsøger\b|"
        r"\bhvis (?:bare|nu|der)\b|\bbare (?:én|en|et|at|de|vi|noget|nogen)\b|\btrænger til\b|\bhigter\b|"
        r"\bdet bedste (?:ville|var|er)\b|\bvil have\b",
        re.IGNORECASE),
    "en": re.compile(
        r"\bneeds?\b|\bmiss(?:es)?\b|\bwish(?:es)?\b|\bwould (?:\w+ ){0,2}?(?:like|love|help)\b|"
        r"\bcould (?:\w+ ){0,2}?(?:use|do with)\b|\blong(?:s)? for\b|"
        r"\bwants?\b|\bhop(?:e|es|ing)\b|\bask(?:s|ing)? for\b|\blook(?:s|ing)? for\b|\bif only\b|\black(?:s)?\b|"
        r"\bdream(?:s)? of\b|\bgrateful\b",
        re.IGNORECASE),
}
_LACKING = {
    "da": re.compile(
        r"\b(?:har|havde|er|var|findes|får|fik|kan|kunne|tør|kender|ejer|ved|aner|kommer|bliver|når|oplever|sker|"
        r"magter)\b(?:\s+\w+){0,3}?\s+(?:ikke|aldrig|ingen|intet|ingenting|hverken)\b|"
        r"\b(?:ingen|intet)\b(?:\s+\w+){0,3}?\s+(?:har|er|findes|at|der|til|kender|taler)\b|\buden\b|\bsjældent\b|"
        r"\bknap nok\b|\bfor lidt\b|"
        r"\baldrig (?:haft|prøvet|været|fået|set|hørt|mødt|oplevet)\b|\bingen steder\b|\bkan ikke finde\b",
        re.IGNORECASE),
    "en": re.compile(
        r"\b(?:have|has|had|is|are|was|were|get|gets|know|knows)\b(?:\s+\w+){0,2}?\s+(?:not|no|never|nobody|none|"
        r"nothing|nowhere)\b|\b(?:no one|nobody|nowhere|"
        r"nothing)\b|\bno (?:place|one|time|room|money)\b|\b(?:haven|hasn|isn|aren|don|doesn)['’]?t (?:have|any|a|"
        r"know|get|got)\b|\bwithout\b|\brarely\b|"
        r"\bnever (?:had|been|tried|seen|met)\b|\btoo (?:little|few)\b|\bnot enough\b", re.IGNORECASE),
}
_HAVING = {
    "da": re.compile(r"\bhar vi (?:allerede|nok|selv|i forvejen|rigeligt|masser)\b|\bvi har (?:allerede|selv|"
                     r"i forvejen|masser|rigeligt)\b|\bhar de allerede\b|"
                     r"\bde har (?:allerede|nok)\b|\bi forvejen\b|\bklarer vi selv\b|\bdet har vi\b|"
                     r"\bgør vi selv\b|\bhar vi styr på\b|\ber dækket ind\b|"
                     r"\ballerede\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:already|plenty)\b|\bwe(?:['’]ve| have) got that\b|\bcovered\b|"
                     r"\bwe do that ourselves\b", re.IGNORECASE),
}
_REPORTING = {
    "da": re.compile(
        r"\b(?:alle|folk|man|andre|nogle|nabo\w*|kommune\w*|politi\w*|konsulent\w*|ekspert\w*|minister\w*|avis\w*|"
        r"ledelsen|forvaltning\w*|rapport\w*|rådgiver\w*|projekt\w*|de fine|"
        r"de voksne)\s+(?:\w+\s+){0,1}?(?:siger|sagde|tror|troede|mener|mente|synes|påstår|skriver|skrev|snakker|"
        r"taler|antager|går ud fra|regner med|kalder)\b|"
        r"\b(?:siger|tror|mener|skriver|påstår) (?:alle|folk|de|kommunen|man|andre|nogle|konsulenten|"
        r"eksperterne)\b|\bifølge\b|\bdet hedder sig\b|\bstod der\b|\bstår der\b|"
        r"\bskulle efter sigende\b|\bman skulle tro\b|\bder var en(?:gang)?,? der sagde\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:everyone|everybody|people|they|others|the (?:council|municipality|consultant|papers?|"
                     r"experts?|politicians?|report|neighbours?)(?:['’]s report)?)\s+(?:\w+\s+)?"
                     r"(?:say|says|said|tell|tells|think|thinks|thought|believe|believes|assume|assumes|claim|"
                     r"claims|call|calls)\b|\baccording to\b|\bsupposedly\b", re.IGNORECASE),
}
#: Who may be cited with "siger, at" and still speaks for the partner: themselves and the people they are there for.
_OWN_VOICES = {
    "da": word_set("jeg vi de han hun barn ung beboer kvinde mor far mand forælder familie pige dreng elev "
                    "kursist ældre gæst deltager "
                    "kollega personale pårørende gammel kvinder mødre fædre"),
    "en": word_set("i we they he she child kid parent mother father family resident woman man girl boy student "
                    "pupil guest "
                    "participant colleague staff teenager"),
}
_CITING = {"da": re.compile(r"(?<!\w)(\w+) (?:siger|sagde|mener|mente|påstår|skriver)\b", re.IGNORECASE),
           "en": re.compile(r"(?<![\w-])([\w-]+) (?:says?|said|thinks?|claims?|writes?)\b", re.IGNORECASE)}
_IRONY = {
    "da": re.compile(r"\b(?:endnu en?t?|endnu et|igen[- ]igen|som om|lige det(?:,)? vi manglede|det var lige|"
                     r"tak for kaffe|fantastisk|pragtfuldt|"
                     r"hurra|naturligvis|selvfølgelig|hvor hyggeligt|ja,? ?ja|jo tak|held og lykke|"
                     r"for syttende gang|for tiende gang|det skulle lige)\b",
                     re.IGNORECASE),
    "en": re.compile(r"\b(?:yet another|just what we needed|as if|brilliant|oh great|good luck with|"
                     r"of course)\b", re.IGNORECASE),
}
_CLAUSE_BREAK = re.compile(r"[.!?…;:\n]+|,|\s[–—-]\s|\b(?:men|fordi|selvom|selv om|derimod|hellere end|but|"
                           r"because|although|rather than)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[»“„\"‘]([^»«“”„\"‘]{3,400})[«”\"’]")
_SENTENCE_END = re.compile(r"[.!?…\n]+")
#: Words that may stand between the wish and its object without changing what is wished for.
_DETERMINERS = {"da": word_set("en et noget nogen nogle lidt mere bare at have få den det de deres vores sådan "
                                "sådant"),
                "en": word_set("a an some any more just the to have get bit of little their our")}
#: With a denial, verbs of having and being say that something is missing.
_OWNING = {"da": word_set("har havde er var findes får fik"),
           "en": word_set("have has had is are was there's there’s get gets")}
#: Compounds that end in a cue's word and mean something else.
_OTHER_COMPOUNDS = word_set(
    "boligselskab forsikringsselskab førsteklasses førsteklasse allesammen tilsammen tankegang adgang overgang "
    "nedgang kendskab "
    "ledelse trappehus lagerhus varehus regnskab tidsskrift mellemrum vrøvlebog telefonbog pengebog dørmåtte")
#: First words of a clause that depends on the one before it.
_CONTINUING = word_set("der som hvor at så og eller who that which where so and or")
#: Words that may stand between the words of a cue ("hjem til" in "hjem igen til").
_FEW = 1


def find_cues(text: str, language: str, cues: Mapping[str, Sequence[str]],
              known: Collection[str] = frozenset()) -> tuple[Finding, ...]:
    """Where the text names something of `cues` (key -> words and phrases in that language), in the order of the text.

    `known` are lemmas of the library's own words, used to take compounds apart. The best finding of a key in a clause
    is kept: at most one a key and clause.
    """
    language = "en" if language == "en" else "da"
    patterns = {key: _patterns(tuple(phrases), language) for key, phrases in cues.items()}
    parts = frozenset(known) | {lemma for pattern in patterns.values() for phrase in pattern for lemma in phrase}
    findings: list[Finding] = []
    for clause in _clauses(text, language):
        usable = _outside_idioms(clause.words, language)
        named = {key: span for key, phrases in patterns.items()
                 if (span := _first_match(usable, phrases, parts, language)) is not None}
        for key, (first, last) in named.items():
            polarity = clause.polarity
            if polarity is Polarity.DENIED and _NEGATION[language].intersection(words_between(first, last, clause)):
                polarity = Polarity.LACK  # "tør ikke": the denial is the cue's own
            sure = not clause.doubtful and len(named) == 1 and _says_so(polarity, clause, first, language)
            findings.append(Finding(key, first.start, last.end, polarity, sure, first is not last))
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.key)))


def _says_so(polarity: Polarity, clause: _Clause, cue: Word, language: str) -> bool:
    """Whether the wish or the lack stands right before the cue: "trænger til … ro", "der er aldrig ro"."""
    before = [word.folded for word in clause.words if word.start < cue.start]
    while before and before[-1] in _DETERMINERS[language]:
        before.pop()
    if not any({word.folded, word.lemma} & _OWN_VOICES[language] for word in clause.words):
        return False  # "the bicycle needs a guard": a thing, or somebody unknown, wishes
    if polarity is Polarity.WISH:
        text = " ".join(before[-7:])
        return any(match.end() == len(text) for match in _WISHING[language].finditer(text))
    if polarity is not Polarity.LACK:
        return False
    return bool(before) and before[-1] in _NEGATION[language] and not _OWNING[language].isdisjoint(before)


def words_between(first: Word, last: Word, clause: _Clause) -> set[str]:
    """The casefolded words of the clause from `first` to `last`."""
    return {word.folded for word in clause.words if first.start <= word.start <= last.start}


def proposed_keys(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Keys to propose for a tick: wished for, missed or named at some length, and nowhere turned down or had; "
    "each once,
    sure ones first. One word that is merely mentioned is no proposal: it stands for too many things."""
    against = {finding.key for finding in findings if finding.polarity in (Polarity.DENIED, Polarity.HAVE)}
    fors = [finding for finding in findings if finding.key not in against
            and (finding.polarity in (Polarity.WISH, Polarity.LACK)
                 or (finding.polarity is Polarity.MENTION and finding.phrase))]
    return tuple(dict.fromkeys(finding.key for finding in sorted(fors, key=lambda finding: not finding.sure)))


def sure_keys(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Keys that may be acted on without a colleague's tick: sure somewhere, and nowhere denied, had or reported."""
    doubted = {finding.key for finding in findings
               if finding.polarity in (Polarity.DENIED, Polarity.HAVE, Polarity.REPORTED)}
    return tuple(dict.fromkeys(finding.key for finding in findings if finding.sure and finding.key not in doubted))


def declined_keys(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Keys (of offers) that the text turns down."""
    return tuple(dict.fromkeys(finding.key for finding in findings if finding.polarity is Polarity.DENIED))


def _clauses(text: str, language: str) -> list[_Clause]:
    words = words_of(text, language)
    starts = [word.start for word in words]
    quoted = [match.span(1) for match in _QUOTED.finditer(text) if match.start() > 0]
    clauses: list[_Clause] = []
    answered = False  # the sentence before spoke with somebody else's voice: this one may answer it
    for sentence_start, sentence_end in _spans(text, _SENTENCE_END):
        sentence = text[sentence_start:sentence_end]
        reported = bool(_REPORTING[language].search(sentence)) or _cites_stranger(sentence, language)
        ironic = bool(_IRONY[language].search(sentence)) or text[sentence_end:sentence_end + 1] == "?"
        previous = Polarity.MENTION
        for start, end in _spans(text, _CLAUSE_BREAK, sentence_start, sentence_end):
            own = tuple(words[bisect_left(starts, start):bisect_left(starts, end)])
            if not own:
                continue
            in_quotes = any(begin <= own[0].start < stop for begin, stop in quoted)
            polarity = Polarity.REPORTED if reported or in_quotes else _polarity(text[start:end], language)
            if answered and polarity is Polarity.MENTION:
                polarity = Polarity.REPORTED
            # A relative clause ("…, der læser højt") and a bare list go on with what the clause before them said.
            # A wish goes on through its sentence ("Vi mangler noget, de kan lave sammen").
            goes_on = own[0].folded in _CONTINUING or len(own) <= 3 or previous is Polarity.WISH
            if polarity is Polarity.MENTION and goes_on:
                polarity = previous
            previous = polarity
            clauses.append(_Clause(own, polarity, ironic or reported or answered))
        answered = reported
    return clauses


def _cites_stranger(sentence: str, language: str) -> bool:
    cited = _CITING[language].search(sentence)
    if cited is None:
        return False
    voice = words_of(cited.group(1), language)
    return bool(voice) and voice[0].lemma not in _OWN_VOICES[language] and voice[0].folded not in _OWN_VOICES[language]


def _spans(text: str, breaks: re.Pattern[str], start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    end = len(text) if end is None else end
    cuts = [start, *(match.end() for match in breaks.finditer(text, start, end)), end]
    return [(one, other) for one, other in pairwise(cuts) if text[one:other].strip()]


def _polarity(clause: str, language: str) -> Polarity:
    if _HAVING[language].search(clause):
        return Polarity.HAVE
    if _REFUSING[language].search(clause):
        return Polarity.DENIED
    if _LACKING[language].search(clause):
        return Polarity.LACK
    if _WISHING[language].search(clause):
        return Polarity.WISH
    negated = _NEGATION[language].intersection(word.folded for word in words_of(clause, language))
    return Polarity.DENIED if negated else Polarity.MENTION


@lru_cache(maxsize=512)
def _patterns(phrases: tuple[str, ...], language: str) -> tuple[tuple[str, ...], ...]:
    """Cues as sequences of lemmas, the longest first; small words that carry nothing are left out."""
    sequences = {tuple(word.lemma for word in words_of(phrase, language)) for phrase in phrases}
    return tuple(sorted(filter(None, sequences), key=lambda sequence: (-len(sequence), sequence)))


def _first_match(words: Sequence[Word], phrases: Sequence[tuple[str, ...]], parts: frozenset[str],
                 language: str) -> tuple[Word, Word] | None:
    for phrase in phrases:
        for at in range(len(words) - len(phrase) + 1):
            last = _match_at(words, at, phrase, parts, language)
            if last is not None:
                return words[at], words[last]
    return None


def _match_at(words: Sequence[Word], at: int, phrase: tuple[str, ...], parts: frozenset[str],
              language: str) -> int | None:
    """Index of the last word where the phrase stands at `at`, with at most one word between two of its words."""
    if len(phrase) == 1:
        return at if _is_word(words[at], phrase[0], parts, language) else None
    position = at
    for number, lemma in enumerate(phrase):
        reach = range(position, min(position + (_FEW + 1 if number else 1), len(words)))
        next_index = next(
            (index for index in reach if words[index].lemma == lemma or words[index].folded == lemma), None)
        if next_index is None:
            return None
        position = next_index + 1
    return position - 1


def _is_word(word: Word, lemma: str, parts: frozenset[str], language: str) -> bool:
    if lemma in (word.lemma, word.folded):
        return True
    if language != "da" or len(lemma) <= 3 or len(word.folded) <= len(lemma) or word.lemma in _OTHER_COMPOUNDS:
        return False
    return lemma in compound_parts(word.folded, parts)[1:]


def _outside_idioms(words: tuple[Word, ...], language: str) -> tuple[Word, ...]:
    masked: set[int] = set()
    for idiom in _idioms(language):
        for at in range(len(words)):
            end = _idiom_end(words, at, idiom)
            if end is not None:
                masked.update(range(at, end))
    return tuple(word for index, word in enumerate(words) if index not in masked)


@lru_cache(maxsize=2)
def _idioms(language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part if part == "…" else words_of(part, language)[0].lemma for part in idiom.split())
                 for idiom in _IDIOMS[language])


def _idiom_end(words: tuple[Word, ...], at: int, idiom: tuple[str, ...]) -> int | None:
    """Index behind the idiom where it stands at `at`; "…" takes one to three words."""
    if not idiom:
        return at
    if idiom[0] == "…":
        ends = (_idiom_end(words, at + skipped, idiom[1:]) for skipped in (1, 2, 3))
        return next((end for end in ends if end is not None), None)
    if at < len(words) and words[at].lemma == idiom[0]:
        return _idiom_end(words, at + 1, idiom[1:])
    return None
