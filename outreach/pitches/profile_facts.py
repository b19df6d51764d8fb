"""From a partner's rows to the plain values a draft and a match are made of. Reads attributes, asks no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from outreach.offers.models import Offer
from outreach.partners.protection import OpenPartner
from outreach.pitches.content import OfferText
from outreach.pitches.language.check import Advice
from outreach.pitches.profile import MatchedOffer, NeedPhrase, PitchProfile, SaidQuote, WorryAnswer


def in_words(thing: Any, name: str, language: str) -> str:
    """A text in exactly this language; empty where it is not written. On paper two languages never mix."""
    return getattr(thing, f"{name}_{language}") or ""


def worded(offer: Offer, sector_id: int | None, language: str) -> OfferText:
    """An offer as a partner of this sector reads it."""
    own = next((each for each in offer.wordings if each.sector_id == sector_id), None)

    def text(name: str) -> str:
        return (in_words(own, name, language) if own else "") or in_words(offer, name, language)

    return OfferText(offer.public_id, text("headline"), text("text"), in_words(offer, "practical", language))


def matched(offer: Offer, sector_id: int | None, language: str) -> MatchedOffer:
    """An offer as the draft takes it."""
    text = worded(offer, sector_id, language)
    return MatchedOffer(offer.public_id, text.headline, text.text, text.practical,
                        in_words(offer, "begin_small", language), frozenset(need.key for need in offer.needs))


def pitch_profile(partner: OpenPartner, offers: Iterable[Offer], *, language: str, on: date) -> PitchProfile:
    """What a draft is made from. `offers` best first, with the chosen ones in front."""
    return PitchProfile(
        language=language,
        partner_name=partner.display_name,
        on=on,
        needs=tuple(_need(each, language) for each in partner.needs),
        quotes=tuple(said(each) for each in partner.quotes),
        matters=partner.matters,
        matters_language=partner.language,
        worries=tuple(WorryAnswer(each.worry.key, in_words(each.worry, "answer", language))
                      for each in partner.worries),
        offers=tuple(matched(offer, partner.sector_id, language) for offer in offers),
    )


def _need(held: Any, language: str) -> NeedPhrase:
    need = held.need
    cues = tuple(cue.strip() for cue in in_words(need, "cues", language).split("|") if cue.strip())
    return NeedPhrase(need.key, in_words(need, "title", language), in_words(need, "lead", language),
                      held.basis.value == "said", cues)


def said(quote: Any) -> SaidQuote:
    """What they said, as the draft takes it."""
    return SaidQuote(quote.text, quote.language, quote.translation or None, said_on=quote.said_on,
                     source=quote.source)


def their_words(partner: OpenPartner, language: str) -> str:
    """All that they said that may stand on a page in this language, one quote a line."""
    return "\n".join(words for each in partner.quotes if (words := said(each).printed_in(language)))


def advices(rows: Sequence[Any]) -> tuple[Advice, ...]:
    """The library's word list as the language check takes it."""
    return tuple(Advice(row.word, tuple(each.strip() for each in row.plainer.split("|") if each.strip()))
                 for row in rows)
