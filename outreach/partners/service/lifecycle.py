"""A partner's way through the stages, into the archive and back."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners import stages
from outreach.partners.draft import AgreementDraft, EndingDraft
from outreach.partners.models import StageMove
from outreach.partners.protection import OpenPartner, in_circle, row_of
from outreach.partners.service import stage_moves
from outreach.partners.stages import Stage
from outreach.users.models import User


def move_stage(*, by: User, partner: OpenPartner, to: Stage, on: date, reason: str, decide_by: date | None = None,
               agreement: AgreementDraft | None = None, ending: EndingDraft | None = None) -> StageMove:
    """Move to another stage by the table, with a date and a reason.

    Trying something together needs a day to decide by, a lasting partnership its agreement, and an ending of what has
    begun the list of a good ending; what does not belong to the new stage is left out.
    """
    row = row_of(partner)
    if not stages.may_move(row.stage, to):
        raise DomainError("to", _("Man kan ikke gå direkte fra ”%(here)s” til ”%(there)s”.",
                                  here=stages.label(row.stage), there=stages.label(to)))
    if on > clock.today():
        raise DomainError("on", _("Datoen ligger ude i fremtiden. Skriv den dag, det skete."))
    if on < row.stage_since and len(row.stage_moves) > 1:
        raise DomainError("on", _("Datoen ligger før det sidste skift."))
    if not reason.strip():
        raise DomainError("reason", _("Skriv kort hvorfor, så en kollega kan forstå det."))
    if to is Stage.ENGAGEMENT:
        stage_moves.check_decide_by(decide_by)
    if to is Stage.MARRIAGE:
        stage_moves.add_agreement(by=by, partner=partner, draft=agreement)
    if stages.needs_good_ending(row.stage, to):
        stage_moves.add_ending(by=by, partner=partner, on=on, draft=ending)
    row.decide_by = decide_by if to is Stage.ENGAGEMENT else None
    decided = [("decide_by", None, row.decide_by.isoformat())] if row.decide_by else []
    move = StageMove(from_stage=row.stage, to_stage=to, moved_on=on, reason=reason, by_id=by.id)
    row.stage_moves.append(move)
    record(by=by, act="partner.move", subject=row, partner_id=row.id, changes=[
        ("stage", row.stage.value, to.value), ("reason", None, reason), ("moved_on", None, on.isoformat()), *decided])
    row.stage, row.stage_since = to, on
    db.session.flush()
    return move


def archive_partner(*, by: User, partner: OpenPartner) -> None:
    """Archive the partner: nothing is deleted, but no list of present partners shows it."""
    row = row_of(partner)
    if partner.is_protected and not in_circle(partner, by):
        raise DomainError("", _("Kun kredsen kan lægge partneren i arkivet."))
    if row.archived_at is None:
        row.archived_at = clock.now()
        record(by=by, act="partner.archive", subject=row, partner_id=row.id, changes=())
        db.session.flush()


def restore_partner(*, by: User, partner: OpenPartner) -> None:
    """Take the partner out of the archive."""
    row = row_of(partner)
    if partner.is_protected and not in_circle(partner, by):
        raise DomainError("", _("Kun kredsen kan hente partneren frem fra arkivet."))
    if row.archived_at is not None:
        row.archived_at = None
        record(by=by, act="partner.restore", subject=row, partner_id=row.id, changes=())
        db.session.flush()
