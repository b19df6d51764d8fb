"""Filtering the list of offers."""

from __future__ import annotations

import pytest

from outreach.library.models import Need, TargetGroup
from outreach.offers.filtering import OfferFilters, matching
from outreach.offers.models import Effort, Offer

CALM, JOY = Need(key="calm"), Need(key="joy")
CHILDREN = TargetGroup(key="children")


def offer(name: str, headline: str, text: str, effort: Effort, **more: object) -> Offer:
    texts = dict.fromkeys(("headline_en", "text_en", *PRACTICAL), "")
    return Offer(**{"name": name, "headline_da": headline, "text_da": text, "effort": effort, **texts, **more})


PRACTICAL = ("practical_da", "practical_en", "begin_small_da", "begin_small_en")
BOX = offer("Kasse", "Til børnefamilier", "Bøger fra Århus", Effort.LITTLE, needs=[CALM, JOY], target_groups=[CHILDREN])
TALK = offer("Samtalerum", "Et rum", "100 % ro", Effort.NONE, needs=[CALM], text_en="A quiet room")


@pytest.mark.parametrize(("filters", "expected"), [
    (OfferFilters(), ["Kasse", "Samtalerum"]),
    (OfferFilters(text="familie"), ["Kasse"]),
    (OfferFilters(text="FAMILIE bøger"), ["Kasse"]),
    (OfferFilters(text="familie rum"), []),
    (OfferFilters(text="aarhus"), ["Kasse"]),
    (OfferFilters(text="quiet"), ["Samtalerum"]),
    (OfferFilters(text="100 %"), ["Samtalerum"]),
    (OfferFilters(text="_"), []),
    (OfferFilters(need="calm"), ["Kasse", "Samtalerum"]),
    (OfferFilters(need="joy"), ["Kasse"]),
    (OfferFilters(target_group="children"), ["Kasse"]),
    (OfferFilters(effort="none"), ["Samtalerum"]),
    (OfferFilters(need="calm", effort="much"), []),
    (OfferFilters(need="no such need"), []),
])
def test_filters_select_the_matching_offers(filters: OfferFilters, expected: list[str]) -> None:
    assert [offer.name for offer in matching([BOX, TALK], filters)] == expected
