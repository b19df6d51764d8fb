"""The story of one partner so far: what happened, composed from moves, meetings, papers and the audit, in plain words.

Pure: it is handed rows that are already loaded. What matters (a meeting, a paper handed over, an answer) stands first;
corrections of the profile are there too, out of the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.audit.models import AuditEntry
from outreach.conversations.labels import way_label
from outreach.core import clock
from outreach.core.formatting import plain_date
from outreach.issued_documents.labels import kind_label
from outreach.issued_documents.models import PaperKind
from outreach.meetings.labels import KINDS, STATES
from outreach.meetings.models import MeetingState
from outreach.partners import stages
from outreach.partners.protection import OpenPartner
from outreach.visits.labels import CANCELLED as VISIT_CANCELLED
from outreach.visits.labels import KINDS as VISIT_KINDS
from outreach.visits.models import VisitState


@dataclass(frozen=True)
class Event:
    """Something that happened: the day, what, in a line more, where to read on, and whether it is a mere correction."""

    on: date
    title: str
    text: str = ""
    href: str = ""
    by: str = ""
    minor: bool = False
    at: datetime = field(default_factory=clock.now)


#: Acts of the audit that are worth a line, and what they are called. Others (moves, papers) come from their own rows.
_GREAT = {
    "partner.create": _l("Oprettet"), "partner.import": _l("Læst ind fra en fil"),
    "partner.archive": _l("Lagt i arkivet"), "partner.restore": _l("Hentet frem fra arkivet"),
    "partner.duplicate": _l("En kollega har oprettet en partner, der ligner denne"),
}
_SMALL = {
    "partner.edit": _l("Rettet"), "partner.change_access": _l("Rettet, hvem der ser partneren"),
    "quote.add": _l("Skrevet, hvad de har sagt"), "quote.edit": _l("Rettet et citat"),
    "quote.remove": _l("Slettet et citat"), "guess.add": _l("Skrevet et gæt"), "guess.remove": _l("Slettet et gæt"),
    "contact.add": _l("Ny kontaktperson"), "contact.edit": _l("Rettet en kontaktperson"),
    "contact.remove": _l("Slettet en kontaktperson"), "pitch.start": _l("Begyndt på et partnerark"),
    "meeting.plan": _l("Planlagt et møde"), "visit.plan": _l("Planlagt et besøg"), "visit.log": _l("Logget et besøg"),
    "visit.edit": _l("Rettet et besøg"), "visit.remove": _l("Slettet et besøg"),
    "visit.undo": _l("Hentet et slettet besøg frem igen"), "observation.add": _l("Skrevet, hvad de har set"),
    "observation.edit": _l("Rettet en iagttagelse"), "observation.remove": _l("Slettet en iagttagelse"),
    "visit.thing_back": _l("Noget lånt kom tilbage"), "closing.reopen": _l("Åbnet en opsamling igen"),
    "closing.add": _l("Føjet noget til en opsamling"), "commitment.add": _l("Skrevet et tilsagn"),
    "commitment.settle": _l("Gjort et tilsagn op"),
}
#: What the file with both holds; frozen one after the other in one request.
_PARTS = frozenset({PaperKind.PITCH, PaperKind.AGENDA})
_ONE_DOWNLOAD = timedelta(seconds=5)
_ANSWERS = {"yes": _l("De sagde ja"), "maybe": _l("De sagde måske"), "no": _l("De sagde nej tak")}
_FIELDS = {
    "name": _l("navn"), "kind": _l("slags"), "sector": _l("sektor"), "district": _l("bydel"), "address": _l("adresse"),
    "postal_code": _l("postnummer"), "city": _l("by"), "phone": _l("telefon"), "email": _l("mail"),
    "website": _l("hjemmeside"), "cvr": _l("CVR-nummer"), "p_number": _l("P-nummer"), "language": _l("sprog"),
    "everyday": _l("hverdag"), "matters": _l("det, der tæller"), "target_groups": _l("hvem de er der for"),
    "needs": _l("behov"), "worries": _l("bekymringer"), "avoid_words": _l("ord, vi undgår"), "owner": _l("ansvarlig"),
    "branch": _l("hvor de hører til"), "is_protected": _l("beskyttelse"), "code_name": _l("dæknavn"),
    "circle": _l("kreds"),
}


def story(partner: OpenPartner, *, audit: Iterable[AuditEntry], meetings: Iterable[Any] = (),
          papers: Iterable[Any] = (), openings: Iterable[Any] = (), conversations: Iterable[Any] = (),
          pauses: Iterable[Any] = (), done: Iterable[Any] = (),
          visits: Iterable[Any] = ()) -> list[Event]:
    """Everything that happened, the latest first."""
    events = [*_moves(partner), *_meetings(meetings), *_papers(papers), *_openings(openings),
              *_conversations(partner, conversations), *_pauses(pauses), *_followed_up(done), *_visits(visits)]
    events += [event for entry in audit for event in _from_audit(entry)]
    return sorted(events, key=lambda event: (event.on, event.at), reverse=True)


def _moves(partner: OpenPartner) -> list[Event]:
    return [Event(move.moved_on, _("Trin: %(stage)s", stage=stages.label(move.to_stage)), move.reason,
                  by=move.by.name if move.by else "", at=move.at)
            for move in partner.stage_moves if move.from_stage is not None or move.reason]


def _meetings(views: Iterable[Any]) -> list[Event]:
    events = []
    for view in views:
        meeting = view.meeting
        state = str(STATES[meeting.state]) if meeting.state is not MeetingState.HELD else ""
        others = view.names if len(view.partners) > 1 else ""
        text = _joined(state, meeting.title, others)
        events.append(Event(
            meeting.held_on, str(KINDS[meeting.kind]), text,
            href=url_for("meeting_kit.kit", public_id=meeting.public_id), at=_at(meeting.held_on, meeting.starts_at)))
    return events


def _visits(views: Iterable[Any]) -> list[Event]:
    """Held and cancelled visits; what is planned stands on its card."""
    return [Event(view.visit.held_on, str(VISIT_KINDS[view.visit.kind]), _visit_text(view),
                  href=url_for("visits.day", public_id=view.visit.public_id), at=_at(view.visit.held_on, time(12)))
            for view in views if view.visit.state is not VisitState.PLANNED]


def _visit_text(view: Any) -> str:
    visit = view.visit
    if visit.state is VisitState.CANCELLED:
        return str(VISIT_CANCELLED[visit.cancelled_by]) if visit.cancelled_by else ""
    others = view.names if len(view.partners) > 1 else ""
    return _joined(others, visit.saw)


def _papers(papers: Iterable[Any]) -> list[Event]:
    """One line for each download: the file with both papers stands for the papers frozen along with it."""
    listed = list(papers)
    both = [document for document in listed if document.kind is PaperKind.FOR_THEM]
    listed = [document for document in listed if document in both or not any(_is_part_of(document,
                                                                                         whole) for whole in both)]
    return [Event(clock.local(document.issued_at).date(), _("%(paper)s lavet", paper=kind_label(document.kind)),
                  _("Version %(number)s", number=document.version), href=url_for("issued_documents.pdf",
                                                                             public_id=document.public_id),
                  by=document.issued_by.name if document.issued_by else "", at=document.issued_at)
            for document in listed]


def _is_part_of(paper: Any, whole: Any) -> bool:
    return (paper.kind in _PARTS and paper.issued_by_id == whole.issued_by_id
            and timedelta(0) <= whole.issued_at - paper.issued_at < _ONE_DOWNLOAD)


def _conversations(partner: OpenPartner, conversations: Iterable[Any]) -> list[Event]:
    return [Event(conversation.happened_on, str(way_label(conversation)), conversation.line,
                  by=conversation.by.name if conversation.by else "",
                  href=url_for("conversations.edit", public_id=partner.public_id,
                               conversation_id=conversation.public_id),
                  at=conversation.created_at) for conversation in conversations]


def _pauses(pauses: Iterable[Any]) -> list[Event]:
    return [Event(clock.local(pause.created_at).date(),
                  _("Lad dem være i fred til %(date)s", date=plain_date(pause.until)), pause.reason,
                  by=pause.by.name if pause.by else "", at=pause.created_at) for pause in pauses]


def _openings(openings: Iterable[Any]) -> list[Event]:
    return [Event(clock.local(opening.opened_at).date(), _("%(name)s åbnede siden", name=opening.user.name),
                  opening.reason,
                  at=opening.opened_at) for opening in openings]


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _followed_up(done: Iterable[Any]) -> list[Event]:
    return [Event(clock.local(follow_up.done_at).date(), _("Fulgt op"), _joined(follow_up.what, follow_up.done_note),
                  at=follow_up.done_at,
                  href=url_for("followups.edit", public_id=follow_up.public_id),
                  by=follow_up.done_by.name if follow_up.done_by else "") for follow_up in done]


def _from_audit(entry: AuditEntry) -> list[Event]:
    day = clock.local(entry.at).date()
    if entry.act == "offer.answer":
        values = {change.field: change.new for change in entry.changes}
        title = _ANSWERS.get(values.get("answer") or "")
        return [Event(day, str(title), values.get("offer") or "", by=entry.actor_name, at=entry.at)] if title else []
    if entry.act in _GREAT:
        href = ""
        if entry.act == "partner.duplicate":
            other = next((change.new for change in entry.changes if change.field == "other"), "")
            href = url_for("partner_page.partner", public_id=other) if other else ""
        return [Event(day, str(_GREAT[entry.act]), href=href, by=entry.actor_name, at=entry.at)]
    if entry.act in _SMALL:
        fields = [str(_FIELDS[change.field]) for change in entry.changes if change.field in _FIELDS]
        text = ", ".join(dict.fromkeys(fields)) if entry.act in ("partner.edit", "partner.change_access") else ""
        return [Event(day, str(_SMALL[entry.act]), text, by=entry.actor_name, minor=True, at=entry.at)]
    return []


def _at(day: date, hour: time) -> datetime:
    """An instant to sort a meeting by among others of the day."""
    return datetime.combine(day, hour, tzinfo=clock.zone()).astimezone(UTC)
