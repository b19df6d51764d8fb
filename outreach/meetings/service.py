"""The acts on meetings, each with its audit record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.library.models import Question
from outreach.library.queries import list_questions
from outreach.meetings import agenda, questions
from outreach.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingKind,
    MeetingPartner,
    MeetingQuestion,
    MeetingState,
    Participant,
    Whose,
)
from outreach.meetings.privacy import move_records_to_protected_partner
from outreach.meetings.queries import OpenMeeting, asked_keys, find_same_meeting
from outreach.partners.protection import OpenPartner
from outreach.partners.shared_records import protected_or_first
from outreach.pitches.models import Pitch
from outreach.users.models import User

MOST_ITEMS = 10
MOST_QUESTIONS = 10
MOST_PARTNERS = 6


@dataclass(frozen=True)
class Plan:
    """What a colleague fills in of a meeting: when, where, why and in which language."""

    kind: MeetingKind
    held_on: date
    starts_at: time
    ends_at: time
    place: str = ""
    language: str = "da"
    title: str = ""
    invitation: str = ""
    purpose: str = ""
    stand: str = ""


@dataclass(frozen=True)
class Person:
    """A participant. Of ours a user or a name; of theirs a contact or a name."""

    name: str
    is_ours: bool
    task: str = ""
    user_id: int | None = None
    contact_id: int | None = None
    partner_id: int | None = None


@dataclass(frozen=True)
class ItemInput:
    """An agenda item as edited."""

    title: str
    minutes: int
    whose: Whose
    fixed: str = ""


@dataclass(frozen=True)
class QuestionInput:
    """A chosen question: from the bank (`question`) or our own words."""

    text: str
    group: str = ""
    question: Question | None = field(default=None, compare=False)


def plan_meeting(*, by: User | None, partners: Sequence[OpenPartner], plan: Plan, people: Sequence[Person] = (),
                 pitch: Pitch | None = None) -> Meeting:
    """Plan a meeting with a proposed agenda and questions. DomainError where a value is invalid.

    Planned again by the same colleague within minutes, it is the same meeting.
    """
    if not partners:
        raise DomainError("partner", _("Vælg mindst én partner."))
    _check(plan)
    planned = find_same_meeting(by, [partner.id for partner in partners], plan.held_on, plan.starts_at)
    if planned is not None:
        return planned
    meeting = Meeting(owner_id=by.id if by else None, pitch=pitch, state=MeetingState.PLANNED,
                      partners=[MeetingPartner(partner_id=partner.id, position=at)
                                for at, partner in enumerate(partners)])
    _fill_in(meeting, plan)
    _seat(meeting, people)
    db.session.add(meeting)
    propose_items(meeting, [partner.display_name for partner in partners])
    propose_questions(meeting, partners)
    db.session.flush()
    record(by=by, act="meeting.plan", subject=meeting, partner_id=protected_or_first(partners).id,
           values={"kind": plan.kind, "held_on": plan.held_on, "language": plan.language})
    return meeting


def change_plan(*, by: User, view: OpenMeeting, plan: Plan, people: Sequence[Person]) -> None:
    """Change when, where, why and who. A new length keeps the agenda; the page then warns that the minutes differ."""
    meeting = view.meeting
    _check(plan)
    _fill_in(meeting, plan)
    before = _names(meeting)
    _seat(meeting, people)
    changes = [("participants", before, _names(meeting))] if before != _names(meeting) else []
    _record_edit(by, view, changes)


def save_items(*, by: User, view: OpenMeeting, items: Sequence[ItemInput]) -> None:
    """Replace the agenda. The closing block is put last again where it was left out."""
    meeting = view.meeting
    if len(items) > MOST_ITEMS:
        raise DomainError("items", _("Højst %(most)s punkter, så der er tid til hvert.", most=MOST_ITEMS))
    before = _items_text(meeting)
    closing = [item for item in items if item.fixed == "closing"]
    ordered = [item for item in items if item.fixed != "closing"] + (closing or [_closing_of(meeting)])[:1]
    meeting.items = [AgendaItem(position=at, title=item.title, minutes=item.minutes, whose=item.whose,
                                fixed=item.fixed) for at, item in enumerate(ordered)]
    _record_edit(by, view, [("agenda", before, _items_text(meeting))] if before != _items_text(meeting) else [])


def save_questions(*, by: User, view: OpenMeeting, chosen: Sequence[QuestionInput]) -> None:
    """Replace the questions. Six to eight are a good number; more than ten do not fit the paper or the meeting."""
    meeting = view.meeting
    if len(chosen) > MOST_QUESTIONS:
        raise DomainError("questions", _("Højst %(most)s spørgsmål. Seks til otte er passende.", most=MOST_QUESTIONS))
    before = [question.text for question in meeting.questions]
    _ask(meeting, chosen)
    after = [question.text for question in meeting.questions]
    _record_edit(by, view, [("questions", "\n".join(before), "\n".join(after))] if before != after else [])


def propose_again(*, by: User, view: OpenMeeting) -> None:
    """Replace the agenda by a proposed one for the meeting's kind and length."""
    before = _items_text(view.meeting)
    propose_items(view.meeting, [partner.display_name for partner in view.partners])
    _record_edit(by, view, [("agenda", before, _items_text(view.meeting))])


