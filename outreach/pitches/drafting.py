"""The first draft of a pitch, from plain values to plain values. The librarian edits all of it."""

import re
from dataclasses import replace
from datetime import date

from outreach.pitches.content import OfferText
from outreach.pitches.language.sentences import count_words
from outreach.pitches.leads import lead_options
from outreach.pitches.offer_texts import offer_text, subjects_answered, with_reasons
from outreach.pitches.profile import LocalizedOffer, PitchDraft, PitchProfile
from outreach.pitches.promises import uncovered_promises
from outreach.pitches.titles import title_options
from outreach.pitches.weeks import NOTICE, Window, first_step_window, time_phrase

MOST_OFFERS = 3
_ENOUGH_REASONED = 2
# The page reads best at 220-260 words; above this the third offer gives way.
MOST_WORDS = 300
# Headings, names and the contact card, which every page has.
FIXED_WORDS = 26

_PLACEHOLDER = re.compile(r"(?:\b(?:i|in)\s+)?\{[^{}]*\}", re.IGNORECASE)
_NAMES_A_TIME = re.compile(r"\buge \d|\bweek (?:of )?\d|\d\.\s?\d|\d{4}", re.IGNORECASE)
_LEAVES_THE_DAY = re.compile(r"vælger (?:selv )?dag|choose the day", re.IGNORECASE)
_TIME_PLACE = {
    "da": re.compile(r"(?:\ben (?:dag|morgen|formiddag|eftermiddag|aften) )?\{hvornår\}"),
    "en": re.compile(r"(?:\bone (?:day|morning|afternoon|evening) )?\{when\}"),
}
_LEAVES_THE_DAY_SENTENCE = re.compile(r"\s{0,3}(?:I vælger (?:selv )?dagen|You (?:choose|pick) the day)\.")
_STEP = {
    "da": "Vi kigger forbi hos jer {hvornår} og hører, hvad der ville passe. I vælger dagen.",
    "en": "We drop by {when} to hear what would suit you. You choose the day.",
}
_WHEN = {"da": "Det kan være {when}", "en": "It could be {when}"}
_YOUR_DAY = {"da": " – I vælger dagen.", "en": " – you choose the day."}


def draft_pitch(profile: PitchProfile) -> PitchDraft:
    """Titles, leads, up to three offers with why each is for them, the line that answers what no offer does, one small
    first step that is a step of an offer on the page.

    Works from any profile, an empty one too. Raises nothing.
    """
    listed = [offer for offer in profile.offers if _line(offer.headline) or _line(offer.text)][:MOST_OFFERS]
    profile = replace(profile, offers=tuple(listed))
    titles = title_options(profile)
    by_key = {offer.key: offer for offer in listed}
    offers = with_reasons(tuple(offer_text(offer, profile) for offer in listed), by_key, profile, titles[0].text)
    offers = _with_reason_first(offers)
    listed = [by_key[offer.offer] for offer in offers]
    leads = lead_options(profile, tuple(offer.why for offer in offers))
    window = profile.window or first_step_window(max(profile.on, _earlier(profile.times.first_day(profile.on))))
    worry_line = _foot_line(profile, listed)
    stepping = next((offer for offer in listed if _line(offer.begin_small)), None)
    first_step = step_at_their_time(_line(stepping.begin_small) if stepping else "", window, profile)
    fixed = FIXED_WORDS + count_words(titles[0].text, leads[0].text, worry_line, first_step)
    offers = _offers_that_fit(offers, fixed)
    return PitchDraft(
        titles=titles,
        leads=leads,
        worry_line=worry_line,
        offers=offers,
        first_step=first_step,
        window=window,
        words=fixed + sum(map(_offer_words, offers)),
    )


def _with_reason_first(offers: tuple[OfferText, ...]) -> tuple[OfferText, ...]:
    """Without the offers that no words of theirs speak for, where two others have them: two with a reason are worth
    more to the reader than three without."""
    reasoned = tuple(offer for offer in offers if offer.why)
    return reasoned if len(reasoned) >= _ENOUGH_REASONED else offers


def _earlier(day: date) -> date:
    """The day on which a step on `day` is asked for."""
    return day - NOTICE if day - date.min > NOTICE else day


def _foot_line(profile: PitchProfile, listed: list[LocalizedOffer]) -> str:
    """The answers to their first condition and first worry that no offer on the page answers with a line of its own;
    none that promises what no offer holds."""
    answered = set[str]().union(*(subjects_answered(offer, profile) for offer in listed))
    conditions = [_line(condition.answer) for condition in profile.conditions
                  if f"condition:{condition.key}" not in answered]
    worries = [_line(worry.answer) for worry in profile.worries if f"worry:{worry.key}" not in answered]
    sources = [text for offer in listed
               for text in (offer.headline, offer.text, offer.practical, offer.begin_small,
                            *(line for _subject, _part, line in offer.angles))]
    first = [next((line for line in lines if line and not uncovered_promises(line, sources, profile.language)), "")
             for lines in (conditions, worries)]
    return " ".join(dict.fromkeys(line for line in first if line))


def step_at_their_time(begin_small: str, window: Window, profile: PitchProfile) -> str:
    """The first step at a time that suits them: a weekday and hour of theirs take the place of the step's own part of
    the day. As `step_text` where nothing is known of their times."""
    when = time_phrase(profile.times, window, profile.language)
    place = _TIME_PLACE.get(profile.language, _TIME_PLACE["da"])
    if not when or not place.search(begin_small):
        return step_text(begin_small, window, profile.language)
    text = _without_braces(place.sub(lambda match: _placed(match, when), begin_small))
    text = re.sub(r",(?=[.,]|$)", "", text)
    return _LEAVES_THE_DAY_SENTENCE.sub("", text).strip() if profile.times.weekdays else text


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


def _offers_that_fit(offers: tuple[OfferText, ...], fixed: int) -> tuple[OfferText, ...]:
    too_many = len(offers) == MOST_OFFERS and fixed + sum(map(_offer_words, offers)) > MOST_WORDS
    return offers[:-1] if too_many else offers


def _offer_words(offer: OfferText) -> int:
    return count_words(offer.headline, offer.text, offer.practical, offer.why)


def _line(text: str) -> str:
    return " ".join(text.split())
