"""An offer as a partner would read it."""

from __future__ import annotations

import pytest

from outreach.offers.models import Offer, OfferWording
from outreach.offers.reading import Reading, Said, read, with_time

OFFER = Offer(headline_da="En kasse", headline_en="A box", text_da="I får en kasse.", text_en="You get a box.",
              practical_da="Vi henter", practical_en="", begin_small_da="Vi kommer {hvornår}.", begin_small_en="")


def test_danish_is_read_as_it_stands() -> None:
    assert read(OFFER, "da", when="i uge 49") == Reading(
        Said("En kasse", "da"), Said("I får en kasse.", "da"), Said("Vi henter", "da"),
        Said("Vi kommer i uge 49.", "da"), falls_back=False)


def test_danish_stands_where_english_is_missing() -> None:
    assert read(OFFER, "en", when="in week 49") == Reading(
        Said("A box", "en"), Said("You get a box.", "en"), Said("Vi henter", "da"),
        Said("Vi kommer in week 49.", "da"), falls_back=True)


def test_a_sectors_words_come_first_and_its_gaps_are_the_offers_own() -> None:
    wording = OfferWording(headline_da="En taske", headline_en="", text_da="", text_en="")
    said = read(OFFER, "da", when="", wording=wording)
    assert (said.headline.text, said.text.text) == ("En taske", "I får en kasse.")


def test_the_offers_own_english_goes_before_a_sectors_danish() -> None:
    wording = OfferWording(headline_da="En taske", headline_en="", text_da="", text_en="")
    assert read(OFFER, "en", when="", wording=wording).headline == Said("A box", "en")


@pytest.mark.parametrize(("text", "placed"), [
    ("Vi kommer {hvornår}.", "Vi kommer i uge 49."),
    ("{hvornår} kommer vi.", "I uge 49 kommer vi."),
    ("Sig til. {hvornår} kommer vi.", "Sig til. I uge 49 kommer vi."),
    ("Vi kommer forbi.", "Vi kommer forbi."),
    ("Vi kommer {when}.", "Vi kommer {when}."),
])
def test_the_time_is_put_in_its_place(text: str, placed: str) -> None:
    assert with_time(text, "da", "i uge 49") == placed
