"""From a partner's rows to the plain values a draft and a match are made of. Reads attributes, asks no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from outreach.matching.queries import situation_of
from outreach.offers.models import Offer
from outreach.partners.protection import OpenPartner
from outreach.partners.times import stored_times
from outreach.pitches.content import OfferText
from outreach.pitches.language.check import Advice
from outreach.pitches.profile import LocalizedOffer, NeedPhrase, PitchProfile, SaidQuote, WorryAnswer

# Shorter words of a name ("Syd", "den") stand in any text.
_SHORTEST_HELD_BACK = 4
#: A draft reads at most so many quotes: each sentence of each is weighed against every need and offer.
_MOST_QUOTES = 12


def in_words(thing: Any, name: str, language: str) -> str:
    """A text in exactly this language; empty where it is not written. On paper two languages never mix."""
    return getattr(thing, f"{name}_{language}") or ""


def worded(offer: Offer, sector_id: int | None, language: str) -> OfferText:
    """An offer as a partner of this sector reads it."""
    own = next((wording for wording in offer.wordings if wording.sector_id == sector_id), None)

    def text(name: str) -> str:
        return (in_words(own, name, language) if own else "") or in_words(offer, name, language)

    return OfferText(offer.public_id, text("headline"), text("text"), in_words(offer, "practical", language))


def localized_offer(offer: Offer, sector_id: int | None, language: str) -> LocalizedOffer:
    """An offer as the draft takes it."""
    text = worded(offer, sector_id, language)
    plain = OfferText(offer.public_id, in_words(offer, "headline", language), in_words(offer, "text", language),
                      text.practical)
    return LocalizedOffer(
        offer.public_id, text.headline, text.text, text.practical, in_words(offer, "begin_small", language),
        frozenset(need.key for need in offer.needs),
        tuple((angle.subject, angle.part.value, in_words(angle, "text", language)) for angle in offer.angles),
        plain if plain != text and plain.headline and plain.text else None)


def library_texts(offer: Offer, language: str) -> tuple[str, ...]:
    """Everything the library has written of an offer in this language: its lines, angles and wordings."""
    parts = [in_words(offer, name, language) for name in ("headline", "text", "practical", "begin_small")]
    parts += [in_words(angle, "text", language) for angle in offer.angles]
    parts += [in_words(wording, name, language) for wording in offer.wordings for name in ("headline", "text")]
    return tuple(part for part in parts if part)


def pitch_profile(partner: OpenPartner, offers: Iterable[Offer], *, language: str, on: date) -> PitchProfile:
    """What a draft is made from. `offers` best first, with the chosen ones in front."""
    return PitchProfile(
        language=language,
        partner_name=partner.display_name,
        on=on,
        needs=tuple(_need(need, language, partner.language) for need in partner.needs),
        quotes=tuple(said(quote) for quote in _chosen_quotes(partner)),
        matters=partner.matters,
        matters_language=partner.language,
        subjects=situation_of(partner, {}).subjects,
        conditions=tuple(WorryAnswer(condition.condition.key, in_words(condition.condition, "answer", language))
                         for condition in partner.conditions if condition.condition),
        times=stored_times(partner.times_words, partner.times or {}),
        avoid_words=tuple(avoided.word for avoided in partner.avoid_words),
        held_back=_held_back(partner),
        worries=tuple(WorryAnswer(worry.worry.key, in_words(worry.worry, "answer", language))
                      for worry in partner.worries),
        offers=tuple(localized_offer(offer, partner.sector_id, language) for offer in offers),
    )


def _chosen_quotes(partner: OpenPartner) -> list[Any]:
    """The quotes a draft reads, newest first: those that a colleague has marked before the others."""
    quotes = list(partner.quotes)
    chosen = sorted(quotes, key=lambda quote: not quote.marks)[:_MOST_QUOTES]
    return [quote for quote in quotes if quote in chosen]


def _held_back(partner: OpenPartner) -> tuple[str, ...]:
    """The words of a protected partner's name and place: none of them may reach paper by itself."""
    if not partner.is_protected:
        return ()
    district = partner.district.label_da if partner.district else ""
    words = re.findall(r"[^\W\d_]+", f"{partner.name} {partner.address} {partner.city} {district}")
    return tuple(dict.fromkeys(word for word in words if len(word) >= _SHORTEST_HELD_BACK))


def _need(held: Any, language: str, spoken: str) -> NeedPhrase:
    need = held.need
    cues = tuple(cue.strip() for cue in in_words(need, "cues", language).split("|") if cue.strip())
    return NeedPhrase(need.key, in_words(need, "title", language), in_words(need, "lead", language),
                      held.basis.value == "said", cues, held.words if spoken == language else "")


def said(quote: Any) -> SaidQuote:
    """What they said, as the draft takes it."""
    marks = quote.marks or {}
    return SaidQuote(quote.text, quote.language, quote.translation or None, said_on=quote.said_on,
                     source=quote.source, needs=tuple(marks.get("needs", ())) if marks else None,
                     declines=bool(marks.get("declines")), may_print=quote.may_print)


def their_words(partner: OpenPartner, language: str) -> str:
    """All that they said that may stand on a page in this language, one quote a line."""
    return "\n".join(words for quote in partner.quotes if (words := said(quote).printed_in(language)))


def advices(rows: Sequence[Any]) -> tuple[Advice, ...]:
    """The library's word list as the language check takes it."""
    return tuple(Advice(row.word, tuple(word.strip() for word in row.plainer.split("|") if word.strip()))
                 for row in rows)
