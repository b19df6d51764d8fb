"""The lead of a pitch: what the partner said, cited as it was said, and one sentence of what we can do about it.

Nothing is put in the partner's mouth. "I fortæller" is followed by quotation marks and their own words and by
nothing else; without a quote the lead speaks only of us.
"""

import re

from outreach.pitches.clauses import clauses
from outreach.pitches.language.sentences import count_words, sentences
from outreach.pitches.profile import LeadOption, NeedPhrase, PitchProfile
from outreach.pitches.relevance import fit

# A cited stretch longer than this makes the lead too heavy for the page.
_LONGEST_CITED = 26
_SHORTEST_CITED = 3
_MOST_CITING = 4
_MOST_OURS = 2
_NEGATION = re.compile(r"\b(?:ikke|aldrig|ingen|not|never|no)\b|n['’]t\b", re.IGNORECASE)

_CITE = {"da": "I fortæller: »{cited}«{stop}", "en": "You tell us: “{cited}”{stop}"}
_INNER_MARKS = {"da": ("›", "‹"), "en": ("‘", "’")}
_ASK = {
    "da": "Vi vil gerne høre, hvad der er vigtigst hos jer.",
    "en": "We would like to hear what matters most to you.",
}
_PLAIN = {
    "da": "Vi vil gerne være til nytte hos jer – i det små og på jeres måde.",
    "en": "We would like to be of use to you – in small steps, and in your way.",
}


def lead_options(profile: PitchProfile) -> tuple[LeadOption, ...]:
    """Leads, best first: up to four that cite the partner, then up to two of our own. Never empty."""
    ours = _our_leads(profile)
    return (*_citing_leads(profile), *ours)


def cite(words: str, language: str) -> str:
    """Their words in a sentence: I fortæller: »…« Quotation marks inside are turned single; nothing else changes."""
    cited = " ".join(words.split()).strip(" \"'»«“”„")
    opening, closing = _INNER_MARKS.get(language, _INNER_MARKS["da"])
    cited = re.sub(r"[»“„]", opening, cited)
    cited = re.sub(r"[«”]", closing, cited)
    cited = re.sub(r"\"([^\"]*)\"", rf"{opening}\1{closing}", cited)
    stop = "" if cited.endswith((".", "!", "?", "…")) else "."
    pattern = _CITE.get(language, _CITE["da"])
    return pattern.replace("{stop}", stop).replace("{cited}", cited)


def _citing_leads(profile: PitchProfile) -> list[LeadOption]:
    scored = []
    for index, quote in enumerate(profile.quotes):
        printed = quote.printed_in(profile.language)
        stretches = _stretches(printed) if printed else []
        if not stretches:
            continue
        points = [_points(stretch, profile) for stretch in stretches]
        best = max(range(len(stretches)), key=lambda at: (points[at], -at))
        recency = quote.said_on.toordinal() if quote.said_on else 0
        scored.append((points[best], recency, -index, stretches[best], index))
    scored.sort(key=lambda entry: entry[:3], reverse=True)
    return [_citing(profile, stretch, index) for *_, stretch, index in scored[:_MOST_CITING]]


def _citing(profile: PitchProfile, stretch: str, index: int) -> LeadOption:
    need = best_need(stretch, profile.needs)
    answer = need.lead.strip() if need else ""
    text = f"{cite(stretch, profile.language)} {answer or _PLAIN.get(profile.language, _PLAIN['da'])}"
    return LeadOption(text, "their_words", index, need.key if need and answer else "")


def _stretches(printed: str) -> list[str]:
    """The whole quote where it is short; else its sentences that are short enough, else its clauses."""
    whole = " ".join(printed.split())
    pieces = [sentence.text for sentence in sentences(printed)]
    if len(pieces) > 1 or count_words(whole) > _LONGEST_CITED:
        pieces = [piece for piece in pieces if _citable(piece)] or [
            piece for piece in clauses(printed) if _citable(piece)
        ]
        return ([whole] if _citable(whole) else []) + pieces
    return [whole] if _citable(whole) else []


def _citable(piece: str) -> bool:
    return _SHORTEST_CITED <= count_words(piece) <= _LONGEST_CITED and len(piece) <= 8 * _LONGEST_CITED


def _points(stretch: str, profile: PitchProfile) -> float:
    """Fit to the needs, the first needs and the needs the offers meet weighing more; a "not" costs a little."""
    met = frozenset().union(*(offer.needs for offer in profile.offers)) if profile.offers else frozenset()
    total = 0.0
    for rank, need in enumerate(profile.needs):
        weight = max(1, 4 - rank) + (1 if need.key in met else 0)
        total += weight * fit(stretch, need.cues, (need.title,))
    return total - (2 if _NEGATION.search(stretch) else 0)


def best_need(text: str, needs: tuple[NeedPhrase, ...]) -> NeedPhrase | None:
    """The need whose sentence follows this quote: the best fit, else the first the partner said, else the first."""
    with_lead = [need for need in needs if need.lead.strip()]
    if not with_lead:
        return None
    points = [fit(text, need.cues, (need.title,)) for need in with_lead]
    if max(points) > 0:
        return with_lead[points.index(max(points))]
    return next((need for need in with_lead if need.said), with_lead[0])


def _our_leads(profile: PitchProfile) -> list[LeadOption]:
    ask = _ASK.get(profile.language, _ASK["da"])
    phrases = [(need.lead.strip(), need.key) for need in profile.needs if need.lead.strip()]
    phrases = phrases[:_MOST_OURS] or [(_PLAIN.get(profile.language, _PLAIN["da"]), "")]
    return [LeadOption(f"{phrase} {ask}", "ours", None, key) for phrase, key in phrases]
