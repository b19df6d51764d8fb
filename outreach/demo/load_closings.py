"""The demo's meetings that were held: one closed, one half-written; and promises in every state."""

from __future__ import annotations

from datetime import time
from typing import Any

from outreach.closings import service
from outreach.closings.content import LISTS, normalise
from outreach.closings.initial_content import initial_content
from outreach.commitments import service as promises
from outreach.commitments.states import CommitmentState, Firmness
from outreach.demo.cast import Cast, days_ago, instant_days_ago, workday_away
from outreach.followups.service import add_follow_up, finish
from outreach.library.starter import entries
from outreach.meetings.models import MeetingKind
from outreach.meetings.queries import get_meeting
from outreach.meetings.service import Person, Plan, plan_meeting
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner_by_id
from outreach.users.models import User


def load(cast: Cast) -> None:
    """Hold the meetings of the file and give its promises."""
    for values in entries("closings", "promise"):
        _promise(values, cast)
    for values in entries("closings", "meeting"):
        _meeting(values, cast)


def _meeting(values: dict[str, Any], cast: Cast) -> None:
    owner = cast.user[values["owner"]]
    partner = get_open_partner_by_id(cast.partner[values["partner"]].id, owner)
    plan = Plan(kind=MeetingKind(values["kind"]), held_on=workday_away(-values["days_ago"]),
                starts_at=time.fromisoformat(values["starts"]), ends_at=time.fromisoformat(values["ends"]),
                place=values["place"])
    view = get_meeting(plan_meeting(by=owner, partners=[partner], plan=plan,
                                    people=_people(values, owner, partner)).public_id, owner)
    content = initial_content(view)
    for name in LISTS:
        content[name] += [{"key": f"demo{number}", **_row(row, cast, partner)}
                          for number, row in enumerate(values.get(name, ()))]
    if "next_in" in values:
        content["plain"]["next_on"] = _ahead(values["next_in"])
    saved = service.save_draft(by=owner, view=view, sent=normalise(content), base=service.NO_BASE, tag="demo")
    if values["close"]:
        service.close_meeting(by=owner, view=view, closing=saved.closing, past_is_meant=True)
        saved.closing.closed_at = instant_days_ago(values["days_ago"])
    for row in values.get("followed_up", ()):
        done = values["days_ago"] - row["after"]
        follow_up = add_follow_up(by=owner, partner=partner, what=row["what"], owner=owner, due_on=days_ago(done),
                                  origin="meeting", origin_id=view.meeting.public_id)
        finish(by=owner, follow_up=follow_up)
        follow_up.created_at, follow_up.done_at = instant_days_ago(values["days_ago"]), instant_days_ago(done)


def _row(row: dict[str, Any], cast: Cast, partner: OpenPartner) -> dict[str, str]:
    texts = {name: str(value) for name, value in row.items() if name not in ("owner", "in")}
    if "owner" in row:
        texts["owner"] = cast.user[row["owner"]].public_id
    if "in" in row:
        texts["due"] = _ahead(row["in"])
    return {"partner": partner.public_id, "language": "da", **texts}


def _ahead(days: int) -> str:
    return workday_away(days).isoformat()


def _people(values: dict[str, Any], owner: User, partner: OpenPartner) -> list[Person]:
    contacts = [contact for contact in partner.contacts if contact.name in values["there"]]
    return [Person(owner.name, True, user_id=owner.id),
            *(Person(contact.name, False, contact_id=contact.id, partner_id=partner.id) for contact in contacts)]


def _promise(values: dict[str, Any], cast: Cast) -> None:
    partner_row = cast.partner[values["partner"]]
    by = partner_row.owner
    owner = cast.user.get(values.get("owner", ""))
    partner = get_open_partner_by_id(partner_row.id, by)
    commitment = promises.add_commitment(
        by=by, partner=partner, is_ours=values["is_ours"], what=values["what"], owner=owner,
        who=owner.name if owner else values.get("who", ""), firmness=Firmness(values["firmness"]),
        given_on=days_ago(values["given"]), due_on=days_ago(values["due"]) if "due" in values else None)
    promises.settle(by=by, partner=partner, commitment=commitment, state=CommitmentState(values["state"]),
                    note=values["note"], on=days_ago(values["settled"]))
