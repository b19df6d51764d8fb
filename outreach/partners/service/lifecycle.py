"""A partner's way through the stages, with what a stage needs (the decide-by date, the signed agreement, the checklist
of an ending), into the archive and back."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.stored_files import stored_file
from outreach.core.transactions import begin_writing
from outreach.partners import stages
from outreach.partners.inputs import AgreementInput, EndingInput
from outreach.partners.models import Partner, PartnerAgreement, PartnerEnding, StageMove
from outreach.partners.protection import OpenPartner, in_circle, row_of
from outreach.partners.queries import get_open_partner_by_id
from outreach.partners.signed_agreement import PaperRefused, clean_paper
from outreach.partners.stages import Stage
from outreach.users.models import User


def move_stage(*, by: User, partner: OpenPartner, to: Stage, on: date, reason: str, decide_by: date | None = None,
               agreement: AgreementInput | None = None, ending: EndingInput | None = None) -> StageMove:
    """Move to another stage by the table, with a date and a reason.

    Trying something together needs a day to decide by, a lasting partnership its agreement, and an ending of what has
    begun the list of a good ending; what does not belong to the new stage is left out.
    """
    signed = None
    _check_move(row_of(partner), to, on, reason, decide_by)
    if to is Stage.MARRIAGE:
        signed = _checked_agreement(agreement)
    begin_writing()
    row = row_of(get_open_partner_by_id(partner.id, by))  # as it is by now
    _check_move(row, to, on, reason, decide_by)
    if signed is not None:
        _store_agreement(by, row, *signed)
    if stages.needs_good_ending(row.stage, to):
        _add_ending(by=by, partner=partner, on=on, data=ending)
    row.decide_by = decide_by if to is Stage.ENGAGEMENT else None
    decided = [("decide_by", None, row.decide_by.isoformat())] if row.decide_by else []
    move = StageMove(from_stage=row.stage, to_stage=to, moved_on=on, reason=reason, by_id=by.id)
    row.stage_moves.append(move)
    record(by=by, act="partner.move", subject=row, partner_id=row.id, changes=[
        ("stage", row.stage.value, to.value), ("reason", None, reason), ("moved_on", None, on.isoformat()), *decided])
    row.stage, row.stage_since = to, on
    db.session.flush()
    return move


def _check_move(row: Partner, to: Stage, on: date, reason: str, decide_by: date | None) -> None:
    """DomainError where the table, the day, the reason or the decide-by date does not allow the move."""
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
        _check_decide_by(decide_by)


def _check_decide_by(day: date | None) -> None:
    """DomainError at "decide_by" where there is no day, or one that has come already."""
    if day is None:
        raise DomainError("decide_by", _("Hvornår beslutter I, om det bliver fast? Vælg en dag."))
    if day <= clock.today():
        raise DomainError("decide_by", _("Vælg en dag, der kommer."))


def change_decide_by(*, by: User, partner: OpenPartner, day: date | None) -> None:
    """Change the decide-by date."""
    row = row_of(partner)
    if row.stage is not Stage.ENGAGEMENT:
        raise DomainError("", _("Der er kun en dag at beslutte sig inden, mens I prøver noget sammen."))
    _check_decide_by(day)
    row.decide_by = day
    record(by=by, act="partner.decide_by", subject=row, partner_id=row.id,
           changes=[change for change in pending_changes(row) if change[0] == "decide_by"])
    db.session.flush()


def add_agreement(*, by: User, partner: OpenPartner, data: AgreementInput | None) -> PartnerAgreement:
    """Save the signed agreement. Earlier ones are kept: the newest counts."""
    signed = _checked_agreement(data)
    begin_writing()
    return _store_agreement(by, row_of(get_open_partner_by_id(partner.id, by)), *signed)


def _checked_agreement(data: AgreementInput | None) -> tuple[date, str, tuple[bytes, str] | None]:
    """The day, the link, and the file to store with its media type. Slow where the file is a picture."""
    if data is None or data.signed_on is None:
        raise DomainError("signed_on", _("Skriv den dag, I skrev under."))
    if data.signed_on > clock.today():
        raise DomainError("signed_on", _("Datoen ligger ude i fremtiden. Skriv den dag, I skrev under."))
    if not data.file and not data.link:
        raise DomainError("file", _("Vedlæg aftalen, eller skriv, hvor den ligger."))
    return data.signed_on, data.link, _clean(data.file) if data.file else None


def _store_agreement(by: User, row: Partner, signed_on: date, link: str,
                     file: tuple[bytes, str] | None) -> PartnerAgreement:
    new = PartnerAgreement(partner_id=row.id, signed_on=signed_on, link=link, by_id=by.id)
    if file:
        new.file = stored_file(*file, by.id)
    record(by=by, act="agreement.add", subject=new, partner_id=row.id, changes=(),
           values={"signed_on": new.signed_on, "link": new.link, "file": bool(file)})
    db.session.flush()
    return new


def _clean(content: bytes) -> tuple[bytes, str]:
    try:
        return clean_paper(content)
    except PaperRefused as error:
        raise DomainError("file", {
            "too_heavy": _("Filen er for stor. Højst 10 MB."),
            "too_large": _("Billedet er for stort. Gør det mindre, eller scan aftalen som PDF."),
            "unknown": _("Det er hverken en PDF, en PNG eller en JPEG."),
            "broken": _("Filen er i stykker. Prøv at gemme den igen."),
        }[error.reason]) from None


def _add_ending(*, by: User, partner: OpenPartner, on: date, data: EndingInput | None) -> PartnerEnding:
    """Save the checklist of an ending."""
    if data is None or data.thanks is None or data.loans is None:
        raise DomainError("thanks", _("Svar på listen, så I slutter godt."))
    _check_learnt(data)
    new = PartnerEnding(partner_id=partner.id, ended_on=on, by_id=by.id, thanks=data.thanks, loans=data.loans,
                        learnt=data.learnt, door=data.door)
    record(by=by, act="ending.add", subject=new, partner_id=partner.id, changes=(),
           values={"thanks": new.thanks, "loans": new.loans, "learnt": new.learnt, "door": new.door})
    db.session.flush()
    return new


def change_ending(*, by: User, partner: OpenPartner, ending: PartnerEnding, data: EndingInput) -> None:
    """Change the checklist of an ending."""
    _check_learnt(data)
    ending.thanks, ending.loans, ending.learnt, ending.door = data.thanks, data.loans, data.learnt, data.door
    record(by=by, act="ending.edit", subject=ending, partner_id=partner.id, changes=pending_changes(ending))
    db.session.flush()


def _check_learnt(data: EndingInput) -> None:
    if not data.learnt.strip():
        raise DomainError("learnt", _("Skriv, hvad I lærte, også hvis det er lidt."))


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