def add_partner(*, by: User, view: OpenMeeting, partner: OpenPartner) -> None:
    """Add a partner to the meeting."""
    if any(present.id == partner.id for present in view.partners):
        return
    if len(view.partners) >= MOST_PARTNERS:
        raise DomainError("partner", _("Højst %(most)s partnere ved ét møde.", most=MOST_PARTNERS))
    view.meeting.partners.append(MeetingPartner(partner_id=partner.id, position=len(view.partners)))
    partners = (*view.partners, partner)
    _record_edit(by, OpenMeeting(view.meeting, partners), [("partners", None, partner.public_id)])
    if protected_or_first(partners) is partner:
        move_records_to_protected_partner(by=by, meeting=view.meeting, partner=partner)


def remove_partner(*, by: User, view: OpenMeeting, partner: OpenPartner) -> None:
    """Take a partner off the meeting, with its people and its pitch. DomainError for the last one, and for a
    protected one: place, notes and agenda may be about it."""
    if len(view.partners) == 1:
        raise DomainError("partner", _("Der skal være mindst én partner ved mødet."))
    if partner.is_protected:
        raise DomainError("partner", _("En beskyttet partner kan ikke tages af mødet, for mødets tekster kan handle om "
                                       "den. Aflys mødet, og planlæg et nyt."))
    meeting = view.meeting
    if meeting.pitch is not None and meeting.pitch.partner_id == partner.id:
        meeting.pitch = None
    meeting.partners = [link for link in meeting.partners if link.partner_id != partner.id]
    for at, link in enumerate(meeting.partners):
        link.position = at
    meeting.participants = [participant for participant in meeting.participants if participant.partner_id != partner.id]
    _record_edit(by, view, [("partners", partner.public_id, None)])


def set_state(*, by: User, view: OpenMeeting, state: MeetingState) -> None:
    """Cancel a meeting, or plan it again."""
    view.meeting.state = state
    record(by=by, act=f"meeting.{state.value}", subject=view.meeting, partner_id=protected_or_first(view.partners).id)


def hold_meeting(*, by: User | None, view: OpenMeeting, held_on: date, people: Sequence[Person]) -> None:
    """Record that the meeting was held that day with these people; called again it corrects that."""
    if held_on > clock.today():
        raise DomainError("held_on", _("Mødet kan ikke være holdt i fremtiden. Ret datoen."))
    meeting = view.meeting
    before = _names(meeting)
    meeting.held_on, meeting.state = held_on, MeetingState.HELD
    if people:
        _seat(meeting, people)
    after = _names(meeting)
    changes = [*(change for change in pending_changes(meeting) if change[0] != "revision"),
               *([("participants", before, after)] if before != after else [])]
    if changes:
        meeting.revision += 1
        record(by=by, act="meeting.hold", subject=meeting, partner_id=protected_or_first(view.partners).id,
               changes=changes)
    db.session.flush()


def attach_pitch(*, by: User | None, view: OpenMeeting, pitch: Pitch) -> None:
    """Set the pitch that is brought to the meeting."""
    view.meeting.pitch = pitch
    record(by=by, act="meeting.edit", subject=view.meeting, partner_id=protected_or_first(view.partners).id,
           values={"pitch": pitch.public_id})


def propose_items(meeting: Meeting, names: Sequence[str]) -> None:
    """Set the proposed agenda for the meeting's kind, length and language."""
    lines = agenda.propose_agenda(meeting.kind.value, meeting.minutes, names, meeting.language)
    meeting.items = [AgendaItem(position=at, title=line.title, minutes=line.minutes, whose=Whose(line.whose),
                                fixed=line.fixed or "") for at, line in enumerate(lines)]


