"""What planning a meeting does, and what it refuses."""

from __future__ import annotations

from datetime import time

import pytest
from flask_babel import force_locale

from outreach.audit.queries import list_for_subject
from outreach.core import transactions
from outreach.core.errors import DomainError
from outreach.meetings import service
from outreach.meetings.agenda import agenda_warnings
from outreach.meetings.models import Whose
from outreach.meetings.queries import asked_keys, get_meeting
from outreach.pitches.service import start_pitch


def test_the_first_item_is_theirs(meeting):
    assert meeting.meeting.items[0].whose == Whose.THEIRS


def test_the_last_item_is_the_closing_block(meeting):
    assert meeting.meeting.items[-1].fixed == "closing"


def test_a_proposed_agenda_has_nothing_to_warn_about(meeting):
    assert agenda_warnings(meeting.meeting.items, meeting.meeting.minutes) == ()


def test_an_hour_gets_seven_questions(meeting):
    assert len(meeting.meeting.questions) == 7


def test_questions_of_an_earlier_meeting_are_not_proposed_again(meeting, user, partner, plan):
    host = user("Børnebibliotekaren")
    with transactions.writing():
        second = service.plan_meeting(by=host, partners=[partner("Familiehuset", host)], plan=plan())
        asked = {each.question.key for each in second.questions}
        first = asked_keys([meeting.lead.id], second.id)
    assert asked & first == set()


def test_planning_is_audited_once(meeting):
    entries = list_for_subject("meeting", meeting.meeting.public_id)
    assert [(each.act, each.actor_name) for each in entries] == [("meeting.plan", "Børnebibliotekaren")]


@pytest.mark.parametrize(("starts", "ends", "said"), [
    (time(11), time(10), "Mødet slutter, før det begynder. Ret sluttidspunktet."),
    (time(10), time(10), "Mødet slutter, før det begynder. Ret sluttidspunktet."),
    (time(10), time(10, 14), "Et møde varer mindst 15 minutter."),
    (time(8), time(16, 1), "Et møde varer højst 8 timer."),
])
def test_invalid_length_is_refused_at_the_end_time(user, partner, plan, starts, ends, said):
    with transactions.writing(), force_locale("da"), pytest.raises(DomainError) as refused:
        service.plan_meeting(by=user("Børnebibliotekaren"), partners=[partner("Familiehuset")],
                             plan=plan(starts_at=starts, ends_at=ends))
    assert (refused.value.field, refused.value.message) == ("ends_at", said)


def test_the_closing_block_cannot_be_edited_away(meeting, user):
    with transactions.writing():
        view = get_meeting(meeting.meeting.public_id, user("Børnebibliotekaren"))
        service.save_items(by=user("Børnebibliotekaren"), view=view,
                           items=[service.ItemInput("Deres hverdag", 50, Whose.THEIRS)])
        titles = [(each.title, each.fixed) for each in view.meeting.items]
    assert titles[0] == ("Deres hverdag", "")
    assert [fixed for _title, fixed in titles] == ["", "closing"]


def test_the_last_partner_cannot_be_removed(meeting, user):
    with transactions.writing(), pytest.raises(DomainError) as refused:
        service.remove_partner(by=user("Børnebibliotekaren"), view=meeting, partner=meeting.lead)
    assert refused.value.field == "partner"


def test_a_protected_partner_is_not_taken_off_a_meeting(user, partner, plan):
    host = user("Børnebibliotekaren")
    with transactions.writing():
        both = [partner("Randers Krisecenter", host), partner("Familiehuset", host)]
        view = get_meeting(service.plan_meeting(by=host, partners=both, plan=plan()).public_id, host)
        with pytest.raises(DomainError) as refused:
            service.remove_partner(by=host, view=view, partner=view.lead)
    assert refused.value.field == "partner"


def test_joint_meeting_is_audited_at_the_protected_partner_only(user, partner, plan):
    host = user("Børnebibliotekaren")
    with transactions.writing():
        house, shelter = partner("Familiehuset", host), partner("Randers Krisecenter", host)
        made = service.plan_meeting(by=host, partners=[house, shelter], plan=plan(place="Et hemmeligt sted"))
        told, keys = list_for_subject("meeting", made.public_id), (house.id, shelter.id)
    assert {each.partner_id for each in told} == {keys[1]}


def test_removing_a_partner_removes_its_pitch(user, partner, plan):
    host = user("Børnebibliotekaren")
    with transactions.writing():
        house, base = partner("Familiehuset", host), partner("UngeBasen", host)
        made = service.plan_meeting(by=host, partners=[house, base], plan=plan(),
                                    pitch=start_pitch(by=host, partner=house))
        view = get_meeting(made.public_id, host)
        service.remove_partner(by=host, view=view, partner=house)
        pitch = view.meeting.pitch
    assert pitch is None
