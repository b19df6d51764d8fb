"""The demo's first meeting, planned the way a colleague plans one, with the questions the file names."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from outreach.core import clock
from outreach.demo.cast import Cast
from outreach.followups.workdays import Workdays
from outreach.library.starter import entries
from outreach.meetings.models import MeetingKind
from outreach.meetings.queries import get_meeting
from outreach.meetings.service import Person, Plan, QuestionInput, plan_meeting, question_text, save_questions
from outreach.partners.queries import get_open_partner_by_id

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TEXTS = ("place", "language", "title", "invitation", "purpose", "stand")


def load(cast: Cast) -> None:
    """Plan the meetings of the file, each by its owner."""
    for values in entries("meetings", "meeting"):
        owner = cast.user[values["owner"]]
        partners = [get_open_partner_by_id(cast.partner[key].id, owner) for key in values["partners"]]
        plan = Plan(kind=MeetingKind(values["kind"]), held_on=next_weekday(values["on"].removeprefix("next ")),
                    starts_at=time.fromisoformat(values["starts"]), ends_at=time.fromisoformat(values["ends"]),
                    **{name: values[name] for name in _TEXTS if name in values})
        people = [_person(row, cast) for row in values.get("participant", ())]
        meeting = plan_meeting(by=owner, partners=partners, plan=plan, people=people)
        if values.get("questions"):
            asked = [cast.lists.question[key] for key in values["questions"]]
            chosen = [QuestionInput(question_text(question, meeting.language), question.group, question)
                      for question in asked]
            save_questions(by=owner, view=get_meeting(meeting.public_id, owner), chosen=chosen)


def next_weekday(name: str) -> date:
    """The first such day ("thursday") after today that is a working day."""
    today, workdays = clock.today(), Workdays()
    day = today + timedelta(days=(_WEEKDAYS.index(name) - today.weekday() - 1) % 7 + 1)
    while not workdays.is_workday(day):
        day += clock.WEEK
    return day


def _person(values: dict[str, Any], cast: Cast) -> Person:
    """One of ours by the user's key, one of theirs by the contact's name at the partner."""
    task = values.get("task", "")
    if values["side"] == "library":
        return Person(values["name"], is_ours=True, task=task, user_id=cast.user[values["user"]].id)
    partner = cast.partner[values["partner"]]
    contact = next((person for person in partner.contacts if person.name == values["name"]), None)
    return Person(values["name"], is_ours=False, task=task, partner_id=partner.id,
                  contact_id=contact.id if contact else None)
