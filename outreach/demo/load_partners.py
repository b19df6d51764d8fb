"""The demo's partners. Dates in the file count back from today, so that the demo never grows old."""

from __future__ import annotations

from typing import Any

from outreach.core.db import db, new_public_id
from outreach.demo.cast import Cast, days_ago, instant_days_ago
from outreach.library.starter import entries
from outreach.matching.models import Answer, OfferAnswer
from outreach.partners.models import (
    AvoidWord,
    Basis,
    CircleMember,
    Contact,
    Guess,
    Partner,
    PartnerNeed,
    PartnerTargetGroup,
    PartnerWorry,
    Quote,
    StageMove,
)
from outreach.partners.row_values import rebuild_keys
from outreach.partners.stages import Stage
from outreach.users.models import User

_PLAIN = ("name", "address", "postal_code", "city", "phone", "email", "website", "code_name", "language",
          "everyday", "matters")


def load(cast: Cast) -> None:
    """Add every partner of the file with all that belongs to it."""
    for values in entries("partners", "partner"):
        cast.partner[values["key"]] = partner = _partner(values, cast)
        _add_people(partner, values, cast)
        _add_profile(partner, values, cast)
        _add_moves(partner, values, cast)
        rebuild_keys(partner)
        db.session.add(partner)
    db.session.flush()
    for values in entries("partners", "partner"):
        _add_answers(cast.partner[values["key"]], values, cast)


def _partner(values: dict[str, Any], cast: Cast) -> Partner:
    return Partner(
        **{name: values.get(name, "") for name in _PLAIN},
        public_id=new_public_id(),
        is_protected=values["protected"],
        kind=cast.lists.kind.get(values["kind"]), sector=cast.lists.sector.get(values["sector"]),
        district=cast.district.get(values["district"]), branch=cast.branch.get(values["branch"]),
        owner=cast.user.get(values["owner"]), stage=Stage(values["stage"]),
    )


def _add_people(partner: Partner, values: dict[str, Any], cast: Cast) -> None:
    partner.contacts = [Contact(**row, position=position) for position, row in enumerate(values.get("contact", ()))]
    partner.circle = [CircleMember(user=cast.user[key]) for key in values["circle"]]


def _add_profile(partner: Partner, values: dict[str, Any], cast: Cast) -> None:
    owner = cast.user[values["owner"]]
    partner.target_groups = [
        PartnerTargetGroup(target_group=cast.lists.target_group[group["key"]], rank=group["rank"],
                           basis=Basis(group["basis"]))
        for group in values.get("target_group", ())]
    partner.needs = [PartnerNeed(need=cast.lists.need[need["key"]], rank=need["rank"], basis=Basis(need["basis"]))
                     for need in values.get("need", ())]
    partner.worries = [PartnerWorry(worry=cast.lists.worry[key], rank=rank)
                       for rank, key in enumerate(values["worries"], start=1)]
    partner.avoid_words = [AvoidWord(word=word) for word in values["avoid_words"]]
    partner.guesses = [Guess(text=text, guessed_by_id=owner.id) for text in values["guesses"]]
    partner.quotes = [_quote(quote, owner, cast) for quote in values.get("quote", ())]


def _quote(values: dict[str, Any], owner: User, cast: Cast) -> Quote:
    return Quote(text=values["text"], language=values["language"], said_on=days_ago(values["days_ago"]),
                 source=values["source"], translation=values.get("translation", ""), noted_by_id=owner.id,
                 translation_by=cast.user.get(values.get("translation_by", "")))


def _add_moves(partner: Partner, values: dict[str, Any], cast: Cast) -> None:
    """The way here, oldest first; the partner stands where the last move left it."""
    before: Stage | None = None
    moves = sorted(values.get("move", ()), key=lambda move: -move["days_ago"])
    for move in moves:
        to = Stage(move["to"])
        partner.stage_moves.append(StageMove(
            from_stage=before, to_stage=to, moved_on=days_ago(move["days_ago"]), reason=move["reason"],
            by=cast.user.get(move["by"]), at=instant_days_ago(move["days_ago"])))
        before = to
    if moves:
        partner.stage_since = days_ago(moves[-1]["days_ago"])
        partner.created_at = instant_days_ago(moves[0]["days_ago"])


def _add_answers(partner: Partner, values: dict[str, Any], cast: Cast) -> None:
    for answer in values.get("answer", ()):
        db.session.add(OfferAnswer(
            partner_id=partner.id, offer_id=cast.offer[answer["offer"]].id, answer=Answer(answer["answer"]),
            answered_on=days_ago(answer["days_ago"]), noted_by_id=cast.user[values["owner"]].id))
