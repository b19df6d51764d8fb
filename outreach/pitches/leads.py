"""The lead of a pitch: what the partner said, cited as it was said.

Nothing is put in the partner's mouth, and no sentence of ours follows that claims to answer what they said: the offers
do that. Without a quote the lead speaks only of us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from outreach.pitches.citing import cite, cite_more, may_cite
from outreach.pitches.clauses import clauses
from outreach.pitches.language.sentences import count_words, sentences
from outreach.pitches.profile import LeadOption, PitchProfile, SaidQuote
from outreach.pitches.relevance import fit

# A cited stretch longer than this makes the lead too heavy for the page; two together may be a little longer.
_LONGEST_CITED, _LONGEST_PAIR = 26, 36
_SHORTEST_CITED, _SHORTEST_OF_SEVERAL = 3, 5
_MOST_CITING = 4
# What scores less says more against itself than for itself: better no quote than that one.
_LEAST_POINTS = 0
# Words cut out of a sentence, if they are to stand alone.
_SHORTEST_CUT = 6
_MOST_OURS = 2
_NEGATION = re.compile(r"\b(?:ikke|aldrig|ingen|not|never|no)\b|n['’]t\b", re.IGNORECASE)
# A sentence that opens so points to the one before it and cannot stand alone.
_HANGING = re.compile(
    r"(?:og|men|så|for|det|den|dem|eller|ja|nej|også|jeg mener|hun|han|he|she|it|and|but|or|so|that|then)\b",
    re.IGNORECASE)
_FILLER = re.compile(r"\b(?:det siger jeg bare|altså|tjah?|nå|you know|i mean|hvis du forstår)\b", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:vil gerne|ville (?:gerne|være)|kunne (?:godt |jo )?bruge|ønsker|savner|mangler|gid|would like|wish|miss)\b",
    re.IGNORECASE)
# What they have already or have had enough of: a page that begins with it answers what nobody offered.
_HAVE = re.compile(
    r"\b(?:er dækket ind|har vi (?:haft|prøvet|selv|allerede)|har vi (?:haft )?nok af|kan I (?:godt )?glemme|"
    r"we (?:already )?have (?:tried|enough)|is covered)\b", re.IGNORECASE)
_ORDER = re.compile(r"(?:kom|sig|spørg|hold|ring|sæt|find|please|do not|don['’]t)\b", re.IGNORECASE)

_ASK = {
    "da": "Vi vil gerne høre, hvad der er vigtigst hos jer.",
    "en": "We would like to hear what matters most to you.",
}
_PLAIN = {
    "da": "Vi vil gerne være til nytte hos jer – i det små og på jeres måde.",
    "en": "We would like to be of use to you – in small steps, and in your way.",
}
_UNKNOWN = {
    "da": "Vi kender jer ikke ret godt endnu. Derfor kommer vi med et lille forslag, og vi vil gerne høre, hvad der er "
          "vigtigst hos jer.",
    "en": "We do not know you very well yet. So we bring a small suggestion, and would like to hear what matters most "
          "to you.",
}


@dataclass(frozen=True)
class _Stretch:
    """Words that can be cited alone, from which quote, and how a reader would rank them."""

    text: str
    quote: int
    points: float
    is_whole: bool = True


def lead_options(profile: PitchProfile, cited: tuple[str, ...] = ()) -> tuple[LeadOption, ...]:
    """Leads, best first: two short quotes together where two are good, up to four that cite one, then up to two of our
    own. Never empty. `cited` are words that stand elsewhere on the page already."""
    ranked = ranked_stretches(profile, cited)
    best = {stretch.quote: stretch for stretch in reversed(ranked) if stretch.points >= _LEAST_POINTS}
    singles = sorted(best.values(), key=lambda stretch: ranked.index(stretch))[:_MOST_CITING]
    pair = _pair(profile, singles)
    citing = [LeadOption(cite(stretch.text, profile.language), "their_words", stretch.quote) for stretch in singles]
    return (*pair, *citing, *_our_leads(profile))


def ranked_stretches(profile: PitchProfile, cited: tuple[str, ...] = ()) -> list[_Stretch]:
    """Every stretch of their quotes that may be cited and stands alone, best first."""
    met = frozenset[str]().union(*(offer.needs for offer in profile.offers))
    stretches = []
    for at, quote in enumerate(profile.quotes):
        printed = quote.printed_in(profile.language)
        for text, is_whole in _stretches(printed) if printed else ():
            if may_cite(text, profile.avoid_words, profile.held_back):
                points = _points(text, quote, profile, met) - (5 if any(text in other for other in cited) else 0)
                stretches.append(_Stretch(text, at, points, is_whole))
    recency = [quote.said_on.toordinal() if quote.said_on else 0 for quote in profile.quotes]
    return sorted(stretches, key=lambda stretch: (-stretch.points, -recency[stretch.quote], stretch.quote))


def _pair(profile: PitchProfile, singles: list[_Stretch]) -> list[LeadOption]:
    good = [stretch for stretch in singles if stretch.points >= 3]
    if len(good) < 2 or count_words(good[0].text, good[1].text) > _LONGEST_PAIR:
        return []
    text = f"{cite(good[0].text, profile.language)} {cite_more(good[1].text, profile.language)}"
    return [LeadOption(text, "their_words", good[0].quote)]


def _stretches(printed: str) -> list[tuple[str, bool]]:
    """The whole quote where it is short; else runs of its sentences that stand alone, else its clauses (False)."""
    whole = " ".join(printed.split())
    parts = [sentence.text for sentence in sentences(printed)]
    if _citable(whole):
        runs = [whole]
    else:
        runs = []
        for first in range(len(parts)):
            if first and _HANGING.match(parts[first]):
                continue
            last = first + 1
            while last < len(parts) and _HANGING.match(parts[last]):
                last += 1
            runs.append(" ".join(parts[first:last]))
    pieces = [run for run in runs if _citable(run) and (run == whole or count_words(run) >= _SHORTEST_OF_SEVERAL)]
    return [(piece, True) for piece in pieces] or [
        (piece, False) for piece in clauses(printed)
        if _citable(piece) and count_words(piece) >= _SHORTEST_CUT and not _HANGING.match(piece)]


def _citable(piece: str) -> bool:
    return _SHORTEST_CITED <= count_words(piece) <= _LONGEST_CITED and len(piece) <= 8 * _LONGEST_CITED


def _points(text: str, quote: SaidQuote, profile: PitchProfile, met: frozenset[str]) -> float:
    """What a reader would choose: about a need the page answers, short, whole, no refusal, no filler, no order."""
    if quote.needs is None:
        points = sum(max(1, 4 - rank) * min(fit(text, need.cues, (need.title,), profile.language), 3) / 3
                     for rank, need in enumerate(profile.needs))
        points -= 2 if _NEGATION.search(text) else 0
    else:
        points = 4.0 if met.intersection(quote.needs) else 2.5 if quote.needs else 0.0
    points += 1 if 5 <= count_words(text) <= 18 else 0
    points -= 4 if quote.declines else 0
    points += 1 if _WISH.search(text) and not _NEGATION.search(text) else 0
    points -= 2 if _FILLER.search(text) else 0
    points -= 3 if _HAVE.search(text) else 0
    points -= 2 if text.rstrip().endswith("?") else 0
    points -= 3 if any(_ORDER.match(sentence.text) for sentence in sentences(text)) else 0
    return points - (1 if _HANGING.match(text) else 0)


def _our_leads(profile: PitchProfile) -> list[LeadOption]:
    if not profile.needs and profile.offers:
        return [LeadOption(_UNKNOWN.get(profile.language, _UNKNOWN["da"]), "ours")]
    ask = _ASK.get(profile.language, _ASK["da"])
    met = frozenset[str]().union(*(offer.needs for offer in profile.offers))
    answered = [need for need in profile.needs if need.lead.strip() and (need.key in met or not profile.offers)]
    phrases = [(need.lead.strip(), need.key) for need in answered][:_MOST_OURS]
    phrases = phrases or [(_PLAIN.get(profile.language, _PLAIN["da"]), "")]
    return [LeadOption(f"{phrase} {ask}", "ours", None, key) for phrase, key in phrases]
