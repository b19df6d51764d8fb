"""The text of an offer as a partner reads it: language fallback, sector wording, time placeholder."""

from __future__ import annotations

import pytest

from outreach.offers.models import Offer, OfferWording
from outreach.offers.reading import Reading, Said, read, with_time

OFFER = Offer(headline_da="En kasse", headline_en="A box", text_da="I får en kasse.", text_en="You get a box.",
              practical_da="Vi henter", practical_en="", begin_small_da="Vi kommer {hvornår}.", begin_small_en="")


def test_danish_text_is_read_unchanged() -> None:
    assert read(OFFER, "da", when="i uge 49") == Reading(
        Said("En kasse", "da"), Said("I får en kasse.", "da"), Said("Vi henter", "da"),
        Said("Vi kommer i uge 49.", "da"), falls_back=False)


def test_missing_english_falls_back_to_danish() -> None:
    assert read(OFFER, "en", when="in week 49") == Reading(
        Said("A box", "en"), Said("You get a box.", "en"), Said("Vi henter", "da"),
        Said("Vi kommer in week 49.", "da"), falls_back=True)


def test_empty_sector_wording_falls_back_to_the_offers_text() -> None:
    wording = OfferWording(headline_da="En taske", headline_en="", text_da="", text_en="")
    said = read(OFFER, "da", when="", wording=wording)
    assert (said.headline.text, said.text.text) == ("En taske", "I får en kasse.")


def test_offers_english_text_precedes_danish_sector_wording() -> None:
    wording = OfferWording(headline_da="En taske", headline_en="", text_da="", text_en="")
    assert read(OFFER, "en", when="", wording=wording).headline == Said("A box", "en")


@pytest.mark.parametrize(("text", "placed"), [
    ("Vi kommer {hvornår}.", "Vi kommer i uge 49."),
    ("{hvornår} kommer vi.", "I uge 49 kommer vi."),
    ("Sig til. {hvornår} kommer vi.", "Sig til. I uge 49 kommer vi."),
    ("Vi kommer forbi.", "Vi kommer forbi."),
    ("Vi kommer {when}.", "Vi kommer {when}."),
])
def test_time_replaces_the_placeholder(text: str, placed: str) -> None:
    assert with_time(text, "da", "i uge 49") == placed
