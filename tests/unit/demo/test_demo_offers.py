"""The demo's offers: enough of them, in the form a page needs, and answering every need."""

import re
from collections import Counter

import pytest

from tests.unit.demo.demo_files import duplicates, keys, rows, variants

LIMITS = {"headline": 60, "text": 260, "practical": 110, "begin_small": 160}
ACTIVE = [offer for offer in rows("offers", "offer") if offer["active"]]


def test_there_are_at_least_sixteen_active_offers() -> None:
    assert len(ACTIVE) >= 16


@pytest.mark.parametrize(("field", "limit"), LIMITS.items())
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_text_is_longer_than_a_page_can_carry(field: str, limit: int, language: str) -> None:
    found = [one.get(f"{field}_{language}", "") for offer in rows("offers", "offer") for one in variants(offer)]
    assert [text for text in found if len(text) > limit] == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_text_has_the_words_that_three_of_them_fit_a_page(language: str) -> None:
    found = [one[f"text_{language}"] for offer in rows("offers", "offer") for one in variants(offer)]
    assert [text for text in found if not 24 <= len(text.split()) <= 40] == []


def test_every_danish_text_begins_with_what_they_get() -> None:
    found = [one["text_da"] for offer in rows("offers", "offer") for one in variants(offer)]
    assert [text for text in found if not text.startswith("I får ")] == []


@pytest.mark.parametrize(("language", "placeholder"), [("da", "{hvornår}"), ("en", "{when}")])
def test_the_small_beginning_has_one_place_for_the_time(language: str, placeholder: str) -> None:
    found = [re.findall(r"\{[^}]*\}", offer[f"begin_small_{language}"]) for offer in rows("offers", "offer")]
    assert found == [[placeholder]] * len(found)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_practical_line_has_parts_and_no_full_stop(language: str) -> None:
    lines = [offer[f"practical_{language}"] for offer in rows("offers", "offer")]
    assert [line for line in lines if line.count(" · ") < 1 or line.endswith(".")] == []


def test_offers_name_needs_people_and_sectors_that_exist() -> None:
    unknown = set()
    for offer in rows("offers", "offer"):
        unknown |= set(offer["needs"]) - keys("vocabularies", "need")
        unknown |= set(offer["target_groups"]) - keys("vocabularies", "target_group")
        unknown |= {one["sector"] for one in offer.get("wording", [])} - keys("vocabularies", "sector")
    assert unknown == set()


def test_effort_is_one_of_four() -> None:
    assert {offer["effort"] for offer in rows("offers", "offer")} == {"none", "little", "some", "much"}


def test_every_need_is_met_by_at_least_two_offers() -> None:
    met = Counter(need for offer in ACTIVE for need in offer["needs"])
    assert {need: met[need] for need in keys("vocabularies", "need") if met[need] < 2} == {}


def test_every_target_group_is_reached_by_some_offer() -> None:
    reached = {group for offer in ACTIVE for group in offer["target_groups"]}
    assert keys("vocabularies", "target_group") - reached == set()


def test_a_sector_is_worded_once_per_offer() -> None:
    found = {o["key"]: duplicates([one["sector"] for one in o.get("wording", [])]) for o in rows("offers", "offer")}
    assert {key: twice for key, twice in found.items() if twice} == {}


def test_at_least_eight_offers_speak_differently_to_some_sector() -> None:
    assert sum(bool(offer.get("wording")) for offer in ACTIVE) >= 8


@pytest.mark.parametrize("field", ["name", "headline_da", "headline_en"])
def test_no_two_offers_are_called_the_same(field: str) -> None:
    assert duplicates([offer[field] for offer in rows("offers", "offer")]) == []
