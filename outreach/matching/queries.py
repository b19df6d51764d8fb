"""The library's offers for one partner, best first, each with why in plain words and what they answered to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from outreach.core.db import db
from outreach.core.i18n import localized
from outreach.matching.models import Answer, OfferAnswer
from outreach.matching.own_words import asks_for_place, meaningful_words
from outreach.matching.scoring import (
    Match,
    NeedFact,
    OfferFacts,
    Situation,
    choose,
    rank_offers,
    too_little_known,
)
from outreach.matching.wording import because, however
from outreach.offers.models import Offer
from outreach.offers.queries import list_offers
from outreach.partners.protection import OpenPartner
from outreach.partners.times import stored_times


@dataclass(frozen=True)
class MatchView:
    """An offer, how it fits this partner, in plain words why (`because`, `however`; may be empty), and their answer."""

    offer: Offer
    match: Match
    because: str
    however: str
    answer: Answer | None
    answered_on: date | None


@dataclass(frozen=True)
class Ranking:
    """All active offers: the chosen ones first, then the rest, best first. `little_known`: mostly our guess."""

    offers: tuple[MatchView, ...]
    chosen: int
    little_known: bool


def rank_for(partner: OpenPartner) -> Ranking:
    """How the library's active offers fit this partner, in the reader's language. Five queries, whatever the number."""
    offers = {offer.public_id: offer for offer in list_offers()}
    facts = {key: facts_of(offer) for key, offer in offers.items()}
    answers = {row.offer_id: row for row in list_answers(partner)}
    situation = situation_of(partner, {key: answers[offer.id].answer.value for key, offer in offers.items()
                                       if offer.id in answers})
    matches = rank_offers(situation, facts.values())
    chosen = choose(matches, facts)
    # The list goes on in the order in which further offers would add to the chosen ones.
    order = choose(matches, facts, len(matches)) if any(match.answers_said for match in chosen) else chosen
    labels = _labels(partner)
    views = []
    for match in [*order, *(match for match in matches if match not in order)]:
        row = answers.get(offers[match.offer].id)
        views.append(MatchView(offers[match.offer], match, because(match, labels), however(match, labels),
                               row.answer if row else None, row.answered_on if row else None))
    return Ranking(tuple(views), len(chosen), too_little_known(situation))


def list_answers(partner: OpenPartner) -> Sequence[OfferAnswer]:
    """What this partner answered to offers, by offer."""
    return db.session.scalars(
        select(OfferAnswer).where(OfferAnswer.partner_id == partner.id).order_by(OfferAnswer.offer_id)).all()


def find_answer(partner: OpenPartner, offer: Offer) -> OfferAnswer | None:
    """This partner's answer to one offer, if it gave one."""
    return db.session.get(OfferAnswer, (partner.id, offer.id))


def facts_of(offer: Offer) -> OfferFacts:
    """What counts of an offer; its key is the public id."""
    texts = (offer.headline_da, offer.text_da, offer.practical_da, offer.headline_en, offer.text_en, offer.practical_en)
    return OfferFacts(offer.public_id, frozenset(need.key for need in offer.needs),
                      frozenset(group.key for group in offer.target_groups),
                      frozenset(wording.sector.key for wording in offer.wordings), offer.effort.value, "\n".join(texts),
                      frozenset(angle.subject for angle in offer.angles), frozenset(offer.not_for),
                      frozenset(offer.day_parts), offer.suits_anyone)


def situation_of(partner: OpenPartner, answers: dict[str, str]) -> Situation:
    """The facts of a partner that scoring uses. Needs, conditions, worries and refusals marked in quotes are
    added to the profile's own; `answers` is by the offers' public ids."""
    marks = [quote.marks or {} for quote in partner.quotes]
    needs = [NeedFact(need.need.key, need.rank, need.basis.value == "said", asks_for_place(need.words))
             for need in partner.needs]
    said = {need.key for need in needs if need.said}
    wishes = dict.fromkeys(key for mark in marks for key in mark.get("needs", ()) if key not in said)
    needs += [NeedFact(key, len(needs) + 1, said=True) for key in wishes]
    conditions = dict.fromkeys([*(condition.condition.key for condition in partner.conditions if condition.condition),
                                *(key for mark in marks for key in mark.get("conditions", ()))])
    worries = dict.fromkeys([*(worry.worry.key for worry in partner.worries),
                             *(key for mark in marks for key in mark.get("worries", ()))])
    answers = answers | {offer: "no" for mark in marks for offer in mark.get("declines", ())}
    return Situation(
        needs=tuple(needs), conditions=tuple(conditions), worries=tuple(worries),
        settings=tuple(f"{name}:{term.key}" for name, term in (("kind", partner.kind), ("sector", partner.sector))
                       if term),
        words=meaningful_words(need.words for need in partner.needs if need.basis.value == "said"),
        day_parts=stored_times(partner.times_words, partner.times or {}).day_parts,
        target_groups=tuple(group.target_group.key for group in partner.target_groups),
        sector=partner.sector.key if partner.sector else None, stage=partner.stage.value,
        avoid_words=tuple(avoided.word for avoided in partner.avoid_words), answers=answers)


def _labels(partner: OpenPartner) -> dict[str, str]:
    labels = {f"need:{need.need.key}": localized(need.need, "label") for need in partner.needs}
    labels |= {f"target_group:{group.target_group.key}": localized(group.target_group, "label")
               for group in partner.target_groups}
    labels |= {f"worry:{worry.worry.key}": localized(worry.worry, "label") for worry in partner.worries}
    labels |= {f"condition:{condition.condition.key}": localized(condition.condition, "label")
               for condition in partner.conditions if condition.condition}
    if partner.kind:
        labels[f"kind:{partner.kind.key}"] = localized(partner.kind, "label")
    if partner.sector:
        labels[f"sector:{partner.sector.key}"] = localized(partner.sector, "label")
    return labels
