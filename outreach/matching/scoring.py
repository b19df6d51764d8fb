"""Which offers fit a partner, and why. Pure: values in, values out, the same order every time.

The score is the sum of the reasons' points, nothing else, so whoever reads the reasons has seen all of it.
The numbers stand in `weights`, the Danish wording in `wording`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach.core.danish_words import words_found
from outreach.matching import weights

_ABOUT_THEM = frozenset({"need_said", "need_guessed", "target_group", "said_yes", "said_maybe"})


@dataclass(frozen=True)
class NeedFact:
    """One need of the partner. `rank` counts from 1, the most important; `said`: not merely our guess."""

    key: str
    rank: int
    said: bool


@dataclass(frozen=True)
class Situation:
    """What we know of a partner. `target_groups` in order of rank; `answers`: offer key -> yes|maybe|no."""

    needs: tuple[NeedFact, ...]
    target_groups: tuple[str, ...]
    sector: str | None
    stage: str
    avoid_words: tuple[str, ...]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class OfferFacts:
    """What counts of an offer. `effort` is none|little|some|much; `text` is all that the partner reads of it.

    An offer without target groups is for everybody.
    """

    key: str
    needs: frozenset[str]
    target_groups: frozenset[str]
    sectors_worded: frozenset[str]
    effort: str
    text: str


@dataclass(frozen=True)
class Reason:
    """One reason for or against an offer.

    | kind | subject | points |
    |---|---|---|
    | need_said, need_guessed | need key | above 0 |
    | target_group | target group key | above 0 |
    | other_people | empty | below 0 |
    | sector_wording | sector key | above 0 |
    | effort_fits, effort_heavy | none, little, some or much | above 0, below 0 |
    | said_yes, said_maybe, refused | empty | above 0, above 0, below 0 |
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
    def concerns_them(self) -> bool:
        """Whether anything we know of the partner speaks for the offer, beyond what it costs them."""
        return any(reason.kind in _ABOUT_THEM for reason in self.reasons)

    @property
    def fits(self) -> bool:
        """Whether to propose it: about them, not refused, and no more against it than for it."""
        return self.concerns_them and not self.refused and self.score >= 0


def rank_offers(situation: Situation, offers: Iterable[OfferFacts]) -> list[Match]:
    """All the offers for this partner, best first; those they have said no to after all others.

    Level offers stand in the order of their keys, so the list does not depend on the order they came in.
    """
    matches = [match_offer(situation, offer) for offer in offers]
    return sorted(matches, key=lambda match: (match.refused, -match.score, match.offer))


def match_offer(situation: Situation, offer: OfferFacts) -> Match:
    """How one offer fits the partner, with every reason that counted."""
    reasons = (
        *_needs(situation, offer),
        *_people(situation, offer),
        *_sector(situation, offer),
        *_effort(situation, offer),
        *_answer(situation, offer),
        *_avoided(situation, offer),
    )
    # Stable: reasons of equal weight keep the order above, so needs come before people, people before
    # effort.
    ordered = tuple(sorted(reasons, key=lambda reason: -reason.points))
    return Match(offer.key, round(sum(reason.points for reason in reasons), 2), ordered)


def choose(matches: Sequence[Match], offers_by_key: Mapping[str, OfferFacts], count: int = 3) -> list[Match]:
    """The offers to put on the page: the best first, then those that add most to what is already chosen.

    Only offers that fit are chosen, none missing from `offers_by_key` (resting), and so perhaps none at all: a page
    with an offer that merely costs them nothing says that we have not listened.
    """
    left = [match for match in matches if match.fits and match.offer in offers_by_key]
    chosen: list[Match] = []
    while left and len(chosen) < count:
        worth = {match.offer: _worth_beside(match, chosen, offers_by_key) for match in left}
        best = min(left, key=lambda match: (-worth[match.offer], match.offer))
        chosen.append(best)
        left.remove(best)
    return chosen


def too_little_known(situation: Situation) -> bool:
    """Whether the order is mostly our guess: no need they have said, and no guessed one with people to it."""
    if any(need.said for need in situation.needs):
        return False
    return not (situation.needs and situation.target_groups)


def _worth_beside(match: Match, chosen: Sequence[Match], offers_by_key: Mapping[str, OfferFacts]) -> float:
    """The match's score when needs the chosen offers already meet count only in part."""
    needs = offers_by_key[match.offer].needs
    covered = frozenset[str]().union(*(offers_by_key[other.offer].needs for other in chosen))
    again = sum(r.points for r in match.reasons if r.kind.startswith("need_") and r.subject in covered)
    same_job = weights.SAME_JOB if needs and needs <= covered else 0.0
    return match.score - (1 - weights.COVERED_SHARE) * again + same_job


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


def _people(situation: Situation, offer: OfferFacts) -> list[Reason]:
    """Whether the offer is for the people the partner is there for."""
    if not offer.target_groups or not situation.target_groups:
        return []
    shared = [
        Reason("target_group", key, _at_rank(weights.TARGET_GROUP, rank))
        for rank, key in enumerate(dict.fromkeys(situation.target_groups), start=1)
        if key in offer.target_groups
    ]
    return _first_whole_rest_in_part(shared) if shared else [Reason("other_people", "", weights.OTHER_PEOPLE)]


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


def _answer(situation: Situation, offer: OfferFacts) -> list[Reason]:
    by_answer = {
        "yes": Reason("said_yes", "", weights.SAID_YES),
        "maybe": Reason("said_maybe", "", weights.SAID_MAYBE),
        "no": Reason("refused", "", weights.REFUSED),
    }
    answer = by_answer.get(situation.answers.get(offer.key, ""))
    return [answer] if answer else []


def _avoided(situation: Situation, offer: OfferFacts) -> list[Reason]:
    found = words_found(offer.text, situation.avoid_words)
    return [Reason("avoided_word", word, weights.AVOIDED_WORD) for word in found]


def _at_rank(by_rank: Sequence[float], rank: int) -> float:
    """The points at this rank; beyond the table's end, and before its beginning, its nearest entry."""
    return by_rank[min(max(rank, 1), len(by_rank)) - 1]


def _first_whole_rest_in_part(reasons: Collection[Reason]) -> list[Reason]:
    """The weightiest reason with all its points, every further one with `FURTHER_SHARE` of them."""
    ordered = sorted(reasons, key=lambda reason: (-reason.points, reason.subject))
    rest = [Reason(r.kind, r.subject, round(r.points * weights.FURTHER_SHARE, 2)) for r in ordered[1:]]
    return ordered[:1] + rest
