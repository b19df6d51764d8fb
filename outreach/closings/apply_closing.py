"""Create the records of a closed meeting: quotes, follow-ups, promises, steps to try, answers to offers.

`Closing.made` maps each row to the record it became, so that closing again after a correction changes the same records;
the records of removed rows are removed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from outreach.closings.content import Content, Row
from outreach.closings.models import Closing, Decision
from outreach.commitments import service as promises
from outreach.commitments.models import Commitment, NextStep
from outreach.commitments.queries import list_from_origin as list_commitments
from outreach.commitments.queries import list_steps_from_origin
from outreach.commitments.states import CommitmentState, Firmness
from outreach.core.db import db
from outreach.followups import service as followups
from outreach.followups.models import FollowUp
from outreach.followups.queries import list_from_origin as list_follow_ups
from outreach.matching.models import Answer
from outreach.matching.service import answer_offer
from outreach.meetings.labels import KINDS
from outreach.meetings.queries import OpenMeeting
from outreach.offers.queries import list_offers
from outreach.partners import service as partners
from outreach.partners.inputs import QuoteInput
from outreach.partners.limits import QUOTE_SOURCE
from outreach.partners.protection import OpenPartner
from outreach.partners.shared_records import protected_or_first
from outreach.users.models import User
from outreach.users.queries import list_users

ORIGIN = "meeting"


def apply_content(*, by: User, view: OpenMeeting, closing: Closing, content: Content) -> None:
    """Create or update the records of all rows. DomainError where one of them is refused."""
    made = dict(closing.made)
    _quotes(by, view, content, made)
    _decisions(by, view, closing, content)
    _commitments(by, view, content, made)
    _steps(by, view, content, made)
    _answers(by, view, content)
    closing.made = made
    db.session.flush()


def _remove_missing(made: dict[str, Any], name: str, rows: list[Row]) -> list[str]:
    """Remove the entries of one list whose rows no longer exist from `made`; returns their records' public ids."""
    here = {f"{name}:{row['key']}" for row in rows}
    return [made.pop(key) for key in list(made) if key.startswith(f"{name}:") and key not in here]


def _partner_of(view: OpenMeeting, public_id: str) -> OpenPartner:
    return next((partner for partner in view.partners if partner.public_id == public_id), view.lead)


def _quotes(by: User, view: OpenMeeting, content: Content, made: dict[str, Any]) -> None:
    known = {quote.public_id: (quote, partner) for partner in view.partners for quote in partner.quotes}
    for public_id in _remove_missing(made, "heard", content["heard"]):
        if public_id in known:
            quote, partner = known[public_id]
            partners.remove_quote(by=by, partner=partner, quote=quote)
    place = str(KINDS[view.meeting.kind]).lower()
    for row in content["heard"]:
        key, partner = f"heard:{row['key']}", _partner_of(view, row["partner"])
        source = f"{row['who']}, {place}" if row["who"] else place
        old = known.get(made.get(key, ""))
        if old is not None and old[1].id == partner.id:
            data = QuoteInput(row["text"], row["language"] or view.meeting.language, view.meeting.held_on,
                              source[:QUOTE_SOURCE], old[0].translation)
            partners.change_quote(by=by, partner=partner, quote=old[0], data=data)
            continue
        if old is not None:
            partners.remove_quote(by=by, partner=old[1], quote=old[0])
        quote = partners.add_quote(by=by, partner=partner, quote=QuoteInput(
            row["text"], row["language"] or view.meeting.language, view.meeting.held_on, source[:QUOTE_SOURCE]))
        made[key] = quote.public_id


