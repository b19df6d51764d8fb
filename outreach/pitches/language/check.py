"""The language check of what goes to a partner: words to think twice about, and how heavy the text is.

Four kinds of finding. One stretch of text is reported once; where several kinds fit, the first of these wins:
1. `avoid_word`: the partner asked us to avoid it. Always reported, also where they use it themselves.
2. `stage_word`: a word of the portal's own stages, which never goes to a partner.
3. `people_word`: a label on the partner's people that the partner has not used. Wins over library talk, because it
   hurts and not only puzzles; the library's suggestions for the word come along.
4. `library_talk`: from the library's own list, with plainer words. Not reported inside quotation marks that hold
   the partner's own words: a quote is printed as it was said.
The check points and never stops anybody.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from outreach.pitches.language.lix import lix
from outreach.pitches.language.normalisation import Token, folded, tokens
from outreach.pitches.language.patterns import Pattern, find_signs, match_at, may_begin, pattern_for, patterns_for
from outreach.pitches.language.sentences import Sentence, count_words, sentences
from outreach.pitches.language.stopwords import is_ordinary
from outreach.pitches.language.voice import count_voices
from outreach.pitches.language.wordlists import PEOPLE_WORDS, STAGE_LABELS, STAGE_WORDS

AVOID_WORD = "avoid_word"
STAGE_WORD = "stage_word"
PEOPLE_WORD = "people_word"
LIBRARY_TALK = "library_talk"
#: Found beside the four above, by `pitches.promises`: what no offer on the page holds.
UNCOVERED = "uncovered"
_ORDER = (AVOID_WORD, STAGE_WORD, PEOPLE_WORD, LIBRARY_TALK)

_QUOTED = re.compile(r"»([^»«]*)«|“([^“”]*)”|”([^“”]*)”|\"([^\"]*)\"")
# "Kald dem ikke udsatte" gives nobody leave to write it.
_REFUSING = re.compile(r"\b(?:ikke|aldrig|not|never|don['’]?t|dislike|hader)\b")
_NAMING = re.compile(r"\b(?:kald\w*|sig|siger|siges|brug|bruger|ord\w*|call\w*|say|word\w*|use|label\w*)\b")


@dataclass(frozen=True)
class Advice:
    """A word of library talk (one form; "a/b" for alternatives) and plainer ones."""

    word: str
    plainer: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """A word to think about. `start` and `end` are places in the field's text: text[start:end] == found."""

    kind: str
    field: str
    sentence: str
    start: int
    end: int
    found: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class LanguageReport:
    """Findings in reading order; LIX (None for too little text); words; we-words and you-words."""

    findings: tuple[Finding, ...]
    lix: int | None
    words: int
    we: int
    you: int


@dataclass(frozen=True)
class _Rule:
    kind: str
    pattern: Pattern
    suggestions: tuple[str, ...] = ()
    as_label: bool = False


class _Rules:
    """The rules of one check, looked up by the word a finding would begin with: a page repeats its words."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        self._rules = rules
        self._by_word: dict[str, list[_Rule]] = {}

    def beginning_with(self, word: str) -> list[_Rule]:
        if word not in self._by_word:
            self._by_word[word] = [rule for rule in self._rules if may_begin(rule.pattern, word)]
        return self._by_word[word]


def check(
    fields: Mapping[str, str],
    *,
    language: str,
    library_talk: Sequence[Advice],
    avoid_words: Sequence[str] = (),
    their_words: str = "",
) -> LanguageReport:
    """Read the fields (name -> text) as one page. `their_words` is all the partner has said, `language` "da" or "en".

    Any text is taken; nothing is raised. Findings come in the order of the fields and of their text.
    """
    rules = _Rules(_rules(language, library_talk, avoid_words, their_words))
    signs = [word for word in avoid_words if word.strip() and not tokens(word)]
    findings: list[Finding] = []
    for field, text in fields.items():
        findings += _in_field(field, text, rules, signs, their_words)
    voices = [count_voices(text, language) for text in fields.values()]
    return LanguageReport(
        findings=tuple(findings),
        lix=lix(fields.values()),
        words=count_words(*fields.values()),
        we=sum(we for we, _ in voices),
        you=sum(you for _, you in voices),
    )


def labels_people(text: str, language: str) -> bool:
    """Whether a word of the built-in list of labels on people stands in the text."""
    return bool(_said(_people_patterns(language), text, refused=False))


def _rules(
    language: str, library_talk: Sequence[Advice], avoid_words: Sequence[str], their_words: str
) -> list[_Rule]:
    rules = [_Rule(AVOID_WORD, pattern) for word in avoid_words for pattern in patterns_for(word, language)]
    rules += _stage_rules()
    people = _people_patterns(language)
    plainer = _advice_by_people_word(people, library_talk, language)
    said = _said(people, their_words)
    rules += [_Rule(PEOPLE_WORD, word, plainer.get(word.word, ())) for word in people if word not in said]
    about_people = {advice.word for advice in library_talk if _people_word(people, advice.word, language)}
    for advice in library_talk:
        if advice.word not in about_people:
            rules += [_Rule(LIBRARY_TALK, pattern, advice.plainer) for pattern in patterns_for(advice.word, language)]
    return rules


@lru_cache(maxsize=1)
def _stage_rules() -> tuple[_Rule, ...]:
    """Labels exactly as on screen, in any case and both languages; the inner names with a plural s."""
    labels = [_exactly(label) for label in STAGE_LABELS]
    rules = [_Rule(STAGE_WORD, label, as_label=len(label.parts) == 1) for label in labels]
    names = [_exactly(word, plural=True) for word in STAGE_WORDS]
    return tuple(rules + [_Rule(STAGE_WORD, name) for name in names])


def _exactly(phrase: str, plural: bool = False) -> Pattern:
    words = [token.folded for token in tokens(phrase)]
    ending = "s?" if plural else ""
    return Pattern(phrase, tuple(re.compile(re.escape(word) + ending) for word in words), tuple(words))


@lru_cache(maxsize=4)
def _people_patterns(language: str) -> tuple[Pattern, ...]:
    listed = PEOPLE_WORDS.get(language, PEOPLE_WORDS["da"])
    patterns = (pattern_for(word, language, compounds=word not in _NEVER_IN_COMPOUNDS) for word in listed)
    return tuple(pattern for pattern in patterns if pattern)


# In compounds these are everyday words: svagtseende, webbrugere, brugervenlig, ghettoblaster.
_NEVER_IN_COMPOUNDS = frozenset(("svag", "brugere", "utilpasset", "ghetto"))


def _people_word(people: Iterable[Pattern], word: str, language: str) -> Pattern | None:
    """The people word that a line of the library's list is a form of, if any."""
    word_tokens = tokens(word)
    for pattern in people:
        if word_tokens and match_at(pattern, word, word_tokens, 0) == len(word_tokens):
            return pattern
    return None


