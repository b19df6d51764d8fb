"""Pausing the contact reminders of a partner, and changing the cadence of the stages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from flask_babel import gettext as _

from outreach.audit.service import record
from outreach.cadence.models import ContactPause, StageCadence
from outreach.cadence.queries import current_cadence, list_open_pauses, list_own_cadence
from outreach.cadence.states import DEFAULT_CADENCE, ContactLimits
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners import stages
from outreach.partners.protection import OpenPartner
from outreach.partners.stages import Stage
from outreach.users.models import User

#: So that no partner is forgotten for good.
LONGEST_PAUSE = timedelta(days=366)
MOST_DAYS = 999


def pause(*, by: User, partner: OpenPartner, until: date, reason: str) -> ContactPause:
    """Pause the partner until a day. A pause in force is replaced."""
    if partner.stage not in DEFAULT_CADENCE:
        raise DomainError("", _("Partneren bliver ikke stille: den er ”%(stage)s”.", stage=stages.label(partner.stage)))
    if until <= clock.today():
        raise DomainError("until", _("Vælg en dag, der kommer."))
    if until - clock.today() > LONGEST_PAUSE:
        raise DomainError("until", _("Højst et år ad gangen, så ingen bliver glemt."))
    if not reason.strip():
        raise DomainError("reason", _("Skriv kort hvorfor, så en kollega kan forstå det."))
    _end_open(partner)
    new = ContactPause(partner_id=partner.id, until=until, reason=reason, by_id=by.id)
    record(by=by, act="contact.pause", subject=new, partner_id=partner.id, changes=(),
           values={"until": until, "reason": reason})
    db.session.flush()
    return new


def end_pause(*, by: User, partner: OpenPartner) -> None:
    """End the pause now; nothing happens where there is none."""
    for ended in _end_open(partner):
        record(by=by, act="contact.resume", subject=ended, partner_id=partner.id, changes=())
    db.session.flush()


def _end_open(partner: OpenPartner) -> list[ContactPause]:
    ended = list_open_pauses(partner, clock.today())
    for open_pause in ended:
        open_pause.ended_at = clock.now()
    return ended


def change_cadence(*, by: User, days: Mapping[Stage, ContactLimits]) -> None:
    """The library's own days to yellow and red. DomainError at "<stage>_red" where red does not come after yellow."""
    for stage, limits in days.items():
        for name, value in (("yellow", limits.yellow), ("red", limits.red)):
            if not 1 <= value <= MOST_DAYS:
                raise DomainError(f"{stage.value}_{name}", _("Skriv et tal fra 1 til %(most)s.", most=MOST_DAYS))
        if limits.red <= limits.yellow:
            raise DomainError(f"{stage.value}_red", _("Rød skal komme efter gul."))
    before, own = current_cadence(), list_own_cadence()
    changes = []
    for stage in DEFAULT_CADENCE:
        new = days.get(stage, before[stage])
        if new == before[stage]:
            continue
        changes.append((stage.value, f"{before[stage].yellow}/{before[stage].red}", f"{new.yellow}/{new.red}"))
        row = own.get(stage)
        if row is None:
            row = StageCadence(stage=stage)
            db.session.add(row)
        row.yellow_days, row.red_days = new.yellow, new.red
    record(by=by, act="rhythm.edit", subject_type="stage_rhythm", subject_id="all", changes=changes)
    db.session.flush()
