"""Properties of the scoring for any partner and offer, independent of the numbers in `weights`."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.matching import weights
from outreach.matching.scoring import (
    NeedFact,
    OfferFacts,
    Situation,
    choose,
    match_offer,
    rank_offers,
    too_little_known,
)
from tests.unit.matching.matching_cast import BOX, BY_KEY, FAMILY_HOUSE, OFFERS

NEEDS = ("together", "calm_place", "language", "homework", "stories")
GROUPS = ("families", "young", "old")
STAGES = ("prospect", "glance", "date", "engagement", "marriage", "divorce", "unheard of")
EFFORTS = ("none", "little", "some", "much")
WORDS = st.text("abdegiklmnorstvæøå", min_size=1, max_size=12)

needs = st.lists(st.sampled_from(NEEDS), unique=True, max_size=5).flatmap(
    lambda keys: st.tuples(*(st.builds(NeedFact, st.just(key), st.integers(1, 9), st.booleans()) for key in keys))
)
situations = st.builds(
    Situation,
    needs=needs,
    target_groups=st.lists(st.sampled_from(GROUPS), unique=True, max_size=3).map(tuple),
    sector=st.sampled_from((None, "social", "school")),
    stage=st.sampled_from(STAGES),
    avoid_words=st.lists(WORDS, max_size=3).map(tuple),
    answers=st.dictionaries(st.sampled_from("abcde"), st.sampled_from(("yes", "maybe", "no"))),
)


def offers_with(key: st.SearchStrategy[str]) -> st.SearchStrategy[OfferFacts]:
    return st.builds(
        OfferFacts,
        key=key,
        needs=st.frozensets(st.sampled_from(NEEDS)),
        target_groups=st.frozensets(st.sampled_from(GROUPS)),
        sectors_worded=st.frozensets(st.sampled_from(("social", "school"))),
        effort=st.sampled_from(EFFORTS),
        text=st.lists(WORDS, max_size=8).map(" ".join),
    )


an_offer = offers_with(st.sampled_from("abcde"))
catalogues = st.lists(offers_with(st.sampled_from("abcdefgh")), unique_by=lambda each: each.key, max_size=8)


@given(situations, an_offer, st.sampled_from(NEEDS))
def test_meeting_one_more_need_never_lowers_the_score(situation: Situation, offer: OfferFacts, need: str) -> None:
    more = replace(offer, needs=offer.needs | {need})
    assert match_offer(situation, more).score >= match_offer(situation, offer).score


@given(situations, an_offer, st.sampled_from(NEEDS), st.integers(1, 9), st.booleans())
def test_adding_a_need_the_offer_meets_never_lowers_its_score(
    situation: Situation, offer: OfferFacts, need: str, rank: int, said: bool
) -> None:
    offer = replace(offer, needs=offer.needs | {need})
    heard = replace(situation, needs=(*situation.needs, NeedFact(need, rank, said)))
    assert match_offer(heard, offer).score >= match_offer(situation, offer).score


@given(situations, an_offer)
def test_stated_need_scores_at_least_as_much_as_guessed_need(situation: Situation, offer: OfferFacts) -> None:
    guessed = replace(situation, needs=tuple(replace(need, said=False) for need in situation.needs))
    said = replace(situation, needs=tuple(replace(need, said=True) for need in situation.needs))
    assert match_offer(said, offer).score >= match_offer(guessed, offer).score


@given(situations, an_offer)
def test_ranking_a_need_higher_never_lowers_the_score(situation: Situation, offer: OfferFacts) -> None:
    higher = replace(situation, needs=tuple(replace(need, rank=max(1, need.rank - 1)) for need in situation.needs))
    assert match_offer(higher, offer).score >= match_offer(situation, offer).score


def test_lowest_stated_need_weighs_more_than_highest_guessed_need() -> None:
    assert min(weights.NEED_SAID) > max(weights.NEED_SAID) * weights.GUESSED_SHARE


@given(situations, catalogues)
def test_declined_offers_are_ranked_last(situation: Situation, offers: list[OfferFacts]) -> None:
    refused = [situation.answers.get(match.offer) == "no" for match in rank_offers(situation, offers)]
    assert refused == sorted(refused)


@given(situations, catalogues, st.integers(0, 5))
def test_declined_offer_is_never_chosen(situation: Situation, offers: list[OfferFacts], count: int) -> None:
    by_key = {offer.key: offer for offer in offers}
    chosen = choose(rank_offers(situation, offers), by_key, count)
    assert [match.offer for match in chosen if situation.answers.get(match.offer) == "no"] == []


ABOUT_THEM = {"need_said", "need_guessed", "target_group", "said_yes", "said_maybe"}


@given(situations, catalogues, st.integers(0, 5))
def test_offer_with_only_low_effort_is_never_chosen(
    situation: Situation, offers: list[OfferFacts], count: int
) -> None:
    chosen = choose(rank_offers(situation, offers), {offer.key: offer for offer in offers}, count)
    assert [match for match in chosen if not ABOUT_THEM & {reason.kind for reason in match.reasons}] == []


def test_unmet_need_chooses_no_offer() -> None:
    club = Situation((NeedFact("quiet", 1, True),), (), "social", "prospect", (), {})
    assert choose(rank_offers(club, OFFERS), BY_KEY) == []


@given(situations, an_offer)
def test_answers_score_in_order_yes_maybe_unasked_no(situation: Situation, offer: OfferFacts) -> None:
    score = {
        answer: match_offer(replace(situation, answers={offer.key: answer}), offer).score
        for answer in ("yes", "maybe", "unasked", "no")
    }
    assert score["yes"] > score["maybe"] > score["unasked"] > score["no"]


@given(situations, an_offer, WORDS)
def test_avoided_word_in_the_text_lowers_the_score(
    situation: Situation, offer: OfferFacts, word: str
) -> None:
    situation = replace(situation, avoid_words=())
    avoiding = replace(situation, avoid_words=(word,))
    offer = replace(offer, text=f"{offer.text} {word}.")
    assert match_offer(avoiding, offer).score < match_offer(situation, offer).score


@given(situations, catalogues, st.randoms())
def test_ranking_does_not_depend_on_input_order(
    situation: Situation, offers: list[OfferFacts], random: object
) -> None:
    shuffled = list(offers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank_offers(situation, shuffled) == rank_offers(situation, offers)


@given(situations, an_offer)
def test_score_is_the_sum_of_the_reasons_points(situation: Situation, offer: OfferFacts) -> None:
    match = match_offer(situation, offer)
    assert match.score == round(sum(reason.points for reason in match.reasons), 2)


@given(situations, catalogues, st.integers(0, 5))
def test_choose_gives_distinct_offers_up_to_the_count(
    situation: Situation, offers: list[OfferFacts], count: int
) -> None:
    by_key = {offer.key: offer for offer in offers}
    keys = [match.offer for match in choose(rank_offers(situation, offers), by_key, count)]
    assert len(keys) == len(set(keys)) <= count


def test_every_chosen_offer_answers_a_stated_need() -> None:
    chosen = choose(rank_offers(FAMILY_HOUSE, OFFERS), BY_KEY)
    met = {reason.subject for match in chosen for reason in match.reasons if reason.kind == "need_said"}
    assert (met, [match.answers_said for match in chosen]) == (
        {need.key for need in FAMILY_HOUSE.needs if need.said}, [True] * 3)


GUESSED_ONLY = replace(FAMILY_HOUSE, needs=tuple(replace(need, said=False) for need in FAMILY_HOUSE.needs))
OFFER = OfferFacts("plain", frozenset({"together"}), frozenset(), frozenset(), "none", "")


def test_at_most_two_offers_are_chosen_when_all_needs_are_guessed() -> None:
    assert len(choose(rank_offers(GUESSED_ONLY, OFFERS), BY_KEY)) == 2


def test_offer_for_anyone_is_chosen_when_nothing_is_known() -> None:
    nothing = Situation((), (), None, "prospect", (), {})
    shelf = replace(OFFER, key="shelf", suits_anyone=True)
    offers = {offer.key: offer for offer in (OFFER, shelf)}
    assert [match.offer for match in choose(rank_offers(nothing, offers.values()), offers)] == ["shelf"]


@pytest.mark.parametrize("change", [
    {"conditions": ("no_photos",)}, {"worries": ("safety",)}, {"settings": ("kind:prison",)},
    {"answers": {"plain": "no"}}, {"day_parts": ("morning",)}])
def test_unsuitable_offer_is_ranked_last_and_never_chosen(change: dict[str, object]) -> None:
    situation = replace(Situation((NeedFact("together", 1, True),), (), None, "date", (), {}), **change)
    unfit = replace(OFFER, not_for=frozenset({"condition:no_photos", "worry:safety", "kind:prison"}),
                    day_parts=frozenset({"evening"}))
    other = replace(OFFER, key="other", needs=frozenset())
    offers = {offer.key: offer for offer in (unfit, other)}
    matches = rank_offers(situation, offers.values())
    assert ([match.offer for match in matches], choose(matches, offers)) == (["other", "plain"], [])


def test_matching_angles_and_partner_words_raise_the_score() -> None:
    situation = Situation((NeedFact("together", 1, True),), (), None, "date", (), {}, conditions=("no_photos",),
                          worries=("money",), words=("biograf",))
    angled = replace(OFFER, key="a", angles=frozenset({"condition:no_photos", "worry:money"}), text="Jeres biograf")
    scores = {match.offer: match.score for match in rank_offers(situation, [OFFER, angled])}
    assert scores["a"] - scores["plain"] == 4.5


def test_inactive_offer_is_not_chosen() -> None:
    awake = {key: offer for key, offer in BY_KEY.items() if key != BOX.key}
    assert BOX.key not in [match.offer for match in choose(rank_offers(FAMILY_HOUSE, OFFERS), awake)]


def test_low_effort_ranks_first_for_prospects_but_not_for_partnerships() -> None:
    light, heavy = replace(BOX, key="light", effort="none"), replace(BOX, key="heavy", effort="much")
    gaps = {}
    for stage in ("prospect", "marriage"):
        first, second = rank_offers(replace(FAMILY_HOUSE, stage=stage), [heavy, light])
        gaps[stage] = (first.offer, first.score - second.score)
    assert gaps == {"prospect": ("light", 6.0), "marriage": ("heavy", 0.0)}


def test_guessed_need_with_target_group_is_enough_known_and_target_group_alone_is_not() -> None:
    guess = Situation((NeedFact("together", 1, False),), ("families",), None, "prospect", (), {})
    assert [too_little_known(guess), too_little_known(replace(guess, needs=()))] == [False, True]
