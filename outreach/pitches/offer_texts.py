"""An offer as the page words it for exactly this partner: its angles picked, and why it is for them. Pure."""

from __future__ import annotations

from dataclasses import replace

from outreach.core.danish_words import words_found
from outreach.pitches.citing import cite, cite_wish, may_cite
from outreach.pitches.content import OfferText
from outreach.pitches.language.sentences import count_words
from outreach.pitches.leads import ranked_stretches
from outreach.pitches.profile import LocalizedOffer, PitchProfile

# How many lines of the offer's angles the practical line takes, and how many parts it has in all.
_MOST_ANGLES, _MOST_PARTS = 2, 3
_LONGEST_WHY = 18


def offer_text(offer: LocalizedOffer, profile: PitchProfile) -> OfferText:
    """The offer with the headline, text, sentence and practical lines that its angles have for this partner."""
    base = OfferText(offer.key, _line(offer.headline), _line(offer.text), _line(offer.practical))
    if offer.plain and (profile.conditions or any(quote.needs is not None for quote in profile.quotes)
                        or words_found(f"{base.headline} {base.text}", profile.avoid_words)):
        # A sector's wording supposes what its places are like; where this one has told, the plain one is safer.
        base = offer.plain
    lines = sorted((angle for angle in offer.angles if angle[0] in profile.subjects and angle[2]),
                   key=lambda angle: profile.subjects.index(angle[0]))
    lines = [angle for angle in lines if not words_found(angle[2], profile.avoid_words)]
    headline = next((line for _subject, part, line in lines if part == "headline"), base.headline)
    text = next((line for _subject, part, line in lines if part == "text"), base.text)
    sentence = next((line for _subject, part, line in lines if part == "sentence"), "")
    practical = _practical([line for _subject, part, line in lines if part == "practical"], base.practical)
    return replace(base, headline=headline, text=f"{text} {sentence}".strip(), practical=practical)


def subjects_answered(offer: LocalizedOffer, profile: PitchProfile) -> set[str]:
    """The partner's conditions and worries that the offer's own lines answer."""
    return {subject for subject, _part, line in offer.angles if line and subject in profile.subjects}


def with_reasons(offers: tuple[OfferText, ...], by_key: dict[str, LocalizedOffer], profile: PitchProfile,
                 title: str) -> tuple[OfferText, ...]:
    """The offers with why each is for them: how they put the need it answers, else a short quote marked with it. Words
    are used once on the page; the title's are taken last."""
    used: set[str] = set()
    return tuple(replace(offer, why=_reason(by_key[offer.offer], profile, title.casefold(), used))
                 for offer in offers)


def _reason(offer: LocalizedOffer, profile: PitchProfile, title: str, used: set[str]) -> str:
    wishes = [need.words for need in profile.needs if need.said and len(need.words.split()) > 1
              and need.key in offer.needs and may_cite(need.words, profile.avoid_words, profile.held_back)]
    quotes = [stretch.text for stretch in ranked_stretches(profile) if count_words(stretch.text) <= _LONGEST_WHY
              and stretch.is_whole and not profile.quotes[stretch.quote].declines
              and offer.needs.intersection(profile.quotes[stretch.quote].needs or ())]
    options = [(words, cite_wish(words, profile.language)) for words in wishes]
    options += [(words, cite(words, profile.language)) for words in quotes]
    fresh = sorted((option for option in options if option[0].casefold() not in used),
                   key=lambda option: option[0].casefold().startswith(title))
    if not fresh:
        return ""
    words, text = fresh[0]
    used.add(words.casefold())
    return text


def _practical(own: list[str], base: str) -> str:
    parts = [part.strip() for part in base.split("·") if part.strip()]
    chosen = list(dict.fromkeys(own))[:_MOST_ANGLES]
    said = " ".join(chosen).casefold()
    rest = [part for part in parts if not any(word in said for word in part.casefold().split() if len(word) > 5)
            and part.casefold() not in said]
    line = " · ".join([*chosen, *rest][:max(_MOST_PARTS, len(chosen))])
    return line[:1].upper() + line[1:]


def _line(text: str) -> str:
    return " ".join(text.split())
