"""An offer as a partner would read it: one language, one sector's wording, Danish where English is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from outreach.offers.models import Offer, OfferWording

#: Where the time goes in a small beginning, by language.
PLACEHOLDERS = {"da": "{hvornår}", "en": "{when}"}


@dataclass(frozen=True)
class Said:
    """A text and the language it really is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Reading:
    """What stands on the page; `falls_back` tells that some of it is Danish though English was wanted."""

    headline: Said
    text: Said
    practical: Said
    begin_small: Said
    falls_back: bool


def read(offer: Offer, language: str, *, when: str, wording: OfferWording | None = None) -> Reading:
    """The offer in `language`, in the words for a sector where `wording` has them; `when` is put into the small
    beginning ("i uge 49")."""
    headline = _said(language, (wording, "headline"), (offer, "headline"))
    text = _said(language, (wording, "text"), (offer, "text"))
    practical, begin_small = _said(language, (offer, "practical")), _said(language, (offer, "begin_small"))
    return Reading(
        headline, text, practical,
        Said(with_time(begin_small.text, begin_small.language, when), begin_small.language),
        falls_back=any(part.language != language for part in (headline, text, practical, begin_small)),
    )


def with_time(text: str, language: str, when: str) -> str:
    """The small beginning with its time in place, with a capital where it opens a sentence."""

    def placed(match: re.Match[str]) -> str:
        before = match.string[:match.start()].rstrip()
        return when[:1].upper() + when[1:] if not before or before[-1] in ".!?" else when

    return re.sub(re.escape(PLACEHOLDERS[language]), placed, text)


def _said(language: str, *places: tuple[Offer | OfferWording | None, str]) -> Said:
    """The first text there is: every place in the wanted language, then every place in Danish."""
    for tried_language in dict.fromkeys((language, "da")):
        for thing, name in places:
            text = getattr(thing, f"{name}_{tried_language}") if thing is not None else ""
            if text:
                return Said(text, tried_language)
    return Said("", language)
