"""Sentences and words of a short Danish or English text, with their places."""

import re
import unicodedata
from dataclasses import dataclass

from outreach.core.lemmas import word_set
from outreach.core.text_rules import normalise

# A stop after one of these is no end of a sentence, unless a capital follows one of _MAY_END.
_ABBREVIATIONS = word_set(
    "bl fx ca nr kl tlf dvs pga evt inkl ekskl jf ift mht hhv fhv vedr sct dr cand stk pr eks "
    "vs mr mrs ms prof approx incl"
)
_MAY_END = word_set("osv mv mm mfl etc")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»«)\]]*(?=\s|$)|[\n\r\u2028\u2029]+")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)+|[^\W_]+(?:['’\-‐‑][^\W_]+)*")
_OPENERS = " \t\"'”“»«›‹([-–—•·*"


@dataclass(frozen=True)
class Sentence:
    """A sentence without the space around it; `text == source[start:end]`."""

    text: str
    start: int
    end: int


def sentences(text: str) -> tuple[Sentence, ...]:
    """The text's sentences in order. A line break ends one; a heading without a stop is one."""
    spans, begin = [], 0
    for stop in _STOP.finditer(text):
        if stop.start() >= begin and _ends_sentence(text, stop):
            spans.append((begin, stop.end()))
            begin = stop.end()
    spans.append((begin, len(text)))
    trimmed = (_trimmed(text, start, end) for start, end in spans)
    return tuple(sentence for sentence in trimmed if _WORD.search(sentence.text))


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    window = max(0, stop.start() - 20)
    before = re.search(r"([^\W_]+)$", text[window : stop.start()])
    after = text[stop.end() : stop.end() + 40].lstrip(_OPENERS)
    if before is None or not after or after[0] in "\n\r":
        return True
    word, lower_follows = before.group(1).casefold(), after[0].islower()
    if word.isdigit():  # "den 1. december", but "kl. 9. Vi ses"
        return not lower_follows
    dotted = len(word) == 1 and text.endswith(".", 0, window + before.start(1))
    if word in _MAY_END or dotted:  # "m.m.", "d.v.s."
        return not lower_follows and not after[0].isdigit()
    return word not in _ABBREVIATIONS


def _trimmed(text: str, start: int, end: int) -> Sentence:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Sentence(text[start:end], start, end)


def words(text: str) -> list[str]:
    """The words as a reader counts them: "DK5-nummer", "we've" and "17.30" are one each."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _WORD.findall(normalise(visible))


def word_starts(text: str) -> list[int]:
    """Where each word begins, in order."""
    return [match.start() for match in _WORD.finditer(text)]


def count_words(*texts: str) -> int:
    """Words of all the texts together."""
    return sum(len(words(text)) for text in texts)
