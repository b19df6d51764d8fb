"""Fixtures on the demo: the family house, its first meeting, and colleagues who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.demo.load_meetings import next_weekday
from outreach.meetings import service
from outreach.meetings.models import Meeting, MeetingKind
from outreach.meetings.queries import OpenMeeting, get_meeting
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import find_open_by_text
from outreach.users.models import User

#: A Thursday on which the demo has no meeting.
DAY = next_weekday("thursday") + clock.WEEK


@pytest.fixture
def user(demo_app: Flask) -> Callable[[str], User]:
    """user(name) -> that demo colleague."""
    return lambda name: db.session.scalars(select(User).where(User.name == name)).one()


@pytest.fixture
def partner(demo_app: Flask) -> Callable[..., OpenPartner]:
    """partner(name, viewer=None) -> the open partner of that name."""

    def find(name: str, viewer: User | None = None) -> OpenPartner:
        found = find_open_by_text(viewer, name)
        return next(each for each in found if each.display_name == name)

    return find


@pytest.fixture
def plan() -> Callable[..., service.Plan]:
    """plan(**changes) -> an hour's first meeting on DAY."""

    def make(**changes: object) -> service.Plan:
        values = {"kind": MeetingKind.FIRST, "held_on": DAY, "starts_at": time(10), "ends_at": time(11),
                  "place": "Infanterivej 33"} | changes
        return service.Plan(**values)  # type: ignore[arg-type]

    return make


@pytest.fixture
def meeting(user, partner, plan) -> OpenMeeting:
    """A planned first meeting with the family house, seen by the children's librarian."""
    host = user("Børnebibliotekaren")
    house = partner("Familiehuset", host)
    people = [service.Person(host.name, True, user_id=host.id),
              *(service.Person(each.name, False, contact_id=each.id, partner_id=house.id) for each in house.contacts)]
    with transactions.writing():
        made: Meeting = service.plan_meeting(by=host, partners=[house], plan=plan(), people=people)
        public_id = made.public_id
    return get_meeting(public_id, host)
