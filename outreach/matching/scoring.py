"""Which offers fit a partner, and why. Pure: values in, values out, the same order every time.

The score is the sum of the reasons' points, nothing else, so whoever reads the reasons has seen all of it.
The numbers stand in `weights`, the Danish wording in `wording`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from outreach.core.danish_words import words_found
from outreach.matching import weights
from outreach.matching.own_words import common_words, words_in

_ABOUT_THEM = frozenset({"need_said", "need_guessed", "target_group", "said_yes", "said_maybe", "suits_anyone"})
_SAID = frozenset({"need_said", "said_yes", "said_maybe"})
_EXCLUDING = frozenset({"refused", "not_for", "wrong_time"})
# Without anything they have said, a page carries no more than this.
_MOST_GUESSED = 2
# So many offers made for people like theirs are enough to leave the others out.
_ENOUGH = 2
# An offer for at most this share of the target groups that offers have on average is made for them.
_FEW_SHARE = 0.5
AT_THEIR_PLACE = "condition:at_their_place"
# So many offers at the library turned down, and none of them taken: it has to be at their place.
_REFUSED_OUTINGS = 2


@dataclass(frozen=True)
class NeedFact:
    """One need of the partner. `rank` counts from 1, the most important; `said`: not merely our guess; `place`: they
    put it as a place to be ("et sted, når banen er lukket")."""

    key: str
    rank: int
    said: bool
    place: bool = False


@dataclass(frozen=True)
class Situation:
    """What we know of a partner. `target_groups` in order of rank; `answers`: offer key -> yes|maybe|no, an offer that
    a quote turns down among the noes. `settings` are "kind:<key>" and "sector:<key>"; `day_parts` when it suits them,
    none where any time does. `words` are lemmas that carry meaning in how they put their needs."""

    needs: tuple[NeedFact, ...]
    target_groups: tuple[str, ...]
    sector: str | None
    stage: str
    avoid_words: tuple[str, ...]
    answers: Mapping[str, str]
    conditions: tuple[str, ...] = ()
    worries: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        """All that holds of the partner, as the angles of offers name it, the most telling first."""
        return (*(f"condition:{key}" for key in self.conditions), *(f"need:{need.key}" for need in self.needs),
                *(f"worry:{key}" for key in self.worries), *(f"target_group:{key}" for key in self.target_groups),
                *self.settings, *(f"time:{part}" for part in self.day_parts[:1]))


@dataclass(frozen=True)
class OfferFacts:
    """What counts of an offer. `effort` is none|little|some|much; `text` is all that the partner reads of it.

    An offer without target groups is for everybody. `angles` are the subjects it has a line for, `not_for` those it
    does not suit; `day_parts` when it takes place, none where any time will do.
    """

    key: str
    needs: frozenset[str]
    target_groups: frozenset[str]
    sectors_worded: frozenset[str]
    effort: str
    text: str
    angles: frozenset[str] = frozenset()
    not_for: frozenset[str] = frozenset()
    day_parts: frozenset[str] = frozenset()
    suits_anyone: bool = False

    @property
    def at_library(self) -> bool:
        """Whether the partner's people have to come to the library for it."""
        return AT_THEIR_PLACE in self.not_for


@dataclass(frozen=True)
class Reason:
    """One reason for or against an offer.

    | kind | subject | points |
    |---|---|---|
    | need_said, need_guessed | need key | above 0 |
    | target_group | target group key | above 0 |
    | made_for_them | target group key; the offer is for few groups and meets a need | above 0 |
    | place | need they put as a place, where the offer is one | above 0 |
    | other_people | empty | below 0 |
    | sector_wording | sector key | above 0 |
    | effort_fits, effort_heavy | none, little, some or much | above 0, below 0 |
    | said_yes, said_maybe, refused | empty | above 0, above 0, below 0 |
    | condition_met, worry_met | key of the condition or worry the offer has a line for | above 0 |
    | own_words | the word of theirs that the offer's text holds | above 0 |
    | setting | sector or kind the offer has a line for | above 0 |
    | need_line, time_line | need it meets, or their time of day, that the offer has a line for | above 0 |
    | suits_anyone | empty; only where nothing is known | above 0 |
    | not_for | what of theirs it does not suit, as "condition:<key>" | below 0 |
    | wrong_time | empty | below 0 |
    | avoided_word | the word as they gave it | below 0 |
    """

    kind: str
    subject: str
    points: float


