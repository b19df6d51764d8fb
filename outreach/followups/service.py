"""What can be done with follow-ups: the acts, each with its audit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import move_history, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.undo import UndoStep, delete_undo_steps, save_removed_row
from outreach.followups.models import FollowUp
from outreach.followups.queries import list_by_public_ids, list_from_origin
from outreach.partners.protection import OpenPartner, in_circle
from outreach.partners.queries import public_ids
from outreach.partners.service import register_restorable
from outreach.users.models import User

register_restorable(FollowUp)


@dataclass(frozen=True)
class FollowUpInput:
    """What, who and by when, as filled in."""

    what: str
    owner: User | None
    due_on: date | None


def add_follow_up(*, by: User | None, partner: OpenPartner, what: str, owner: User | None, due_on: date | None,
                  origin: str = "", origin_id: str = "") -> FollowUp:
    """A new follow-up. DomainError at "what", "owner" or "due_on" where one is missing, and at "owner" where the
    colleague may not see the partner."""
    owner, due_on = _checked(partner, what, owner, due_on)
    follow_up = FollowUp(partner_id=partner.id, what=what, owner=owner, due_on=due_on, origin=origin,
                         origin_id=origin_id)
    record(by=by, act="follow_up.add", subject=follow_up, partner_id=partner.id,
           values={"what": what, "owner": owner.name, "due_on": due_on})
    db.session.flush()
    return follow_up


def add_many(*, by: User | None, partner: OpenPartner, inputs: Sequence[FollowUpInput], origin: str = "",
             origin_id: str = "") -> list[FollowUp]:
    """Several at once, as from a plan. DomainError as `add_follow_up`, for the first that is refused."""
    return [add_follow_up(by=by, partner=partner, what=data.what, owner=data.owner, due_on=data.due_on,
                          origin=origin, origin_id=origin_id) for data in inputs]


def leave_origin(*, origin: str, origin_id: str) -> list[str]:
    """The record that follow-ups came from is going away: they stay with their partner. Their public ids."""
    left = list_from_origin(origin, origin_id)
    for follow_up in left:
        follow_up.origin = follow_up.origin_id = ""
    db.session.flush()
    return [follow_up.public_id for follow_up in left]


def take_origin(*, public_ids: Iterable[str], partner_ids: Collection[int], origin: str, origin_id: str) -> None:
    """The record is back: these partners' follow-ups that came from it come from it again."""
    for follow_up in list_by_public_ids(public_ids):
        if follow_up.partner_id in partner_ids and not follow_up.origin:
            follow_up.origin, follow_up.origin_id = origin, origin_id
    db.session.flush()


def change(*, by: User, follow_up: FollowUp, partner: OpenPartner, data: FollowUpInput) -> None:
    """Other words, another colleague or another day. DomainError as `add_follow_up`."""
    owner, due_on = _checked(partner, data.what, data.owner, data.due_on)
    before = (follow_up.what, follow_up.owner_id, follow_up.due_on)
    changes = [(name, str(old) if old else None, str(new)) for name, old, new in (
        ("what", follow_up.what, data.what), ("due_on", follow_up.due_on, due_on),
        ("owner", follow_up.owner.name if follow_up.owner else None, owner.name)) if old != new]
    follow_up.what, follow_up.owner, follow_up.owner_id, follow_up.due_on = data.what, owner, owner.id, due_on
    if (data.what, owner.id, due_on) != before:
        follow_up.sequence += 1
        record(by=by, act="follow_up.edit", subject=follow_up, partner_id=partner.id, changes=changes)
    db.session.flush()


def hand_on(*, by: User, follow_up: FollowUp, partner: OpenPartner, to: User | None, note: str = "") -> None:
    """Give a follow-up to another colleague, with a note."""
    to, _due = _checked(partner, follow_up.what, to, follow_up.due_on)
    before = follow_up.owner.name if follow_up.owner else None
    if follow_up.owner_id == to.id:
        raise DomainError("owner", _("Det er allerede %(name)s, der følger op.", name=to.name))
    follow_up.owner, follow_up.owner_id = to, to.id
    follow_up.handed_by, follow_up.handed_by_id, follow_up.handed_note = by, by.id, note
    follow_up.sequence += 1
    changes = [("owner", before, to.name), *([("note", None, note)] if note else [])]
    record(by=by, act="follow_up.hand_on", subject=follow_up, partner_id=partner.id, changes=changes)
    db.session.flush()


