"""Writing a closing together, and closing the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import move_history, record, record_editing
from outreach.closings import queries
from outreach.closings.apply_closing import apply_content
from outreach.closings.content import Content, empty, find_unanswered, normalise, past_dates
from outreach.closings.draft_merge import late_additions, merge_contents
from outreach.closings.initial_content import initial_content, possible_attendees
from outreach.closings.labels import addition_text
from outreach.closings.models import Closing, ClosingAddition, ClosingSave, ClosingState
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.followups.service import may_own
from outreach.meetings.models import Meeting, MeetingKind
from outreach.meetings.privacy import became_private
from outreach.meetings.queries import OpenMeeting
from outreach.meetings.service import Person, Plan, hold_meeting, plan_meeting
from outreach.partners.protection import OpenPartner
from outreach.partners.shared_records import protected_or_first
from outreach.users.models import User
from outreach.users.queries import list_users

#: How many saves of a draft are kept to compare with: more than a page left open for a day makes.
SAVES_KEPT = 200
#: The base of a page that was shown before anything was saved.
NO_BASE = "0"


@dataclass(frozen=True)
class SaveResult:
    """The result of a save. `base` is the writer's next base; `others`: the draft has words that the writer's page
    does not show, `clashed`: both changed the same place, `is_late`: the meeting was closed already and the words
    were kept as an addition."""

    closing: Closing
    content: Content
    base: str
    others: bool = False
    clashed: bool = False
    is_late: bool = False


class NotAnswered(DomainError):
    """The meeting cannot be closed yet. `missing` is (where, code) as in `content.find_unanswered`, or a day that has
    passed with the code "past", or "blind" for an owner who may not see the partner."""

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__("", _("Mødet kan ikke lukkes endnu."))
        self.missing = list(missing)


def base_content(closing: Closing | None, view: OpenMeeting, base: str) -> Content:
    """The content that a page with this `base` began with; empty where it is too old."""
    if closing is None or base == NO_BASE:
        return initial_content(view)
    number, sent = base.removesuffix("s"), base.endswith("s")
    is_number = number.isascii() and number.isdigit() and len(number) < 9
    save = queries.find_save(closing, int(number)) if is_number else None
    if save is None:
        return empty()
    return normalise(save.sent if sent and save.sent is not None else save.content)


def save_draft(*, by: User, view: OpenMeeting, sent: Content, base: str, tag: str) -> SaveResult:
    """Store what a page sends, merged with what others have written meanwhile. After closing it is stored as an
    addition."""
    closing = queries.find_closing_to_write(view.meeting)
    began, sent = base_content(closing, view, base), normalise(sent)
    stored = queries.content_of(closing) or initial_content(view)
    content, clashed = merge_contents(began, stored, sent, tag)
    if closing is not None and closing.is_closed:
        is_late = _add_late_words(by, closing, view, content, tag)
        return SaveResult(closing, stored, str(closing.revision), is_late=is_late)
    if closing is None:
        closing = Closing(meeting_id=view.meeting.id, revision=0, content=stored, made={}, state=ClosingState.DRAFT,
                          decisions=[], additions=[])
        db.session.add(closing)
        record(by=by, act="closing.start", subject=closing, partner_id=protected_or_first(view.partners).id, changes=())
    elif content == stored and sent == stored:
        return SaveResult(closing, content, str(closing.revision))
    closing.revision += 1
    closing.content, closing.written_by_id, closing.updated_at = content, by.id, clock.now()
    same = content == sent
    db.session.flush()
    db.session.add(ClosingSave(closing_id=closing.id, number=closing.revision, content=content,
                               sent=None if same else sent, by_id=by.id))
    queries.forget_saves(closing, closing.revision - SAVES_KEPT)
    record_editing(by=by, act="closing.write", subject=closing, partner_id=protected_or_first(view.partners).id,
                   changes=[("revision", None, str(closing.revision))])
    db.session.flush()
    return SaveResult(closing, content, str(closing.revision) + ("" if same else "s"), others=not same, clashed=clashed)


def close_meeting(*, by: User, view: OpenMeeting, closing: Closing, past_is_meant: bool = False) -> None:
    """Close the meeting: it becomes held, and quotes, decisions with follow-ups, promises, steps and answers become
    records. A closed one is left alone. Raises NotAnswered, or DomainError where the day is invalid."""
    if closing.is_closed:
        return
    content = normalise(closing.content)
    missing = [*find_unanswered(content), *_owners_without_access(view, content)]
    if not missing and not past_is_meant:
        missing = [(where, "past") for where in past_dates(content, clock.today().isoformat())]
    if missing:
        raise NotAnswered(missing)
    with db.session.begin_nested():  # a refusal in the middle leaves the draft as it was
        hold_meeting(by=by, view=view, held_on=date.fromisoformat(content["plain"]["held_on"] or
                                                                  view.meeting.held_on.isoformat()),
                     people=_people(view, content))
        apply_content(by=by, view=view, closing=closing, content=content)
        closing.state, closing.closed_at, closing.closed_by_id = ClosingState.CLOSED, clock.now(), by.id
        record(by=by, act="closing.close", subject=closing, partner_id=protected_or_first(view.partners).id,
               changes=[("decisions", None, str(len(content["decisions"]))),
                        ("commitments", None, str(len(content["theirs"]) + len(content["ours"])))])
        db.session.flush()


def reopen(*, by: User, view: OpenMeeting, closing: Closing) -> None:
    """Open a closed one for corrections. Its records stay, and are updated when it is closed again."""
    if not closing.is_closed:
        return
    closing.state, closing.written_by_id = ClosingState.REOPENED, by.id
    record(by=by, act="closing.reopen", subject=closing, partner_id=protected_or_first(view.partners).id, changes=())
    db.session.flush()


def add_addition(*, by: User, view: OpenMeeting, closing: Closing, text: str) -> None:
    """Add a text to a closed one."""
    if not text.strip():
        raise DomainError("text", _("Skriv, hvad der skal føjes til."))
    closing.additions.append(ClosingAddition(text=text, by_id=by.id))
    record(by=by, act="closing.add", subject=closing, partner_id=protected_or_first(view.partners).id,
           changes=[("text", None, text)])
    db.session.flush()


def plan_next(*, by: User, view: OpenMeeting, closing: Closing) -> Meeting:
    """Plan the meeting that was agreed: same partners, people and hours. Called again it returns that meeting."""
    next_on = normalise(closing.content)["plain"]["next_on"]
    if not next_on:
        raise DomainError("next_on", _("Der er ikke aftalt en dag."))
    meeting = view.meeting
    planned = queries.find_next_meeting(closing)
    if planned is not None:
        return planned
    plan = Plan(kind=MeetingKind.FOLLOW_UP, held_on=date.fromisoformat(next_on), starts_at=meeting.starts_at,
                ends_at=meeting.ends_at, place=meeting.place, language=meeting.language)
    people = [Person(person.name, person.is_ours, person.task, person.user_id, person.contact_id, person.partner_id)
              for person in meeting.participants]
    planned = plan_meeting(by=by, partners=view.partners, plan=plan, people=people)
    closing.next_meeting_id = planned.id
    db.session.flush()
    return planned


def _add_late_words(by: User, closing: Closing, view: OpenMeeting, merged: Content, tag: str) -> bool:
    """Store words that arrive after closing as an addition of the page that sent them; whether there were any."""
    stored = normalise(closing.content)
    text = "\n".join(addition_text(name, what, view) for name, what in late_additions(stored, merged))
    if not text:
        return False
    for addition in closing.additions:
        if addition.tag == tag and tag:
            if addition.text != text:
                addition.text, addition.at = text, clock.now()
                db.session.flush()
            return True
    closing.additions.append(ClosingAddition(tag=tag, text=text, by_id=by.id))
    record(by=by, act="closing.add", subject=closing, partner_id=protected_or_first(view.partners).id,
           changes=[("text", None, text)])
    db.session.flush()
    return True


def _owners_without_access(view: OpenMeeting, content: Content) -> list[tuple[str, str]]:
    """Decisions given to a colleague who may not see every partner of the meeting."""
    users = {user.public_id: user for user in list_users()}
    return [(f"decisions:{row['key']}:owner", "blind") for row in content["decisions"]
            if row["owner"] and not (row["owner"] in users
                                     and all(may_own(partner, users[row["owner"]]) for partner in view.partners))]


def _people(view: OpenMeeting, content: Content) -> list[Person]:
    """The people who were there: the ticked ones with their task, and those given by name only."""
    tasks = {person.user_id: person.task for person in view.meeting.participants if person.user_id is not None}
    attending = {row["key"] for row in content["present"]}
    known = [Person(person.name, person.is_ours, tasks.get(person.user_id or 0, ""), person.user_id, person.contact_id,
                    person.partner_id) for person in possible_attendees(view) if person.key in attending]
    others = [Person(name.strip()[:80], False) for name in content["plain"]["others"].split(",") if name.strip()]
    ours, theirs = [person for person in known if person.is_ours], [person for person in known if not person.is_ours]
    return [*ours, *theirs, *others]


@became_private.connect
def _move_history(_sender: object, *, meeting: Meeting, partner: OpenPartner) -> None:
    """Move the closing's audit history to the protected partner of the meeting."""
    closing = queries.find_closing(meeting)
    if closing is not None:
        move_history(subject_type=Closing.__tablename__, subject_ids=[closing.public_id], partner_id=partner.id)