@dataclass(frozen=True)
class Match:
    """An offer for a partner: its key, the sum of its reasons' points, and the reasons, weightiest first."""

    offer: str
    score: float
    reasons: tuple[Reason, ...]

    @property
    def refused(self) -> bool:
        """Whether they have said no to this offer."""
        return any(reason.kind == "refused" for reason in self.reasons)

    @property
    def excluded(self) -> bool:
        """Whether the offer may not be proposed: refused, not for somebody like them, or at a time not theirs."""
        return any(reason.kind in _EXCLUDING for reason in self.reasons)

    @property
    def answers_said(self) -> bool:
        """Whether it answers something they have said: a need or wish, or a yes or maybe of theirs."""
        return any(reason.kind in _SAID for reason in self.reasons)

    @property
    def concerns_them(self) -> bool:
        """Whether anything we know of the partner speaks for the offer, beyond what it costs them."""
        return any(reason.kind in _ABOUT_THEM for reason in self.reasons)

    @property
    def fits(self) -> bool:
        """Whether to propose it: about them, not excluded, and no more against it than for it."""
        return self.concerns_them and not self.excluded and self.score >= 0


def rank_offers(situation: Situation, offers: Iterable[OfferFacts]) -> list[Match]:
    """All the offers for this partner, best first; those that do not suit them after all others, refused ones last.

    Level offers stand in the order of their keys, so the list does not depend on the order they came in.
    """
    offers = list(offers)
    common = common_words(offer.text for offer in offers)
    situation = replace(_staying_at_home(situation, offers),
                        words=tuple(word for word in situation.words if word not in common))
    targeted = [len(offer.target_groups) for offer in offers if offer.target_groups]
    few_groups = int(_FEW_SHARE * sum(targeted) / len(targeted)) if targeted else 0
    matches = [match_offer(situation, offer, few_groups) for offer in offers]
    return sorted(matches, key=lambda match: (match.excluded, match.refused, -match.score, match.offer))


def _staying_at_home(situation: Situation, offers: Sequence[OfferFacts]) -> Situation:
    """The situation with the condition "at their place" where they have turned down offers for that reason only."""
    answers = [situation.answers[offer.key] for offer in offers if offer.at_library and offer.key in situation.answers]
    home = AT_THEIR_PLACE.removeprefix("condition:")
    if len(answers) < _REFUSED_OUTINGS or set(answers) != {"no"} or home in situation.conditions:
        return situation
    return replace(situation, conditions=(*situation.conditions, home))


def match_offer(situation: Situation, offer: OfferFacts, few_groups: int = 0) -> Match:
    """How one offer fits the partner, with every reason that counted. An offer for at most `few_groups` target groups
    is made for them."""
    reasons = (
        *_needs(situation, offer),
        *_people(situation, offer, few_groups),
        *_place(situation, offer),
        *_own_words(situation, offer),
        *_sector(situation, offer),
        *_effort(situation, offer),
        *_angles(situation, offer),
        *_exclusions(situation, offer),
        *_answer(situation, offer),
        *_avoided(situation, offer),
    )
    # Stable: reasons of equal weight keep the order above, so needs come before people, people before
    # effort.
    ordered = tuple(sorted(reasons, key=lambda reason: -reason.points))
    return Match(offer.key, round(sum(reason.points for reason in reasons), 2), ordered)


