"""Noting promises and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners.protection import OpenPartner
from outreach.promises.models import Commitment, CommitmentChange, CommitmentPartner
from outreach.promises.states import CommitmentState, Firmness, may_become
from outreach.users.models import User

WHAT = 300
WHO = 80
NOTE = 300


def add_commitment(*, by: User | None, partner: OpenPartner, is_ours: bool, what: str, firmness: Firmness,
                   who: str = "", due_on: date | None = None, given_on: date | None = None, owner: User | None = None,
                   origin: str = "", origin_id: str = "", about: Sequence[OpenPartner] = ()) -> Commitment:
    """Keep a promise. `about` are the partners that were there when it was given (the partner itself always is);
    `owner` is the colleague who sees to it, for theirs the one who asks after it."""
    if not what.strip():
        raise DomainError("what", _("Skriv, hvad der er lovet."))
    there = dict.fromkeys([partner.id, *(each.id for each in about)])
    commitment = Commitment(
        partner_id=partner.id, is_ours=is_ours, who=who[:WHO], what=what, firmness=firmness, due_on=due_on,
        given_on=given_on or clock.today(), owner_id=owner.id if owner else None, state=CommitmentState.OPEN,
        origin=origin, origin_id=origin_id, about=[CommitmentPartner(partner_id=each) for each in there])
    record(by=by, act="commitment.add", subject=commitment, partner_id=_told_of(partner, about), changes=(),
           values={"what": what, "is_ours": is_ours, "who": who, "due_on": due_on, "firmness": firmness})
    db.session.flush()
    return commitment


def change_commitment(*, by: User | None, partner: OpenPartner, commitment: Commitment, what: str, firmness: Firmness,
                      who: str, due_on: date | None, owner: User | None) -> None:
    """Put the words, the person, the day or the firmness right."""
    if not what.strip():
        raise DomainError("what", _("Skriv, hvad der er lovet."))
    commitment.what, commitment.who, commitment.due_on, commitment.firmness = what, who[:WHO], due_on, firmness
    commitment.owner_id = owner.id if owner else None
    record(by=by, act="commitment.edit", subject=commitment, partner_id=partner.id, changes=pending_changes(commitment))
    db.session.flush()


def settle(*, by: User | None, partner: OpenPartner, commitment: Commitment, state: CommitmentState, note: str = "",
           on: date | None = None) -> None:
    """Say what became of a promise, or open it again. Saying the same twice is saying it once."""
    if commitment.state is state:
        return
    if not may_become(commitment.state, state):
        raise DomainError("state", _("Tilsagnet er gjort op. Åbn det igen først."))
    on = on or clock.today()
    if on > clock.today():
        raise DomainError("on", _("Datoen ligger ude i fremtiden. Skriv den dag, det skete."))
    before, commitment.state = commitment.state, state
    commitment.settled_on = None if state is CommitmentState.OPEN else on
    commitment.changes.append(CommitmentChange(from_state=before, to_state=state, changed_on=on, note=note[:NOTE],
                                               by_id=by.id if by else None))
    record(by=by, act="commitment.settle", subject=commitment, partner_id=partner.id,
           changes=[("state", before.value, state.value), *([("note", None, note)] if note else [])])
    db.session.flush()


def _told_of(partner: OpenPartner, about: Sequence[OpenPartner]) -> int:
    """Whose history tells of it: a protected partner's, since the words may be about that one."""
    return next((each.id for each in (partner, *about) if each.is_protected), partner.id)
