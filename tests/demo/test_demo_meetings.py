"""The demo's first meeting: always ahead, owned, seated, with the questions of the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import db
from outreach.demo.load_meetings import next_weekday
from outreach.meetings.models import Meeting
from tests.demo_library import load_demo


@pytest.fixture
def _tuesday() -> Iterator[None]:
    clock.set_source(lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
    yield
    clock.set_source(None)


@pytest.mark.usefixtures("_tuesday")
@pytest.mark.parametrize(("name", "day"), [
    ("wednesday", date(2026, 11, 25)), ("thursday", date(2026, 11, 26)), ("monday", date(2026, 11, 30)),
    ("tuesday", date(2026, 12, 1)),
])
def test_the_next_such_day_is_after_today(name: str, day: date) -> None:
    assert next_weekday(name) == day


@pytest.mark.usefixtures("_tuesday")
def test_the_first_meeting_is_planned_with_its_people_and_questions(app: Flask) -> None:
    load_demo(app)
    meeting = db.session.scalars(select(Meeting).where(Meeting.held_on > clock.today())).one()
    assert (meeting.held_on, meeting.starts_at, meeting.owner.email) == (
        date(2026, 11, 26), time(10), "boernebibliotekar@demo.example")
    assert [(each.name, each.is_ours, each.task, bool(each.user_id or each.contact_id))
            for each in meeting.participants] == [
        ("Familiekonsulenten", False, "", True), ("Afdelingslederen", False, "", True),
        ("Børnebibliotekaren", True, "asks", True), ("Koordinatoren", True, "writes keeps_time", True)]
    assert [each.question.key for each in meeting.questions] == [
        "a_on_your_mind", "a_ordinary_week", "b_energy_for", "b_when_to_visit", "c_holds_back", "d_one_small_thing",
        "e_cancel", "e_words_to_avoid"]
    assert (meeting.items[-1].fixed, sum(item.minutes for item in meeting.items)) == ("closing", 60)