def finish(*, by: User | None, follow_up: FollowUp, note: str = "") -> None:
    """It is done. Doing it twice changes nothing: the first to say so stands, and only a note can still be added."""
    if follow_up.done_at is not None:
        _note(by, follow_up, note)
        return
    follow_up.done_at, follow_up.done_by, follow_up.done_note = clock.now(), by, note
    follow_up.sequence += 1
    record(by=by, act="follow_up.finish", subject=follow_up, partner_id=follow_up.partner_id,
           changes=[("note", None, note)] if note else ())
    db.session.flush()


def _note(by: User | None, follow_up: FollowUp, note: str) -> None:
    """What came of it, written afterwards or put right. An empty note takes none away."""
    if not note or note == follow_up.done_note:
        return
    record(by=by, act="follow_up.finish", subject=follow_up, partner_id=follow_up.partner_id,
           changes=[("note", follow_up.done_note or None, note)])
    follow_up.done_note = note
    db.session.flush()


def reopen(*, by: User | None, follow_up: FollowUp) -> None:
    """It was not done after all."""
    if follow_up.done_at is None:
        return
    follow_up.done_at, follow_up.done_by, follow_up.done_note = None, None, ""
    follow_up.sequence += 1
    record(by=by, act="follow_up.reopen", subject=follow_up, partner_id=follow_up.partner_id, changes=())
    db.session.flush()


def remove(*, by: User, follow_up: FollowUp) -> UndoStep:
    """Remove a follow-up that was never meant. The audit keeps what it said. The way back."""
    step = save_removed_row(by=by, row=follow_up)
    record(by=by, act="follow_up.remove", subject=follow_up, partner_id=follow_up.partner_id,
           changes=[("what", follow_up.what, None), ("due_on", follow_up.due_on.isoformat(), None)])
    db.session.delete(follow_up)
    db.session.flush()
    return step


def move_to(*, by: User, follow_ups: Iterable[FollowUp], partner: OpenPartner) -> None:
    """Give follow-ups to another partner together with what was noted of them: what they came from is that partner's
    alone now, and their words may be about it."""
    moved = [follow_up for follow_up in follow_ups if follow_up.partner_id != partner.id]
    names = public_ids(follow_up.partner_id for follow_up in moved)
    for follow_up in moved:
        before, follow_up.partner_id = names[follow_up.partner_id], partner.id
        follow_up.sequence += 1
        record(by=by, act="follow_up.edit", subject=follow_up, partner_id=partner.id,
               changes=[("partner", before, partner.public_id)])
    db.session.flush()
    delete_undo_steps(FollowUp.__tablename__)
    move_history(subject_type="follow_up", partner_id=partner.id,
                 subject_ids=[follow_up.public_id for follow_up in moved])


def may_own(partner: OpenPartner, user: User) -> bool:
    """Whether a colleague can have something to do for this partner: they must be able to read what it is."""
    return not partner.is_protected or in_circle(partner, user)


def _checked(partner: OpenPartner, what: str, owner: User | None, due_on: date | None) -> tuple[User, date]:
    """The owner and the day, once everything is there."""
    if not what.strip():
        raise DomainError("what", _("Skriv, hvad der skal gøres."))
    if owner is None or not owner.active:
        raise DomainError("owner", _("Vælg, hvem der følger op."))
    if due_on is None:
        raise DomainError("due_on", _("Vælg en dato."))
    if not may_own(partner, owner):
        raise DomainError("owner", _("%(name)s kan ikke se partneren. Sæt først %(name)s i kredsen.", name=owner.name))
    return owner, due_on
