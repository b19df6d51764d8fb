"""Which offers a colleague is looking for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.core.formatting import search_key
from outreach.offers.models import Offer


@dataclass(frozen=True)
class OfferFilters:
    """What the list is narrowed to; an empty value narrows nothing. Needs and groups go by key, effort by value."""

    text: str = ""
    need: str = ""
    target_group: str = ""
    effort: str = ""

    def __bool__(self) -> bool:
        return any((self.text, self.need, self.target_group, self.effort))


def matching(offers: Iterable[Offer], filters: OfferFilters) -> list[Offer]:
    """The offers that hold every word of the text as a part of a word, and meet all the rest."""
    words = search_key(filters.text).split()
    return [offer for offer in offers if _meets(offer, filters) and all(word in _all_words(offer) for word in words)]


def _meets(offer: Offer, filters: OfferFilters) -> bool:
    return ((not filters.need or filters.need in {need.key for need in offer.needs})
            and (not filters.target_group or filters.target_group in {group.key for group in offer.target_groups})
            and (not filters.effort or filters.effort == offer.effort.value))


def _all_words(offer: Offer) -> str:
    return search_key(" ".join((
        offer.name, offer.headline_da, offer.headline_en, offer.text_da, offer.text_en, offer.practical_da,
        offer.practical_en, offer.begin_small_da, offer.begin_small_en)), 10_000)
