"""Handing on all that a colleague has with some partners, and taking that back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.followups import service as follow_ups
from outreach.handover.models import Handover, HandoverItem
from outreach.handover.queries import PartnerLoad, find_things
from outreach.partners.inputs import PartnerAccess
from outreach.partners.protection import OpenPartner, in_circle
from outreach.partners.queries import get_open_partner, views_by_id
from outreach.partners.service import change_access
from outreach.users.models import User


@dataclass
class HandoverResult:
    """What came of it: the record, and the names of partners where something stayed, with why."""

    handover: Handover
    stayed: list[tuple[str, str]]


def hand_over(*, by: User, giver: User, taker: User | None, loads: Sequence[PartnerLoad], chosen: Collection[str],
              note: str = "") -> HandoverResult:
    """Hand on what `giver` has with the chosen partners (their public ids). What cannot be handed on stays, and is
    named. A giver who still is a colleague stays in the circle of a protected partner; one who has left goes out."""
    if taker is None or not taker.active or taker.id == giver.id:
        raise DomainError("taker", _("Vælg en kollega, der kan tage over."))
    chosen_loads = [load for load in loads
                    if isinstance(load.partner, OpenPartner) and load.partner.public_id in chosen]
    if not chosen_loads:
        raise DomainError("chosen", _("Sæt hak ved mindst én partner."))
    result = HandoverResult(Handover(giver=giver, taker=taker, by=by), [])
    db.session.add(result.handover)
    for load in chosen_loads:
        # With all that belongs to it: changing who may see it needs the circle.
        partner = get_open_partner(load.partner.public_id, by)
        try:
            with db.session.begin_nested():
                items = _hand_on_partner(by, giver, taker, partner, load)
        except DomainError as error:
            result.stayed.append((partner.display_name, error.message))
        else:
            result.handover.items += items
        _hand_on_things(by, taker, partner, load, note, result)
    record(by=by, act="handover.give", subject=result.handover, changes=(),
           values={"giver": giver.name, "taker": taker.name, "things": len(result.handover.items)})
    db.session.flush()
    return result


def undo(*, by: User, handover: Handover) -> None:
    """Take a handover back, where things still are with the one who took over."""
    if handover.undone_at is not None:
        return
    if not handover.giver.active:
        raise DomainError("", _("%(name)s er ikke kollega her længere. Giv det videre til en anden i stedet.",
                                name=handover.giver.name))
    partners = views_by_id((item.partner_id for item in handover.items), by)
    for item in reversed(handover.items):
        partner = partners.get(item.partner_id)
        if isinstance(partner, OpenPartner):
            _take_back(by, handover, item, get_open_partner(partner.public_id, by))
    handover.undone_at = clock.now()
    record(by=by, act="handover.undo", subject=handover, changes=())
    db.session.flush()


def _hand_on_partner(by: User, giver: User, taker: User, partner: OpenPartner, load: PartnerLoad) -> list[HandoverItem]:
    """The partner itself: who is there for it, and who sees it."""
    if not load.owned and not load.in_circle:
        return []
    circle = [member.user for member in partner.circle]
    was_in_circle = taker in circle
    kept = [user for user in circle if user.id != giver.id or giver.active]
    if load.owned and partner.is_protected and giver.active and giver not in kept:
        kept.append(giver)
    if not load.owned and taker not in kept and not in_circle(partner, taker):
        kept.append(taker)
    owner = taker if load.owned else partner.owner
    change_access(by=by, partner=partner, access=PartnerAccess(
        owner, partner.branch, partner.is_protected, partner.code_name, tuple(kept)))
    return [HandoverItem(partner_id=partner.id, kind="owner" if load.owned else "circle", subject_id=partner.public_id,
                         was_in_circle=was_in_circle)]


def _hand_on_things(by: User, taker: User, partner: OpenPartner, load: PartnerLoad, note: str,
                    result: HandoverResult) -> None:
    things: list[tuple[str, Any]] = [*(("follow_up", follow_up) for follow_up in load.follow_ups),
                                     *(("commitment", commitment) for commitment in load.commitments),
                                     *(("meeting", meeting) for meeting in load.meetings),
                                     *(("visit", visit) for visit in load.visits)]
    if things and not follow_ups.may_own(partner, taker):
        result.stayed.append((partner.display_name,
                              _("%(name)s kan ikke se partneren. Sæt først %(name)s i kredsen.", name=taker.name)))
        return
    for kind, thing in things:
        if kind == "follow_up":
            follow_ups.hand_on(by=by, follow_up=thing, partner=partner, to=taker, note=note)
        else:
            others = views_by_id((link.partner_id for link in getattr(thing, "partners", ())), taker)
            if not all(isinstance(other, OpenPartner) for other in others.values()):
                result.stayed.append((partner.display_name, _("Der er en partner med, som %(name)s ikke kan se.",
                                                              name=taker.name)))
                continue
            _give(by, thing, kind, partner, taker)
        result.handover.items.append(HandoverItem(partner_id=partner.id, kind=kind, subject_id=thing.public_id))


def _give(by: User, thing: Any, kind: str, partner: OpenPartner, to: User) -> None:
    """A commitment, meeting or visit gets another colleague."""
    before = thing.owner.name if thing.owner else None
    thing.owner, thing.owner_id = to, to.id
    record(by=by, act=f"{kind}.hand_on", subject=thing, partner_id=partner.id, changes=[("owner", before, to.name)])
    db.session.flush()


def _take_back(by: User, handover: Handover, item: HandoverItem, partner: OpenPartner) -> None:
    giver, taker = handover.giver, handover.taker
    if item.kind in ("owner", "circle"):
        _restore_access(by, handover, item, partner)
        return
    thing = find_things(item.kind, [item.subject_id]).get(item.subject_id)
    if thing is None or thing.owner_id != taker.id:
        return
    if item.kind == "follow_up":
        if thing.done_at is None and follow_ups.may_own(partner, giver):
            follow_ups.hand_on(by=by, follow_up=thing, partner=partner, to=giver)
    else:
        _give(by, thing, item.kind, partner, giver)


def _restore_access(by: User, handover: Handover, item: HandoverItem, partner: OpenPartner) -> None:
    giver, taker = handover.giver, handover.taker
    if item.kind == "owner" and partner.owner_id != taker.id:
        return
    circle = [member.user for member in partner.circle if member.user_id != giver.id]
    if item.kind == "circle":
        circle.append(giver)
    if item.was_in_circle and taker not in circle:
        circle.append(taker)
    elif not item.was_in_circle:
        circle = [user for user in circle if user.id != taker.id]
    change_access(by=by, partner=partner, access=PartnerAccess(
        giver if item.kind == "owner" else partner.owner, partner.branch, partner.is_protected, partner.code_name,
        tuple(circle)))
