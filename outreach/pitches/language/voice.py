"""Who a text speaks of: "we" words against "you" words. A page about them has more of theirs than of ours."""

import re

from outreach.core.lemmas import word_set
from outreach.pitches.language.normalisation import Token, tokens
from outreach.pitches.language.sentences import sentences

_WE = {
    "da": frozenset(("vi", "os", "vores", "vor", "vort", "vore")),
    "en": frozenset(("we", "us", "our", "ours", "ourselves")),
}
_YOU = {
    "da": frozenset(("jer", "jeres")),
    "en": frozenset(("you", "your", "yours", "yourself", "yourselves")),
}

# After "I" at the start of a sentence: these make it "you", whatever comes later.
_FINITE = word_set(
    "kan vil skal må ved gør har er bør tør får ser går står tør fik gik kom sagde ville "
    "skulle kunne måtte havde var blev gav tog så bad sad lå stod holdt fandt skrev fortalte "
    "nævnte spurgte ønskede"
)
_AFTER_YOU = word_set(
    "selv ikke også alle begge altid aldrig jo nok kun bare allerede to tre"
)
# ... and these make it the preposition "in".
_AFTER_IN = word_set(
    "en et den det de denne dette disse jeres vores vor min din sin hans hendes deres uge "
    "uger dag aften går morgen nat år alt øvrigt stedet gang forvejen hvert hver første andet "
    "næste samme sommer vinter foråret efteråret weekender perioder dagene januar februar "
    "marts april maj juni juli august september oktober november december mange få nogle "
    "flere hele fællesskab praksis stuen huset hus"
)
_OPENING = re.compile(r"(?:^|[:»«”“\"(\[–—•·*\-])\s*$")


def count_voices(text: str, language: str) -> tuple[int, int]:
    """(we words, you words) of the text. Danish "I" counts as "you" only where it is the pronoun."""
    we, you = _WE.get(language, _WE["da"]), _YOU.get(language, _YOU["da"])
    ours = theirs = 0
    for sentence in sentences(text):
        sentence_tokens = tokens(sentence.text)
        for at, token in enumerate(sentence_tokens):
            if language == "en" and token.written == "US":
                continue
            ours += token.folded in we
            theirs += token.folded in you
            if language != "en" and is_you(sentence.text, sentence_tokens, at):
                theirs += 1
    return ours, theirs


def is_you(sentence: str, sentence_tokens: tuple[Token, ...], at: int) -> bool:
    """Whether token `at` is the Danish pronoun "I".

    Inside a sentence a capital I is the pronoun. First in a sentence it may be the preposition "i", so what
    follows decides: a verb makes it "you", an article, a time word, a name or a definite noun makes it "in".
    """
    if sentence_tokens[at].written != "I":
        return False
    if not _OPENING.search(sentence[: sentence_tokens[at].start]):
        return True
    following = sentence_tokens[at + 1 : at + 3]
    if not following:
        return True
    second = following[0]
    if second.folded in _AFTER_IN or second.folded[0].isdigit():
        return False
    if second.folded in _FINITE or second.folded in _AFTER_YOU:
        return True
    if second.written[0].isupper() and not second.written.isupper():  # "I Randers"
        return False
    looks_like_verb = second.folded.endswith(("r", "ede", "te", "des"))
    # "I perioder er der travlt": a verb right after shows that the first word was a noun.
    return looks_like_verb and not (len(following) > 1 and following[1].folded in _FINITE)
