"""Three titles to choose from: how they put a need, a clause of their own words, what counts for them."""

import re
from collections.abc import Iterator

from outreach.pitches.citing import may_cite
from outreach.pitches.clauses import as_title, fits_as_title, striking_clause
from outreach.pitches.language.normalisation import tokens
from outreach.pitches.language.sentences import sentences
from outreach.pitches.profile import NeedPhrase, PitchProfile, TitleOption

_OURS = {
    "da": ("Noget, vi kan være sammen om", "Noget, der gør dagen lidt lettere", "Én god ting ad gangen"),
    "en": ("Something we can do together", "Something to make the day a little easier", "One good thing at a time"),
}


def title_options(profile: PitchProfile) -> tuple[TitleOption, TitleOption, TitleOption]:
    """Need, their words, what counts for them; where one is missing the next needs, then our own, fill in."""
    chosen: list[TitleOption] = []
    seen: set[tuple[str, ...]] = set()
    for option in _wanted(profile):
        key = tuple(token.folded for token in tokens(option.text))
        if key and key not in seen:
            seen.add(key)
            chosen.append(option)
    first, second, third = chosen[:3]
    return first, second, third


def _wanted(profile: PitchProfile) -> Iterator[TitleOption]:
    yield from _need_words(profile)
    needs = list(_need_titles(profile))
    if not any(quote.needs for quote in profile.quotes):
        yield from needs[:1]
    yield from _their_words(profile)
    yield from _matters(profile)
    yield from needs[1:]
    for text in _OURS.get(profile.language, _OURS["da"]):
        yield TitleOption(text, "ours")


# "We", "you" and "our" would be turned round on a page of ours.
_TURNED = re.compile(r"\b(?:vi|os|vores|jeg|mig|min|mit|mine|jer|jeres|we|us|our|my|me|you|your)\b", re.IGNORECASE)
_TAIL = re.compile(r",\s+(?:når|mens|hvis|fordi|when|while|if|because)\b.*$", re.IGNORECASE)
_WHOLE = range(3, 11)


def _need_words(profile: PitchProfile) -> Iterator[TitleOption]:
    """How they put their needs, where that is a whole thought: of the needs the page answers first, wishes before
    denials, then by rank."""
    met = frozenset[str]().union(*(offer.needs for offer in profile.offers))
    needs = [need for need in profile.needs if need.said and need.words]

    def order(need: NeedPhrase) -> tuple[bool, bool, bool]:
        words = need.words.casefold()
        return (bool(met) and need.key not in met, bool(re.search(r"\b(?:ikke|not|uden|without)\b", words)),
                words.startswith("at "))

    for need in sorted(needs, key=order):
        words = need.words if not _TURNED.search(need.words) else _TAIL.sub("", need.words)
        if (len(words.split()) in _WHOLE and not _TURNED.search(words)
                and may_cite(words, profile.avoid_words, profile.held_back)):
            yield TitleOption(as_title(words), "need_words", need.key)


def _need_titles(profile: PitchProfile) -> Iterator[TitleOption]:
    """What they said comes before what we guess, whatever the ranks."""
    for need in sorted(profile.needs, key=lambda need: not need.said):
        if need.title.strip():
            yield TitleOption(as_title(need.title), "need", need.key)


def _their_words(profile: PitchProfile) -> Iterator[TitleOption]:
    printed = [(quote.printed_in(profile.language) or "") if not quote.declines else "" for quote in profile.quotes]
    clause = striking_clause(printed, profile.language)
    if clause and may_cite(clause.text, profile.avoid_words, profile.held_back):
        yield TitleOption(clause.text, "their_words", str(clause.quote))


def _matters(profile: PitchProfile) -> Iterator[TitleOption]:
    if profile.matters_language != profile.language:
        return
    opening = next(iter(sentences(profile.matters)), None)
    if opening and fits_as_title(opening.text, profile.language):
        yield TitleOption(as_title(opening.text), "matters")
        return
    clause = striking_clause([profile.matters], profile.language)
    if clause:
        yield TitleOption(clause.text, "matters")
