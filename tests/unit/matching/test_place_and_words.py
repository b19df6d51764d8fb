"""Wishes for a place, refusals of outings, offers made for few, and the partner's own words."""

from dataclasses import replace

from outreach.matching.own_words import asks_for_place, common_words, meaningful_words, words_in
from outreach.matching.scoring import NeedFact, OfferFacts, Situation, match_offer, rank_offers
from tests.unit.matching.matching_cast import OFFERS, offer, partner

HOME = "condition:at_their_place"
CINEMA = replace(offer("cinema", {"together"}, set(), "none"), not_for=frozenset({HOME}))
TOUR = replace(offer("tour", {"calm_place"}, set(), "none"), not_for=frozenset({HOME}))
SHELF = offer("shelf", {"together"}, set(), "none")


def kinds(situation: Situation, facts: OfferFacts, few_groups: int = 0) -> set[str]:
    return {reason.kind for reason in match_offer(situation, facts, few_groups).reasons}


def test_wish_for_a_place_prefers_an_offer_that_is_one() -> None:
    situation = replace(partner(), needs=(NeedFact("together", 1, said=True, place=True),))
    assert [match.offer for match in rank_offers(situation, [SHELF, CINEMA])] == ["cinema", "shelf"]
    assert "place" not in kinds(situation, SHELF)


def test_place_is_recognised_in_how_they_put_the_need() -> None:
    assert asks_for_place("et sted, når banen er lukket")
    assert asks_for_place("a place where nobody asks")
    assert not asks_for_place("noget at tage med i bussen")


def test_two_refused_outings_exclude_the_other_offers_at_the_library() -> None:
    trip = replace(SHELF, key="trip", not_for=frozenset({HOME}))
    for answers, excluded in (({"cinema": "no", "tour": "no"}, True), ({"cinema": "no"}, False),
                              ({"cinema": "no", "tour": "maybe"}, False)):
        matches = rank_offers(partner(("together", True), answers=answers), [CINEMA, TOUR, trip])
        assert next(match.excluded for match in matches if match.offer == "trip") is excluded


def test_offer_for_few_target_groups_is_made_for_them_only_where_it_meets_a_need() -> None:
    narrow = offer("narrow", {"together"}, {"young"}, "none")
    assert "made_for_them" in kinds(partner(("together", True), groups=("young",)), narrow, few_groups=2)
    assert "made_for_them" not in kinds(partner(("digital", True), groups=("young",)), narrow, few_groups=2)
    assert "target_group" not in kinds(partner(groups=("young",)), narrow, few_groups=2)


def test_wording_for_their_sector_makes_an_offer_theirs() -> None:
    worded = offer("worded", {"together"}, {"old"}, "none", sectors={"justice"})
    assert "other_people" not in kinds(partner(groups=("young",), sector="justice"), worded)
    assert "other_people" in kinds(partner(groups=("young",), sector="social"), worded)


def test_own_words_are_found_as_lemmas_and_in_compounds_but_not_as_letters() -> None:
    assert "lektie" in words_in("I får ro til lektierne")
    assert "barn" in words_in("et rum til børnefamilier")
    assert "larm" not in words_in("Vi afprøver brandalarmen")
    assert meaningful_words(["noget at lave i bussen", "lektierne"]) == ("lektie",)


def test_words_that_most_offers_hold_are_common() -> None:
    texts = [facts.text for facts in OFFERS] + ["En film", "Filmen igen"]
    assert "film" not in common_words([*texts, *["tekst"] * 10])
    assert "tekst" in common_words([*texts, *[f"tekst {number}" for number in range(9)]])
