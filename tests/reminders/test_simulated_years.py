"""Two simulated years of contacts, with a leap day: the list of silent partners, the front page and the mail agree on
every day. OUTREACH_YEARS says how many years (2).

The history is drawn at random; what it should come to is worked out here by counting days, in another way than the
portal does it.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask
from flask.testing import FlaskClient

from outreach.cadence.models import ContactPause
from outreach.cadence.queries import list_overdue
from outreach.conversations.models import Conversation, ConversationKind
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.meetings.models import Meeting, MeetingKind, MeetingPartner, MeetingState
from outreach.partners.models import Partner, Stage
from outreach.reminders.due import DueKind
from outreach.reminders.outbox import send_day
from outreach.reminders.queries import due_for
from outreach.users.models import User, UserSession
from outreach.visits.models import Visit, VisitKind, VisitPartner, VisitState
from tests.factories import add_partner, add_words
from tests.reminders.mailbox import mail_server

START, DAYS = date(2027, 3, 1), int(os.environ.get("OUTREACH_YEARS", "2")) * 365 + 1
DEFAULT_CADENCE = {Stage.GLANCE: (30, 60), Stage.DATE: (45, 90), Stage.ENGAGEMENT: (30, 60), Stage.MARRIAGE: (90, 180)}
#: The list is asked every day; what the mail and the page are made from, and the mail itself, whenever anything changes
#: and on the day before, and so often besides; the page itself so often: all of it every day would take minutes.
LOOK_EVERY, PAGE_EVERY = 7, 91


class Simulated:
    """One partner's years: real contacts, mere attempts, and pauses with their reasons."""

    def __init__(self, dice: random.Random, name: str, stage: Stage) -> None:
        self.name, self.stage = name, stage
        self.contacts: dict[date, str] = {}
        self.attempts: list[date] = []
        self.pauses: list[tuple[date, date]] = []
        day = START + timedelta(days=dice.randrange(40))
        while day < START + timedelta(days=DAYS):
            self.contacts[day] = dice.choice(["talk", "meeting", "visit"])
            gap = dice.choice([3, 20, 40, 70, 130, 200])
            self.attempts += [day + timedelta(days=dice.randrange(1, gap + 1)) for _ in range(dice.randrange(3))]
            if dice.random() < .3:
                begun = day + timedelta(days=dice.randrange(gap))
                self.pauses.append((begun, begun + timedelta(days=dice.randrange(1, 60))))
            day += timedelta(days=gap)

    def level(self, day: date) -> str:
        """"", "yellow" or "red" on a day, counted by hand."""
        happened = [each for each in self.contacts if each <= day]
        if self.stage not in DEFAULT_CADENCE or any(begun <= day < until for begun, until in self.pauses):
            return ""
        silent = (day - (max(happened) if happened else START)).days
        yellow, red = DEFAULT_CADENCE[self.stage]
        return "red" if silent >= red else "yellow" if silent >= yellow else ""

    def has(self, day: date) -> bool:
        """Whether anything happened on a day."""
        return day in self.contacts or day in self.attempts or any(begun == day for begun, _until in self.pauses)


def write_day(partner_id: int, simulated: Simulated, day: date, user_id: int) -> None:
    """Put down what happened with a partner on one day."""
    how = simulated.contacts.get(day)
    if how == "talk":
        db.session.add(Conversation(partner_id=partner_id, kind=ConversationKind.PHONE, happened_on=day, reached=True))
    elif how == "meeting":
        db.session.add(Meeting(kind=MeetingKind.FOLLOW_UP, state=MeetingState.HELD, held_on=day, starts_at=time(9),
                               ends_at=time(10), owner_id=user_id, partners=[MeetingPartner(partner_id=partner_id)]))
    elif how == "visit":
        db.session.add(Visit(kind=VisitKind.VISIT_DAY, state=VisitState.HELD, held_on=day, owner_id=user_id,
                             partners=[VisitPartner(partner_id=partner_id, held_on=day, state=VisitState.HELD,
                                                    stage=simulated.stage)]))
    for _attempt in [each for each in simulated.attempts if each == day]:
        db.session.add(Conversation(partner_id=partner_id, kind=ConversationKind.MAIL, happened_on=day, reached=False))
    for _begun, until in [each for each in simulated.pauses if each[0] == day]:
        db.session.add(ContactPause(partner_id=partner_id, until=until, reason="De flytter", by_id=user_id))


def _stay_signed_in() -> None:
    """The colleague has been here all the time."""
    with transactions.writing():
        for session in db.session.scalars(db.select(UserSession)):
            session.created_at = session.last_seen_at = clock.now()


def _undecided() -> None:
    """Nothing but silence is to ask for anything: the day to decide by lies behind them all."""
    with transactions.writing():
        for partner in db.session.scalars(db.select(Partner)):
            partner.stage_since = START
            partner.decide_by = START + timedelta(days=DAYS + 30) if partner.stage is Stage.ENGAGEMENT else None


def test_overdue_list_front_page_and_mail_agree_on_every_day(
        app: Flask, make_user: Callable[..., User], client_as: Callable[..., FlaskClient]) -> None:
    add_words()
    dice = random.Random(2026)
    me = make_user(Role.STAFF, "Anna")
    client = client_as(me)
    cast = [Simulated(dice, f"Partner {number}", stage) for number, stage in enumerate(Stage)]
    for each in cast:
        add_partner(me, each.name, stage=each.stage)
    _undecided()
    my_id = me.id
    ids = dict(db.session.execute(db.select(Partner.name, Partner.id)).tuples().all())
    days = [START + timedelta(days=number) for number in range(DAYS)]
    levels = {day: {each.name: each.level(day) for each in cast if each.level(day)} for day in days}
    wrong, told, mails = [], {}, 0
    with mail_server(app) as mailbox:
        for number, day in enumerate(days):
            clock.set_source(lambda day=day: datetime.combine(day, time(12), tzinfo=UTC))  # type: ignore[misc]
            user = db.session.get_one(User, my_id)
            busy = [each for each in cast if each.has(day)]
            if busy:
                with transactions.writing():
                    for each in busy:
                        write_day(ids[each.name], each, day, my_id)
            expected = levels[day]
            listed = {each.partner.display_name: each.state.value for each in list_overdue(user, day, mine_only=True)}
            if expected != listed:
                wrong.append((day, expected, listed, "list"))
            turned = expected != levels.get(days[number - 1]) or expected != levels.get(day + timedelta(days=1))
            if busy or turned or number % LOOK_EVERY == 0:
                due = {item.name: item.level for item in due_for(user, day).now if item.kind is DueKind.SILENT}
                if expected != due:
                    wrong.append((day, expected, due, "due"))
                # A mail goes out when one of them has turned, and then it names them all.
                told = {name: level for name, level in told.items() if expected.get(name) == level}
                names = sorted(expected) if expected != told else None
                told = dict(expected)
                send_day(day)
                sent = [sorted(re.findall(r"talt med (Partner \d)\n", text)) for text in mailbox.take()]
                mails += len(sent)
                if sent != ([] if names is None else [names]):
                    wrong.append((day, names, sent, "mail"))
            if number % PAGE_EVERY == 0:
                _stay_signed_in()
                rows = client.get("/").text.partition("silent-head")[2].partition("</section>")[0]
                shown = re.findall(r"<h3><a [^>]*>([^<]+)</a>", rows)
                if sorted(shown) != sorted(expected):
                    wrong.append((day, expected, shown, "page"))
    assert (wrong, mails > 20) == ([], True)
