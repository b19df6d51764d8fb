"""Noting promises and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import move_history, pending_changes, record
from outreach.commitments.models import Commitment, CommitmentChange, CommitmentPartner, NextStep, NextStepPartner
from outreach.commitments.queries import list_shared_ids
from outreach.commitments.states import CommitmentState, Firmness, may_become
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners.protection import OpenPartner, became_protected
from outreach.partners.queries import protected_among
from outreach.users.models import User


@dataclass(frozen=True)
class StepInput:
    """Something to try, as written down."""

    action: str
    prepared: str = ""
    involved: str = ""
    process: str = ""
    expected: str = ""


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
    partner_ids = dict.fromkeys([partner.id, *(partner.id for partner in about)])
    commitment = Commitment(
        partner_id=partner.id, is_ours=is_ours, who=who[:WHO], what=what, firmness=firmness, due_on=due_on,
        given_on=given_on or clock.today(), owner_id=owner.id if owner else None, state=CommitmentState.OPEN,
        origin=origin, origin_id=origin_id,
        about=[CommitmentPartner(partner_id=partner_id) for partner_id in partner_ids])
    record(by=by, act="commitment.add", subject=commitment, partner_id=_audit_partner_id(partner, about), changes=(),
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
    record(by=by, act="commitment.edit", subject=commitment, partner_id=_whose_history(partner, commitment),
           changes=pending_changes(commitment))
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
    record(by=by, act="commitment.settle", subject=commitment, partner_id=_whose_history(partner, commitment),
           changes=[("state", before.value, state.value), *([("note", None, note)] if note else [])])
    db.session.flush()


def _audit_partner_id(partner: OpenPartner, about: Sequence[OpenPartner]) -> int:
    """Whose history tells of it: a protected partner's, since the words may be about that one."""
    return next((other.id for other in (partner, *about) if other.is_protected), partner.id)


def _whose_history(partner: OpenPartner, commitment: Commitment) -> int:
    """The same of a promise that is there, whoever was at the table when it was given."""
    return min(protected_among(partner.partner_id for partner in commitment.about), default=partner.id)


def add_step(*, by: User | None, partners: Sequence[OpenPartner], data: StepInput, given_on: date | None = None,
             origin_id: str = "") -> NextStep:
    """Keep something to try with the partners that were there when it was agreed."""
    step = NextStep(given_on=given_on or clock.today(), origin_id=origin_id, outcome="", **vars(data),
                    about=[NextStepPartner(partner_id=partner.id) for partner in partners])
    record(by=by, act="step.add", subject=step, partner_id=_audit_partner_id(partners[0], partners), changes=(),
           values=vars(data))
    db.session.flush()
    return step


def change_step(*, by: User | None, partners: Sequence[OpenPartner], step: NextStep, data: StepInput) -> None:
    """Change the words."""
    for name, text in vars(data).items():
        setattr(step, name, text)
    record(by=by, act="step.edit", subject=step, partner_id=_audit_partner_id(partners[0], partners))
    db.session.flush()


def tell_outcome(*, by: User, partners: Sequence[OpenPartner], step: NextStep, outcome: str) -> None:
    """Write what came of it; nothing takes it back."""
    step.outcome = outcome
    step.outcome_on, step.outcome_by_id = (clock.today(), by.id) if outcome else (None, None)
    record(by=by, act="step.edit", subject=step, partner_id=_audit_partner_id(partners[0], partners))
    db.session.flush()


def remove_step(*, by: User | None, partners: Sequence[OpenPartner], step: NextStep) -> None:
    """Take away what was never agreed. The audit keeps what it said."""
    record(by=by, act="step.remove", subject=step, partner_id=_audit_partner_id(partners[0], partners),
           changes=[("action", step.action, None)])
    db.session.delete(step)
    db.session.flush()


@became_protected.connect
def _on_partner_protected(_sender: object, *, by: User, partner: OpenPartner) -> int:
    """Move to the partner the audit history of commitments and next steps shared with it. The rows stay where they are,
    hidden from whoever may not see all their partners, so 0 is returned: there is nothing to tell the user."""
    promises, steps = list_shared_ids(partner)
    move_history(subject_type=Commitment.__tablename__, subject_ids=promises, partner_id=partner.id)
    move_history(subject_type=NextStep.__tablename__, subject_ids=steps, partner_id=partner.id)
    return 0