def choose(matches: Sequence[Match], offers_by_key: Mapping[str, OfferFacts], count: int = 3) -> list[Match]:
    """The offers to put on the page: the best first, then those that add most to what is already chosen.

    Only offers that fit and answer something they have said are chosen, none missing from `offers_by_key` (resting).
    Where they have said nothing that an offer answers: at most two that answer a guess; where there is no guess
    either, one that suits anyone. So perhaps none at all: an offer that merely costs them nothing says that we have not
    listened.
    """
    fitting = [match for match in matches if match.fits and match.offer in offers_by_key]
    said = [match for match in fitting if match.answers_said]
    theirs = [match for match in said if not any(reason.kind == "other_people" for reason in match.reasons)]
    left = theirs if len(theirs) >= _ENOUGH else said
    if not left:
        left = [match for match in fitting if any(reason.kind == "need_guessed" for reason in match.reasons)]
        count = min(count, _MOST_GUESSED)
    if not left:
        left = [match for match in fitting if offers_by_key[match.offer].suits_anyone]
        count = min(count, 1)
    chosen: list[Match] = []
    while left and len(chosen) < count:
        worth = {match.offer: _worth_beside(match, chosen, offers_by_key) for match in left}
        best = min(left, key=lambda match: (-round(worth[match.offer], 2), len(offers_by_key[match.offer].needs),
                                            match.offer))
        chosen.append(best)
        left.remove(best)
    return chosen


def too_little_known(situation: Situation) -> bool:
    """Whether the order is mostly our guess: no said need, and not both a guessed need and a target group."""
    if any(need.said for need in situation.needs):
        return False
    return not (situation.needs and situation.target_groups)


def _worth_beside(match: Match, chosen: Sequence[Match], offers_by_key: Mapping[str, OfferFacts]) -> float:
    """The match's score when needs the chosen offers already meet count only in part."""
    needs = offers_by_key[match.offer].needs
    covered = frozenset[str]().union(*(offers_by_key[other.offer].needs for other in chosen))
    main = {next((r.subject for r in other.reasons if r.kind.startswith("need_")), "") for other in chosen}
    again = sum(r.points * (1 - (weights.COVERED_SHARE if r.subject in main else weights.TOUCHED_SHARE))
                for r in match.reasons if r.kind.startswith("need_") and r.subject in covered)
    same_job = weights.SAME_JOB if needs and needs <= covered else 0.0
    return match.score - again + same_job


def _needs(situation: Situation, offer: OfferFacts) -> list[Reason]:
    """The partner's needs that the offer meets: the weightiest whole, further ones in part."""
    worth: dict[str, Reason] = {}
    for need in situation.needs:
        if need.key not in offer.needs:
            continue
        points = _at_rank(weights.NEED_SAID, need.rank)
        reason = (
            Reason("need_said", need.key, points)
            if need.said
            else Reason("need_guessed", need.key, round(points * weights.GUESSED_SHARE, 2))
        )
        if need.key not in worth or worth[need.key].points < reason.points:
            worth[need.key] = reason
    return _first_whole_rest_in_part(worth.values())


def _people(situation: Situation, offer: OfferFacts, few_groups: int) -> list[Reason]:
    """Whether the offer is for the people the partner is there for."""
    if not offer.target_groups or not situation.target_groups:
        return []
    shared = [
        Reason("target_group", key, _at_rank(weights.TARGET_GROUP, rank))
        for rank, key in enumerate(dict.fromkeys(situation.target_groups), start=1)
        if key in offer.target_groups
    ]
    if not shared:  # worded for their sector, it is for them after all
        worded = situation.sector in offer.sectors_worded
        return [] if worded else [Reason("other_people", "", weights.OTHER_PEOPLE)]
    if len(offer.target_groups) > few_groups:
        return _first_whole_rest_in_part(shared)
    if not situation.needs:  # what so few people have in common is a guess at these
        return []
    first = situation.target_groups[0]
    special = first in offer.target_groups and any(need.key in offer.needs for need in situation.needs)
    made = [Reason("made_for_them", first, weights.MADE_FOR_THEM)] if special else []
    return [*_first_whole_rest_in_part(shared), *made]


def _place(situation: Situation, offer: OfferFacts) -> list[Reason]:
    """A need they put as a place, met by an offer that is one."""
    needs = [need.key for need in situation.needs if need.place and need.said and need.key in offer.needs]
    return [Reason("place", needs[0], weights.PLACE)] if needs and offer.at_library else []


