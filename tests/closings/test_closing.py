"""Closing a meeting: what it asks, and what the words become."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select

from outreach.closings.queries import content_of, find_closing
from outreach.commitments.queries import list_from_origin as list_commitments
from outreach.commitments.queries import list_steps_for_partner
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.followups.queries import list_from_origin as list_follow_ups
from outreach.matching.queries import list_answers, rank_for
from outreach.meetings.models import MeetingState
from outreach.meetings.queries import get_meeting
from outreach.offers.models import Offer
from outreach.offers.service import TEXTS, add_offer
from outreach.partners.queries import get_open_partner
from outreach.users.models import User

Open = Callable[..., Any]


def days(count: int) -> str:
    return (clock.today() + timedelta(days=count)).isoformat()


@pytest.fixture
def closed(draft: Open, host: User) -> Any:
    """A meeting closed with one of everything."""
    page = draft(host)
    page.set(heard_0_text="Vi har brug for ro", heard_0_who="Lederen", decisions_0_what="Vi kommer på besøg",
             decisions_0_due=days(7), theirs_0_what="Spørger familierne", theirs_0_who="Lederen",
             theirs_0_firmness="maybe", ours_0_what="Sender to datoer", ours_0_due=days(3), ours_0_firmness="final",
             next_on=days(14), steps_0_action="En kasse i køkkenet", steps_0_expected="At nogen tager en bog med hjem")
    answer = page.send("close")
    assert answer.status_code == 302, answer.text
    return page


def test_what_they_said_stands_on_their_profile(closed: Any, house: str, host: User) -> None:
    assert [(each.text, each.source, each.language, each.said_on) for each in get_open_partner(house, host).quotes] == [
        ("Vi har brug for ro", "Lederen, første møde", "da", clock.today() - timedelta(days=1))]


def test_a_decision_is_a_follow_up_with_one_owner_and_one_day(closed: Any, meeting: str, host: User) -> None:
    assert [(each.what, each.owner.name, each.due_on.isoformat()) for each in list_follow_ups("meeting", meeting)] == [
        ("Vi kommer på besøg", "Værten", days(7))]


def test_promises_stand_with_their_party_and_firmness(closed: Any, meeting: str) -> None:
    assert [(each.is_ours, each.who, each.what, each.due_on, each.firmness.value)
            for each in list_commitments("meeting", meeting)] == [
        (False, "Lederen", "Spørger familierne", None, "maybe"),
        (True, "Værten", "Sender to datoer", date.fromisoformat(days(3)), "final")]


def test_steps_to_try_are_saved(closed: Any, house: str, host: User) -> None:
    assert [(each.action, each.expected) for each in list_steps_for_partner(get_open_partner(house, host), host)] == [
        ("En kasse i køkkenet", "At nogen tager en bog med hjem")]


def test_the_meeting_is_held(closed: Any, meeting: str, host: User) -> None:
    assert get_meeting(meeting, host).meeting.state is MeetingState.HELD


def test_nothing_decided_is_accepted_as_an_answer(draft: Open, host: User, meeting: str) -> None:
    assert draft(host).answered().send("close").status_code == 302
    assert find_closing(get_meeting(meeting, host).meeting).is_closed  # type: ignore[union-attr]


@pytest.mark.parametrize(("changes", "says"), [
    ({"nothing_decided": ""}, "Hvad er besluttet?"),
    ({"no_commitments": ""}, "Har nogen forpligtet sig?"),
    ({"next_none": ""}, "Hvornår taler I sammen igen?"),
    ({"no_commitments": "", "ours_0_what": "En kasse", "ours_0_firmness": "maybe"}, "Er der givet endeligt tilsagn?"),
    ({"ours_0_what": "En kasse"}, "Hvor fast er tilsagnet?"),
    ({"theirs_0_who": "Lederen", "theirs_0_firmness": "final"}, "Hvad er der lovet?"),
    ({"decisions_0_what": "Et besøg"}, "Hvornår skal der være fulgt op?"),
    ({"decisions_0_what": "Et besøg", "decisions_0_owner": "", "decisions_0_due": "2099-01-01"}, "Hvem følger op"),
    ({"next_none": "", "next_on": "2020-01-01"}, "Dagen er gået."),
])
def test_unanswered_question_prevents_closing(draft: Open, host: User, meeting: str, changes: dict[str, str],
                                                     says: str) -> None:
    page = draft(host).answered()
    for name, value in changes.items():
        page.set(**{name: value})
        if not value and name != "decisions_0_owner":
            del page.fields[name]
    answer = page.send("close")
    assert (answer.status_code, says in answer.text) == (422, True)
    assert not find_closing(get_meeting(meeting, host).meeting).is_closed  # type: ignore[union-attr]


def test_refused_closing_keeps_the_draft(draft: Open, host: User, meeting: str) -> None:
    draft(host).set(heard_0_text="Vi har brug for ro").send("close")
    content = content_of(find_closing(get_meeting(meeting, host).meeting))
    assert content is not None
    assert [row["text"] for row in content["heard"]] == ["Vi har brug for ro"]


def test_past_day_asks_for_confirmation(draft: Open, host: User) -> None:
    page = draft(host).answered().set(ours_0_what="En kasse", ours_0_firmness="final", ours_0_due=days(-2))
    assert page.send("close").status_code == 422
    assert page.set(past_is_meant="y").send("close").status_code == 302


def test_meeting_cannot_be_held_in_the_future(draft: Open, host: User, meeting: str) -> None:
    answer = draft(host).answered().set(held_on=days(1)).send("close")
    assert (answer.status_code, "holdt i fremtiden" in answer.text) == (422, True)
    assert get_meeting(meeting, host).meeting.state is MeetingState.PLANNED


def test_attendees_can_be_corrected(draft: Open, host: User, colleague: User, meeting: str) -> None:
    page = draft(host).answered()
    number = next(name for name, value in page.fields.items() if value == [f"u:{colleague.public_id}"])
    page.fields[number.replace("-key", "-there")] = "yes"
    page.set(others="Vagten").send("close")
    assert sorted(each.name for each in get_meeting(meeting, host).meeting.participants) == [
        "Kollegaen", "Lederen", "Vagten", "Værten"]


def test_cpr_number_is_refused_and_other_fields_are_saved(draft: Open, host: User, meeting: str) -> None:
    answer = draft(host).set(heard_0_text="Ring til 010190-1234", ours_0_what="En kasse").send()
    content = content_of(find_closing(get_meeting(meeting, host).meeting))
    assert content is not None
    assert (answer.status_code, content["heard"], [row["what"] for row in content["ours"]]) == (422, [], ["En kasse"])
    assert "Ring til 010190-1234" in answer.text


def test_answers_to_offers_reach_the_matching(draft: Open, host: User, house: str) -> None:
    with transactions.writing():
        for name in ("A", "B", "C", "D"):
            add_offer(by=host, values={"name": f"Tilbud {name}", "effort": "little", "needs": (), "target_groups": (),
                                       **{text: f"{text} {name}" for text in TEXTS}})

    def scores() -> dict[str, float]:
        with current_app.test_request_context():
            return {each.offer.public_id: each.match.score for each in rank_for(get_open_partner(house, host)).offers}

    before = scores()
    page = draft(host).answered()
    asked = sorted(int(name.split("-")[1]) for name in page.fields if re.fullmatch(r"answers-\d+-key", name))
    offers = [page.fields[f"answers-{number}-key"][0].partition(":")[2] for number in asked]
    said = dict(zip(offers, ("yes", "maybe", "no"), strict=False))
    page.set(**{f"answers_{number}_answer": answer for number, answer in zip(asked, said.values(), strict=False)})
    page.send("close")
    after = scores()
    turned = {offer: (after[offer] > before[offer]) - (after[offer] < before[offer]) for offer in before}
    assert ([row.answer.value for row in list_answers(get_open_partner(house, host))], turned) == (
        [said[offer] for offer in by_id(list(said))], {offer: TURNS[said.get(offer, "")] for offer in before})


#: Which way an answer turns an offer's score.
TURNS = {"yes": 1, "maybe": 1, "no": -1, "": 0}


def by_id(offers: list[str]) -> list[str]:
    return list(db.session.scalars(select(Offer.public_id).where(Offer.public_id.in_(offers)).order_by(Offer.id)))
