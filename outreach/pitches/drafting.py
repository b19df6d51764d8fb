"""The first draft of a pitch, from plain values to plain values. The librarian edits all of it."""

import re

from outreach.pitches.language.sentences import count_words
from outreach.pitches.leads import lead_options
from outreach.pitches.profile import DraftOffer, MatchedOffer, PitchDraft, PitchProfile
from outreach.pitches.titles import title_options
from outreach.pitches.weeks import Window, first_step_window

MOST_OFFERS = 3
# The page reads best at 220-260 words; above this the third offer gives way.
MOST_WORDS = 300
# Headings, names and the contact card, which every page has.
FIXED_WORDS = 26

_PLACEHOLDER = re.compile(r"(?:\b(?:i|in)\s+)?\{[^{}]*\}", re.IGNORECASE)
_NAMES_A_TIME = re.compile(r"\buge \d|\bweek (?:of )?\d|\d\.\s?\d|\d{4}", re.IGNORECASE)
_LEAVES_THE_DAY = re.compile(r"vælger (?:selv )?dag|choose the day", re.IGNORECASE)
_STEP = {
    "da": "Vi kigger forbi hos jer {hvornår} og hører, hvad der ville passe. I vælger dagen.",
    "en": "We drop by {when} to hear what would suit you. You choose the day.",
}
_WHEN = {"da": "Det kan være {when}", "en": "It could be {when}"}
_YOUR_DAY = {"da": " – I vælger dagen.", "en": " – you choose the day."}


def draft_pitch(profile: PitchProfile) -> PitchDraft:
    """Three titles, leads, the line that answers their first worry, up to three offers, one small first step.

    Works from any profile, an empty one too. Raises nothing.
    """
    titles, leads = title_options(profile), lead_options(profile)
    window = profile.window or first_step_window(profile.on)
    worry_line = next((answer for worry in profile.worries if (answer := _line(worry.answer))), "")
    listed = [offer for offer in profile.offers if _line(offer.headline) or _line(offer.text)][:MOST_OFFERS]
    first_step = step_text(next((o.begin_small for o in listed if _line(o.begin_small)), ""), window, profile.language)
    fixed = FIXED_WORDS + count_words(titles[0].text, leads[0].text, worry_line, first_step)
    offers = _offers_that_fit(listed, fixed)
    return PitchDraft(
        titles=titles,
        leads=leads,
        worry_line=worry_line,
        offers=offers,
        first_step=first_step,
        window=window,
        words=fixed + sum(map(_offer_words, offers)),
    )


def step_text(begin_small: str, window: Window, language: str) -> str:
    """The first step with its week: put where {hvornår} or {when} stands, else said in a sentence at the end."""
    text = _line(begin_small) or _STEP.get(language, _STEP["da"])
    when = window.said(language)
    if _PLACEHOLDER.search(text):
        return _without_braces(_PLACEHOLDER.sub(lambda match: _placed(match, when), text))
    text = _without_braces(text)
    if _NAMES_A_TIME.search(text):
        return text
    ending = "." if _LEAVES_THE_DAY.search(text) else _YOUR_DAY.get(language, _YOUR_DAY["da"])
    stop = "" if text.endswith((".", "!", "?", "…")) else "."
    return f"{text}{stop} {_WHEN.get(language, _WHEN['da']).replace('{when}', when)}{ending}"


def _placed(match: re.Match[str], when: str) -> str:
    """The time with a capital where it opens a sentence."""
    before = match.string[: match.start()].rstrip()
    return when[:1].upper() + when[1:] if not before or before[-1] in ".!?" else when


def _without_braces(text: str) -> str:
    return " ".join(re.sub(r"[{}]", "", text).split())


def _offers_that_fit(listed: list[MatchedOffer], fixed: int) -> tuple[DraftOffer, ...]:
    offers = tuple(
        DraftOffer(offer.key, _line(offer.headline), _line(offer.text), _line(offer.practical)) for offer in listed
    )
    too_many = len(offers) == MOST_OFFERS and fixed + sum(map(_offer_words, offers)) > MOST_WORDS
    return offers[:-1] if too_many else offers


def _offer_words(offer: DraftOffer) -> int:
    return count_words(offer.headline, offer.text, offer.practical)


def _line(text: str) -> str:
    return " ".join(text.split())
