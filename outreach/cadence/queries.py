"""When a partner was last in contact, and whether that is too long ago. The front page, the daily mail, the list of
partners and the partner's page all read it here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach.cadence.models import ContactPause, StageCadence
from outreach.cadence.states import (
    DEFAULT_CADENCE,
    Cadence,
    ContactLimits,
    ContactState,
    contact_state,
    is_paused,
    red_limits,
    yellow_limits,
)
from outreach.conversations import queries as conversations
from outreach.core.db import db
from outreach.meetings import queries as meetings
from outreach.partners import contact
from outreach.partners.contact import ContactTerms
from outreach.partners.protection import OpenPartner, PartnerView
from outreach.partners.stages import Stage
from outreach.users.models import User
from outreach.visits import queries as visits


@dataclass(frozen=True)
class ContactStatus:
    """The contact with one partner as of a day. `last` is the last real contact, `since` what the clock counts from
    (without any contact the day the stage began)."""

    partner: OpenPartner
    last: date | None
    since: date
    days: int
    state: ContactState
    pause: ContactPause | None = None


def current_cadence() -> Cadence:
    """Days to yellow and red for each stage that has a cadence."""
    own = {stage: ContactLimits(row.yellow_days, row.red_days) for stage, row in list_own_cadence().items()
           if stage in DEFAULT_CADENCE}
    return {**DEFAULT_CADENCE, **own}


def list_own_cadence() -> dict[Stage, StageCadence]:
    """The stages for which the library has set limits of its own."""
    return {row.stage: row for row in db.session.scalars(select(StageCadence).order_by(StageCadence.stage))}


def last_days() -> Any:
    """A subquery (partner_id, day) of each partner's last real contact."""
    return contact.latest_of(conversations.contact_rows(), meetings.contact_rows(), visits.contact_rows())


def terms(today: date, cadence: Cadence | None = None) -> ContactTerms:
    """The contact terms of a day, as the list of partners needs them."""
    cadence = cadence or current_cadence()
    paused = select(ContactPause.partner_id).where(ContactPause.ended_at.is_(None), ContactPause.until > today)
    return ContactTerms(last=last_days(), paused=paused, yellow=yellow_limits(today, cadence),
                        red=red_limits(today, cadence))


def list_overdue(viewer: User, today: date, *, mine_only: bool = False) -> list[ContactStatus]:
    """Partners the viewer may see that are yellow or red today, red first, then the longest overdue."""
    cadence = current_cadence()
    rows = contact.list_overdue(viewer, terms(today, cadence), owner=viewer if mine_only else None)
    overdue = [_status(partner, last, None, today, cadence) for partner, last in rows]
    return sorted(overdue, key=lambda status: status.state is not ContactState.RED)


def contact_statuses(partners: Iterable[PartnerView], today: date) -> dict[int, ContactStatus]:
    """The contact status of those of the partners that are visible, by inner key. Three queries."""
    visible_partners = [partner for partner in partners if isinstance(partner, OpenPartner)]
    if not visible_partners:
        return {}
    cadence, ids = current_cadence(), [partner.id for partner in visible_partners]
    last = last_days()
    rows = db.session.execute(select(last.c.partner_id, last.c.day).where(last.c.partner_id.in_(ids)))
    days = {row[0]: row[1] for row in rows}
    pauses = _pauses(ids, today)
    return {partner.id: _status(partner, days.get(partner.id), pauses.get(partner.id), today, cadence)
            for partner in visible_partners}


def contact_status_of(partner: OpenPartner, today: date) -> ContactStatus:
    """The contact status of one partner."""
    return contact_statuses([partner], today)[partner.id]


def list_pauses(partner: OpenPartner) -> list[ContactPause]:
    """Every pause of a partner, the latest first, ended ones too."""
    return list(db.session.scalars(select(ContactPause).where(ContactPause.partner_id == partner.id)
                                   .order_by(ContactPause.id.desc()).options(joinedload(ContactPause.by))))


def list_open_pauses(partner: OpenPartner, today: date) -> list[ContactPause]:
    """The pauses in force today."""
    return [pause for pause in list_pauses(partner) if pause.ended_at is None and is_paused(pause.until, today)]


def _pauses(partner_ids: list[int], today: date) -> dict[int, ContactPause]:
    rows = db.session.scalars(
        select(ContactPause).where(ContactPause.partner_id.in_(partner_ids), ContactPause.ended_at.is_(None),
                                   ContactPause.until > today)
        .order_by(ContactPause.until, ContactPause.id).options(joinedload(ContactPause.by)))
    return {row.partner_id: row for row in rows}


def _status(partner: OpenPartner, last: date | None, pause: ContactPause | None, today: date,
            cadence: Cadence) -> ContactStatus:
    since = last or partner.stage_since
    return ContactStatus(partner, last, since, max(0, (today - since).days), pause=pause,
                         state=contact_state(partner.stage, since, pause.until if pause else None, today, cadence))
