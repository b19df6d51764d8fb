"""Over five years of contacts the silent list, what the front page and the mail are made from, and the mail's words say
the same on every day on which something changes, and on the day before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from outreach.conversations.models import Conversation, ConversationKind
from outreach.core import transactions
from outreach.core.db import db
from outreach.partners.models import Partner
from outreach.partners.stages import Stage
from outreach.reminders.due import DueKind
from outreach.reminders.letter import write_letter
from outreach.reminders.queries import due_for
from outreach.silence.queries import list_silent
from outreach.silence.states import ContactState, contact_state
from outreach.users.models import User
from tests.partner_cast import add_partner, add_words

BEGIN, DAYS = date(2022, 1, 3), 5 * 365 + 1
STAGES = (Stage.GLANCE, Stage.MARRIAGE, Stage.ENGAGEMENT)
#: For each partner the days, counted from the first, on which somebody talked with them.
CONTACTS = st.tuples(*(st.sets(st.integers(0, DAYS - 1), max_size=12) for _stage in STAGES))


@pytest.fixture
def owner(app: Flask, make_user: Callable[..., User]) -> User:
    add_words()
    user = make_user(name="Ejeren")
    for at in range(len(STAGES)):
        add_partner(user, f"Hus {at}")
    return user


def begin(owner: User) -> list[int]:
    """Every partner at its stage since the first day, and nobody has talked with anybody. Their inner keys."""
    with transactions.writing():
        db.session.execute(delete(Conversation))
        partners = db.session.scalars(select(Partner).order_by(Partner.id)).all()
        for partner, stage in zip(partners, STAGES, strict=True):
            partner.stage, partner.stage_since, partner.owner_id = stage, BEGIN, owner.id
        return [partner.id for partner in partners]


def expected(contacts: tuple[set[int], ...], day: int) -> dict[str, str]:
    """Who is yellow or red on that day, by name."""
    states = {}
    for at, (stage, days) in enumerate(zip(STAGES, contacts, strict=True)):
        last = max((each for each in days if each <= day), default=0)
        state = contact_state(stage, BEGIN + timedelta(days=last), None, BEGIN + timedelta(days=day))
        if state is not ContactState.OK:
            states[f"Hus {at}"] = state.value
    return states


def talk(partner_id: int, owner: User, day: int) -> None:
    with transactions.writing():
        db.session.add(Conversation(partner_id=partner_id, kind=ConversationKind.PHONE, reached=True, by_id=owner.id,
                                    happened_on=BEGIN + timedelta(days=day), line="Talte om ugen"))


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONTACTS)
def test_list_front_page_and_mail_agree(owner: User, contacts: tuple[set[int], ...]) -> None:
    keys = begin(owner)
    turns = {day for day in range(1, DAYS) if expected(contacts, day) != expected(contacts, day - 1)}
    looked_at = sorted({*turns, *(day - 1 for day in turns), DAYS - 1})
    waiting = sorted((day, key) for key, days in zip(keys, contacts, strict=True) for day in days)
    user = db.session.get_one(User, owner.id)
    for day in looked_at:
        while waiting and waiting[0][0] <= day:
            at, key = waiting.pop(0)
            talk(key, user, at)
        on = BEGIN + timedelta(days=day)
        wanted = expected(contacts, day)
        listed = {each.partner.display_name: each.state.value for each in list_silent(user, on, mine_only=True)}
        due = due_for(user, on)
        shown = {each.name: each.level for each in due.waiting if each.kind is DueKind.SILENT}
        mailed = [name for name in wanted if f"talt med {name}\n" in write_letter(user, due, "").text]
        assert (listed, shown, mailed) == (wanted, wanted, list(wanted)), on
