"""Three titles to choose from: the strongest need, a clause of their own words, what counts for them."""

from collections.abc import Iterator

from outreach.pitches.clauses import as_title, fits_as_title, striking_clause
from outreach.pitches.language.normalisation import tokens
from outreach.pitches.language.sentences import sentences
from outreach.pitches.profile import PitchProfile, TitleOption

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
    needs = list(_need_titles(profile))
    yield from needs[:1]
    yield from _their_words(profile)
    yield from _matters(profile)
    yield from needs[1:]
    for text in _OURS.get(profile.language, _OURS["da"]):
        yield TitleOption(text, "ours")


def _need_titles(profile: PitchProfile) -> Iterator[TitleOption]:
    """What they said comes before what we guess, whatever the ranks."""
    for need in sorted(profile.needs, key=lambda need: not need.said):
        if need.title.strip():
            yield TitleOption(as_title(need.title), "need", need.key)


def _their_words(profile: PitchProfile) -> Iterator[TitleOption]:
    printed = [quote.printed_in(profile.language) or "" for quote in profile.quotes]
    clause = striking_clause(printed, profile.language)
    if clause:
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
