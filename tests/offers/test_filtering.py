"""Filtering the list of offers."""

from __future__ import annotations

import pytest

from outreach.library.models import Need, TargetGroup
from outreach.offers.filtering import Wanted, matching
from outreach.offers.models import Effort, Offer

CALM, JOY = Need(key="calm"), Need(key="joy")
CHILDREN = TargetGroup(key="children")


def offer(name: str, headline: str, text: str, effort: Effort, **more: object) -> Offer:
    texts = dict.fromkeys(("headline_en", "text_en", *PRACTICAL), "")
    return Offer(**{"name": name, "headline_da": headline, "text_da": text, "effort": effort, **texts, **more})


PRACTICAL = ("practical_da", "practical_en", "begin_small_da", "begin_small_en")
BOX = offer("Kasse", "Til børnefamilier", "Bøger fra Århus", Effort.LITTLE, needs=[CALM, JOY], target_groups=[CHILDREN])
TALK = offer("Samtalerum", "Et rum", "100 % ro", Effort.NONE, needs=[CALM], text_en="A quiet room")


@pytest.mark.parametrize(("wanted", "found"), [
    (Wanted(), ["Kasse", "Samtalerum"]),
    (Wanted(text="familie"), ["Kasse"]),
    (Wanted(text="FAMILIE bøger"), ["Kasse"]),
    (Wanted(text="familie rum"), []),
    (Wanted(text="aarhus"), ["Kasse"]),
    (Wanted(text="quiet"), ["Samtalerum"]),
    (Wanted(text="100 %"), ["Samtalerum"]),
    (Wanted(text="_"), []),
    (Wanted(need="calm"), ["Kasse", "Samtalerum"]),
    (Wanted(need="joy"), ["Kasse"]),
    (Wanted(target_group="children"), ["Kasse"]),
    (Wanted(effort="none"), ["Samtalerum"]),
    (Wanted(need="calm", effort="much"), []),
    (Wanted(need="no such need"), []),
])
def test_filters_select_the_matching_offers(wanted: Wanted, found: list[str]) -> None:
    assert [offer.name for offer in matching([BOX, TALK], wanted)] == found
