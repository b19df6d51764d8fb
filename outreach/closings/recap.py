"""The recap of a closed meeting for the partner: its sheet, its mail, and a language check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from outreach.closings.content import Content, Row, normalise
from outreach.closings.document import DESIGN, TEMPLATE_VERSION
from outreach.closings.models import Closing
from outreach.closings.sheet import DecidedLine, HeardLine, PromiseLine, RecapSheet
from outreach.core.errors import ChangedMeanwhile, DomainError
from outreach.core.pdf.fit import Paper, fits_compact
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.issued_documents.service import issue_document
from outreach.issued_documents.values import named_contacts, sheet_values
from outreach.library.contacts import LibraryContact, contact_for
from outreach.library.models import LibraryProfile
from outreach.library.queries import list_word_advice
from outreach.meetings.queries import OpenMeeting
from outreach.pitches.language.check import LanguageReport, check
from outreach.pitches.profile_facts import advices, their_words
from outreach.pitches.readability import FieldFindings, findings_by_field
from outreach.users.models import User
from outreach.users.queries import list_users

__all__ = ["DESIGN", "fits_compact", "issue_recap", "read_recap", "recap_sheet"]


def recap_sheet(view: OpenMeeting, closing: Closing, library: LibraryProfile) -> RecapSheet:
    """The sheet: only what was said, decided and promised, in the meeting's language."""
    content = normalise(closing.content)
    names = {user.public_id: user.name for user in list_users(active_only=False)}
    theirs = tuple(_promise(row, row["who"], _organisation(row, view)) for row in content["theirs"])
    return RecapSheet(
        language=view.meeting.language, library_name=library.name,
        partner_names=tuple(partner.display_name for partner in view.partners), on=view.meeting.held_on,
        heard=tuple(HeardLine(row["text"], _said_by(row, view), row["language"]) for row in content["heard"]),
        decided=tuple(DecidedLine(row["what"], names.get(row["owner"], ""), date.fromisoformat(row["due"]))
                      for row in content["decisions"] if row["due"]),
        theirs=theirs, ours=tuple(_promise(row, names.get(row["owner"], ""), "") for row in content["ours"]),
        next_on=_next_on(content), contact=_contact(view, library),
        logo=library.logo.content if library.logo else None)


def issue_recap(*, by: User, view: OpenMeeting, closing: Closing, library: LibraryProfile,
                paper: Paper) -> IssuedDocument:
    """Keep the page as it leaves the house. ChangedMeanwhile where `paper` is not what the page says by now."""
    if not closing.is_closed:
        raise DomainError("", _("Luk mødet først."))
    sheet = recap_sheet(view, closing, library)
    if sheet != paper.sheet:
        raise ChangedMeanwhile
    values = sheet_values(sheet)
    people = [(contact.id, (contact.name, contact.email, contact.phone)) for partner in view.partners
              for contact in partner.contacts]
    return issue_document(
        kind=PaperKind.RECAP, source=view.meeting.public_id, sheet_values=values, language=sheet.language,
        template_version=TEMPLATE_VERSION, pdf=paper.pdf, partner_ids=[partner.id for partner in view.partners],
        contact_ids=named_contacts(values, people), by=by)


def read_recap(sheet: RecapSheet, view: OpenMeeting) -> tuple[LanguageReport, tuple[FieldFindings, ...]]:
    """Check the language of what we wrote; quotes are printed as they were said."""
    fields = _our_words(sheet)
    report = check(fields, language=sheet.language, library_talk=advices(list_word_advice(sheet.language)),
                   avoid_words=[word.word for partner in view.partners for word in partner.avoid_words],
                   their_words="\n".join(their_words(partner, sheet.language) for partner in view.partners))
    return report, findings_by_field(report, fields, _label)


def _our_words(sheet: RecapSheet) -> Mapping[str, str]:
    return {f"{name}.{number}": line.what for name in ("decided", "theirs", "ours")
            for number, line in enumerate(getattr(sheet, name))}


def _label(name: str) -> str:
    part = name.partition(".")[0]
    return {"decided": _("Det er besluttet"), "theirs": _("I gør"), "ours": _("Vi gør")}[part]


def _promise(row: Row, who: str, organisation: str) -> PromiseLine:
    return PromiseLine(row["what"], who, organisation, date.fromisoformat(row["due"]) if row["due"] else None,
                       row["firmness"] or "final")  # type: ignore[arg-type]


def _organisation(row: Row, view: OpenMeeting) -> str:
    """Whose promise it is, where several partners met."""
    if len(view.partners) == 1:
        return ""
    return next((partner.display_name for partner in view.partners if partner.public_id == row["partner"]), "")


def _said_by(row: Row, view: OpenMeeting) -> str:
    return ", ".join(part for part in (row["who"], _organisation(row, view)) if part)


def _next_on(content: Content) -> date | None:
    text = content["plain"]["next_on"]
    return date.fromisoformat(text) if text else None


def _contact(view: OpenMeeting, library: LibraryProfile) -> LibraryContact:
    """Whom the partner calls. The library's name is printed below the contact, so it is left out here."""
    contact = contact_for(view.meeting.owner, library)
    return replace(contact, name="") if contact.name == library.name else contact