def propose_questions(meeting: Meeting, partners: Sequence[OpenPartner]) -> None:
    """Set the proposed questions: what we do not know of these partners yet, nothing asked before."""
    bank = {question.key: question for question in list_questions()}
    asked = asked_keys([partner.id for partner in partners], meeting.id)
    chosen = questions.choose_questions(
        meeting.kind.value, [questions.BankQuestion(question.key, question.group, question.position)
                             for question in bank.values()],
        _knowledge(partners), asked=asked, count=questions.how_many(meeting.minutes))
    _ask(meeting, [QuestionInput(question_text(bank[pick.key], meeting.language), pick.group, bank[pick.key])
                   for pick in chosen])


def question_text(question: Question, language: str) -> str:
    """A bank question in the paper's language, Danish where there is no other."""
    return (question.text_en if language == "en" else "") or question.text_da


def _ask(meeting: Meeting, chosen: Sequence[QuestionInput]) -> None:
    meeting.questions = [MeetingQuestion(position=at, group=data.group, text=data.text, question=data.question)
                         for at, data in enumerate(chosen)]


def _knowledge(partners: Sequence[OpenPartner]) -> questions.Knowledge:
    """What is known of all partners at the meeting; what is unknown of one counts as unknown."""
    return questions.Knowledge(
        knows_everyday=all(partner.everyday for partner in partners),
        knows_people=all(any(link.basis.value == "said" for link in partner.target_groups) for partner in partners),
        knows_needs=all(any(link.basis.value == "said" for link in partner.needs) for partner in partners),
        knows_worries=all(partner.worries for partner in partners),
        knows_avoid_words=all(partner.avoid_words for partner in partners),
        knows_contact=all(partner.contacts for partner in partners),
        protected=any(partner.is_protected for partner in partners))


def _check(plan: Plan) -> None:
    length = (plan.ends_at.hour - plan.starts_at.hour) * 60 + plan.ends_at.minute - plan.starts_at.minute
    if length <= 0:
        raise DomainError("ends_at", _("Mødet slutter, før det begynder. Ret sluttidspunktet."))
    if length < agenda.SHORTEST:
        raise DomainError("ends_at", _("Et møde varer mindst %(minutes)s minutter.", minutes=agenda.SHORTEST))
    if length > agenda.LONGEST:
        raise DomainError("ends_at", _("Et møde varer højst %(hours)s timer.", hours=agenda.LONGEST // 60))


def _fill_in(meeting: Meeting, plan: Plan) -> None:
    for name in ("kind", "held_on", "starts_at", "ends_at", "place", "language", "title", "invitation", "purpose",
                 "stand"):
        setattr(meeting, name, getattr(plan, name))


def _seat(meeting: Meeting, people: Sequence[Person]) -> None:
    meeting.participants = [
        Participant(position=at, name=person.name, is_ours=person.is_ours, task=person.task, user_id=person.user_id,
                    contact_id=person.contact_id, partner_id=person.partner_id) for at, person in enumerate(people)]


def _closing_of(meeting: Meeting) -> ItemInput:
    """The closing block as it stands, or as it would be proposed."""
    for item in meeting.items:
        if item.fixed == "closing":
            return ItemInput(item.title, item.minutes, item.whose, item.fixed)
    line = agenda.propose_agenda(meeting.kind.value, meeting.minutes, (), meeting.language)[-1]
    return ItemInput(line.title, line.minutes, Whose(line.whose), "closing")


def _names(meeting: Meeting) -> str:
    return ", ".join(participant.name for participant in meeting.participants)


def _items_text(meeting: Meeting) -> str:
    return "\n".join(f"{item.minutes} {item.whose.value}: {item.title}" for item in meeting.items)


def _record_edit(by: User, view: OpenMeeting, more: Sequence[tuple[str, str | None, str | None]]) -> None:
    """Audit an edit with its column changes and `more`, and count the revision up where anything changed."""
    changes = [*(change for change in pending_changes(view.meeting) if change[0] != "revision"), *more]
    if not changes:
        return
    view.meeting.revision += 1
    record(by=by, act="meeting.edit", subject=view.meeting, partner_id=protected_or_first(view.partners).id,
               changes=changes)
    db.session.flush()