def _own_words(situation: Situation, offer: OfferFacts) -> list[Reason]:
    """Words of theirs about their needs that the offer's own text holds, in any form."""
    text = words_in(offer.text)
    words = [word for word in situation.words if word in text]
    return _first_whole_rest_in_part([Reason("own_words", word, weights.OWN_WORDS) for word in words])


def _sector(situation: Situation, offer: OfferFacts) -> list[Reason]:
    if situation.sector is None or situation.sector not in offer.sectors_worded:
        return []
    return [Reason("sector_wording", situation.sector, weights.SECTOR_WORDING)]


def _effort(situation: Situation, offer: OfferFacts) -> list[Reason]:
    by_effort = weights.EFFORT_BY_STAGE.get(situation.stage, weights.EFFORT_BY_STAGE[weights.FIRST_STAGE])
    points = by_effort.get(offer.effort, 0.0)
    if points == 0:
        return []
    return [Reason("effort_fits" if points > 0 else "effort_heavy", offer.effort, points)]


def _angles(situation: Situation, offer: OfferFacts) -> list[Reason]:
    """What of theirs the offer has a line of its own for."""
    conditions = [Reason("condition_met", key, weights.CONDITION_MET) for key in dict.fromkeys(situation.conditions)
                  if f"condition:{key}" in offer.angles]
    worries = [Reason("worry_met", key, weights.WORRY_MET) for key in dict.fromkeys(situation.worries)
               if f"worry:{key}" in offer.angles]
    settings = [Reason("setting", subject, weights.SETTING) for subject in situation.settings
                if subject in offer.angles]
    said = any(need.said for need in situation.needs)
    lines = [Reason("need_line", need.key, weights.OWN_LINE) for need in situation.needs
             if need.said and need.key in offer.needs and f"need:{need.key}" in offer.angles]
    times = [Reason("time_line", part, weights.OWN_LINE) for part in situation.day_parts
             if len(situation.day_parts) == 1 and f"time:{part}" in offer.angles]
    anyone = [Reason("suits_anyone", "", weights.SUITS_ANYONE)] if offer.suits_anyone and not said else []
    return [*_first_whole_rest_in_part(conditions), *_first_whole_rest_in_part(worries), *settings[:1],
            *lines[:1], *times[:1], *anyone]


def _exclusions(situation: Situation, offer: OfferFacts) -> list[Reason]:
    """Why the offer may not be proposed to them."""
    unfit = [Reason("not_for", subject, weights.NOT_FOR) for subject in situation.subjects if subject in offer.not_for]
    if situation.day_parts and offer.day_parts and not offer.day_parts.intersection(situation.day_parts):
        unfit.append(Reason("wrong_time", "", weights.NOT_FOR))
    return unfit[:1]


def _answer(situation: Situation, offer: OfferFacts) -> list[Reason]:
    by_answer = {
        "yes": Reason("said_yes", "", weights.SAID_YES),
        "maybe": Reason("said_maybe", "", weights.SAID_MAYBE),
        "no": Reason("refused", "", weights.REFUSED),
    }
    answer = by_answer.get(situation.answers.get(offer.key, ""))
    return [answer] if answer else []


def _avoided(situation: Situation, offer: OfferFacts) -> list[Reason]:
    avoided_words = words_found(offer.text, situation.avoid_words)
    return [Reason("avoided_word", word, weights.AVOIDED_WORD) for word in avoided_words]


def _at_rank(by_rank: Sequence[float], rank: int) -> float:
    """The points at this rank; beyond the table's end, and before its beginning, its nearest entry."""
    return by_rank[min(max(rank, 1), len(by_rank)) - 1]


def _first_whole_rest_in_part(reasons: Collection[Reason]) -> list[Reason]:
    """The weightiest reason with all its points, every further one with `FURTHER_SHARE` of them."""
    ordered = sorted(reasons, key=lambda reason: (-reason.points, reason.subject))
    rest = [Reason(r.kind, r.subject, round(r.points * weights.FURTHER_SHARE, 2)) for r in ordered[1:]]
    return ordered[:1] + rest
