"""What goes with a move of stage: the decide-by date, the signed agreement, and the checklist of an ending."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.stored_files import stored_file
from outreach.partners.draft import AgreementDraft, EndingDraft
from outreach.partners.models import PartnerAgreement, PartnerEnding
from outreach.partners.protection import OpenPartner, row_of
from outreach.partners.signed_agreement import PaperRefused, clean_paper
from outreach.partners.stages import Stage
from outreach.users.models import User


def check_decide_by(day: date | None) -> None:
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
    check_decide_by(day)
    row.decide_by = day
    record(by=by, act="partner.decide_by", subject=row, partner_id=row.id,
           changes=[change for change in pending_changes(row) if change[0] == "decide_by"])
    db.session.flush()


def add_agreement(*, by: User, partner: OpenPartner, draft: AgreementDraft | None) -> PartnerAgreement:
    """Save the signed agreement. Earlier ones are kept: the newest counts."""
    if draft is None or draft.signed_on is None:
        raise DomainError("signed_on", _("Skriv den dag, I skrev under."))
    if draft.signed_on > clock.today():
        raise DomainError("signed_on", _("Datoen ligger ude i fremtiden. Skriv den dag, I skrev under."))
    if not draft.file and not draft.link:
        raise DomainError("file", _("Vedlæg aftalen, eller skriv, hvor den ligger."))
    new = PartnerAgreement(partner_id=partner.id, signed_on=draft.signed_on, link=draft.link, by_id=by.id)
    if draft.file:
        new.file = stored_file(*_clean(draft.file), by.id)
    record(by=by, act="agreement.add", subject=new, partner_id=partner.id, changes=(),
           values={"signed_on": new.signed_on, "link": new.link, "file": bool(draft.file)})
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


def add_ending(*, by: User, partner: OpenPartner, on: date, draft: EndingDraft | None) -> PartnerEnding:
    """Save the checklist of an ending."""
    if draft is None or draft.thanks is None or draft.loans is None:
        raise DomainError("thanks", _("Svar på listen, så I slutter godt."))
    _check_learnt(draft)
    new = PartnerEnding(partner_id=partner.id, ended_on=on, by_id=by.id, thanks=draft.thanks, loans=draft.loans,
                        learnt=draft.learnt, door=draft.door)
    record(by=by, act="ending.add", subject=new, partner_id=partner.id, changes=(),
           values={"thanks": new.thanks, "loans": new.loans, "learnt": new.learnt, "door": new.door})
    db.session.flush()
    return new


def change_ending(*, by: User, partner: OpenPartner, ending: PartnerEnding, draft: EndingDraft) -> None:
    """Change the checklist of an ending."""
    _check_learnt(draft)
    ending.thanks, ending.loans, ending.learnt, ending.door = draft.thanks, draft.loans, draft.learnt, draft.door
    record(by=by, act="ending.edit", subject=ending, partner_id=partner.id, changes=pending_changes(ending))
    db.session.flush()


def _check_learnt(draft: EndingDraft) -> None:
    if not draft.learnt.strip():
        raise DomainError("learnt", _("Skriv, hvad I lærte, også hvis det er lidt."))