def _decisions(by: User, view: OpenMeeting, closing: Closing, content: Content) -> None:
    users = {user.public_id: user for user in list_users()}
    follow_ups = {follow_up.public_id: follow_up for follow_up in list_follow_ups(ORIGIN, view.meeting.public_id)}
    before = {decision.row_key: decision for decision in closing.decisions}
    partner, kept = protected_or_first(view.partners), []
    for position, row in enumerate(content["decisions"]):
        owner, due = users[row["owner"]], date.fromisoformat(row["due"])
        decision = before.pop(row["key"], None) or Decision(row_key=row["key"], follow_up="")
        decision.position, decision.what, decision.owner_id, decision.due_on = position, row["what"], owner.id, due
        follow_up = follow_ups.get(decision.follow_up)
        if follow_up is None:
            follow_up = followups.add_follow_up(by=by, partner=partner, what=row["what"], owner=owner, due_on=due,
                                                origin=ORIGIN, origin_id=view.meeting.public_id)
            decision.follow_up = follow_up.public_id
        elif _differs(follow_up, row["what"], owner, due):
            followups.change(by=by, follow_up=follow_up, partner=partner,
                             data=followups.FollowUpInput(row["what"], owner, due))
        kept.append(decision)
    for decision in before.values():
        if decision.follow_up in follow_ups:
            followups.remove(by=by, follow_up=follow_ups[decision.follow_up])
    closing.decisions = kept


def _differs(follow_up: FollowUp, what: str, owner: User, due: date) -> bool:
    return (follow_up.what, follow_up.owner_id, follow_up.due_on) != (what, owner.id, due)


def _commitments(by: User, view: OpenMeeting, content: Content, made: dict[str, Any]) -> None:
    known = {commitment.public_id: commitment for commitment in list_commitments(ORIGIN, view.meeting.public_id)}
    for name in ("theirs", "ours"):
        for public_id in _remove_missing(made, name, content[name]):
            if public_id in known and known[public_id].state is CommitmentState.OPEN:
                promises.settle(by=by, partner=view.lead, commitment=known[public_id], state=CommitmentState.RELEASED,
                                note=_("Taget ud, da opsamlingen blev rettet"))
        for row in content[name]:
            made[f"{name}:{row['key']}"] = _commitment(by, view, name == "ours", row,
                                                       known.get(made.get(f"{name}:{row['key']}", "")))


def _commitment(by: User, view: OpenMeeting, is_ours: bool, row: Row, known: Commitment | None) -> str:
    partner = protected_or_first(view.partners) if is_ours else _partner_of(view, row["partner"])
    due = date.fromisoformat(row["due"]) if row["due"] else None
    firmness = Firmness(row["firmness"])
    owner = next((user for user in list_users() if user.public_id == row["owner"]), by) if is_ours else None
    who = owner.name if owner else row["who"]
    if known is None or known.partner_id != partner.id:
        return str(promises.add_commitment(
            by=by, partner=partner, is_ours=is_ours, what=row["what"], firmness=firmness, who=who, due_on=due,
            given_on=view.meeting.held_on, owner=owner, origin=ORIGIN, origin_id=view.meeting.public_id,
            about=view.partners).public_id)
    if (known.what, known.firmness, known.who, known.due_on) != (row["what"], firmness, who, due):
        promises.change_commitment(by=by, partner=partner, commitment=known, what=row["what"], firmness=firmness,
                                   who=who, due_on=due, owner=owner)
    return str(known.public_id)


def _steps(by: User, view: OpenMeeting, content: Content, made: dict[str, Any]) -> None:
    known: dict[str, NextStep] = {step.public_id: step for step in list_steps_from_origin(view.meeting.public_id)}
    for public_id in _remove_missing(made, "steps", content["steps"]):
        if public_id in known and not known[public_id].outcome:
            promises.remove_step(by=by, partners=view.partners, step=known[public_id])
    for row in content["steps"]:
        data = promises.StepInput(row["action"] or _("Noget, vi prøver"), row["prepared"], row["involved"],
                                  row["course"], row["expected"])
        step = known.get(made.get(f"steps:{row['key']}", ""))
        if step is None:
            step = promises.add_step(by=by, partners=view.partners, data=data, given_on=view.meeting.held_on,
                                     origin_id=view.meeting.public_id)
            made[f"steps:{row['key']}"] = step.public_id
        else:
            promises.change_step(by=by, partners=view.partners, step=step, data=data)


def _answers(by: User, view: OpenMeeting, content: Content) -> None:
    offers = {offer.public_id: offer for offer in list_offers()}
    partners = {partner.public_id: partner for partner in view.partners}
    for row in content["answers"]:
        partner_id, _colon, offer_id = row["key"].partition(":")
        if partner_id in partners and offer_id in offers:
            answer_offer(by=by, partner=partners[partner_id], offer=offers[offer_id], answer=Answer(row["answer"]))