def _advice_by_people_word(
    people: Sequence[Pattern], library_talk: Sequence[Advice], language: str
) -> dict[str, tuple[str, ...]]:
    plainer: dict[str, tuple[str, ...]] = {}
    for advice in library_talk:
        pattern = _people_word(people, advice.word, language)
        if pattern:
            plainer[pattern.word] = plainer.get(pattern.word, ()) + advice.plainer
    return plainer


def _said(people: Sequence[Pattern], their_words: str, refused: bool = True) -> set[Pattern]:
    """People words in what the partner said; with `refused`, not those it said only to forbid them."""
    said: set[Pattern] = set()
    rules = _Rules([_Rule(PEOPLE_WORD, pattern) for pattern in people])
    for sentence in sentences(their_words):
        plain = folded(sentence.text)
        if refused and _REFUSING.search(plain) and _NAMING.search(plain):
            continue
        sentence_tokens = tokens(sentence.text)
        for at in range(len(sentence_tokens)):
            for rule in rules.beginning_with(sentence_tokens[at].folded):
                if _meant(rule.pattern, sentence.text, sentence_tokens, at):
                    said.add(rule.pattern)
    return said


def _meant(pattern: Pattern, text: str, sentence_tokens: tuple[Token, ...], at: int) -> int | None:
    """How many tokens the pattern takes at this place, in its listed sense; None where it does not stand there."""
    count = match_at(pattern, text, sentence_tokens, at)
    return None if count == 1 and is_ordinary(text, sentence_tokens, at) else count


def _in_field(
    field: str, text: str, rules: _Rules, signs: Sequence[str], their_words: str
) -> list[Finding]:
    quoted = _their_quotes(text, their_words)
    hits: list[Finding] = []
    for sentence in sentences(text):
        hits += _in_sentence(field, text, sentence, rules, quoted)
        hits += [
            Finding(AVOID_WORD, field, sentence.text, sentence.start + start, sentence.start + end, sign.strip(), ())
            for sign in signs
            for start, end in find_signs(sentence.text, sign)
        ]
    return sorted(_once(hits), key=lambda hit: (hit.start, hit.end))


def _in_sentence(
    field: str, text: str, sentence: Sentence, rules: _Rules, quoted: Sequence[tuple[int, int]]
) -> list[Finding]:
    sentence_tokens, hits = tokens(sentence.text), []
    for at in range(len(sentence_tokens)):
        for rule in rules.beginning_with(sentence_tokens[at].folded):
            count = _meant(rule.pattern, sentence.text, sentence_tokens, at)
            if count is None or (rule.as_label and not _stands_as_label(sentence.text, sentence_tokens, at)):
                continue
            start = sentence.start + sentence_tokens[at].start
            end = sentence.start + sentence_tokens[at + count - 1].end
            if rule.kind == LIBRARY_TALK and any(first <= start and end <= last for first, last in quoted):
                continue
            hits.append(Finding(rule.kind, field, sentence.text, start, end, text[start:end], rule.suggestions))
    return hits


def _stands_as_label(sentence: str, sentence_tokens: tuple[Token, ...], at: int) -> bool:
    """ "Afsluttet" alone, in quotation marks, or after a colon, with a capital; not as a verb in a sentence."""
    token = sentence_tokens[at]
    if not token.written[:1].isupper():
        return False
    before, after = sentence[: token.start].rstrip(), sentence[token.end :].lstrip()
    opened = not before or before[-1] in ":»«”“\"'(–—/>"
    closed = not after or after[0] in ".!?»«”“\"'),;–—/<"
    return opened and closed


def _their_quotes(text: str, their_words: str) -> list[tuple[int, int]]:
    """Where quotation marks hold what the partner has said, word for word."""
    said = _plain(their_words)
    return [
        match.span()
        for match in _QUOTED.finditer(text)
        if (inner := _plain(match.group()[1:-1])) and f" {inner} " in f" {said} "
    ]


def _plain(text: str) -> str:
    return " ".join(token.folded for token in tokens(text))


def _once(hits: Sequence[Finding]) -> list[Finding]:
    """Of findings that overlap, keep the weightier kind, then the longer; its suggestions take in the others'."""
    kept: list[Finding] = []
    for hit in sorted(hits, key=lambda hit: (_ORDER.index(hit.kind), hit.start - hit.end, hit.start)):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return kept
