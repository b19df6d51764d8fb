"""Fixtures: a first meeting held yesterday, colleagues who close it, and a client for the closing form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile
from outreach.meetings.models import MeetingKind
from outreach.meetings.service import Person, Plan, plan_meeting
from outreach.partners.inputs import ContactInput
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from tests.factories import add_partner
from tests.partner_fixtures import _words, client_as, make_user
from tests.sending import form_with

__all__ = ["_words", "client_as", "make_user"]


@pytest.fixture(autouse=True)
def _library(_words: None) -> None:
    with transactions.writing():
        db.session.add(LibraryProfile(name="Randers Bibliotek", contact_name="Bibliotekaren",
                                      contact_phone="89 15 89 15", contact_email="bib@demo.example"))


@pytest.fixture
def host(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, name="Værten")


@pytest.fixture
def colleague(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, name="Kollegaen")


@pytest.fixture
def house(host: User) -> str:
    return add_partner(host, "Familiehuset", contacts=(ContactInput("Lederen", "leder", "leder@demo.example"),))


@pytest.fixture
def centre(host: User) -> str:
    """A protected partner of the host's."""
    return add_partner(host, "Krisecentret", kind="crisis_centre", protected=True)


@pytest.fixture
def meet(host: User) -> Callable[..., str]:
    """meet(partner ids…) -> the public id of a meeting with them that the host held yesterday at ten."""

    def make(*partner_ids: str, language: str = "da") -> str:
        with transactions.writing():
            by = db.session.get_one(User, host.id)
            partners = [get_open_partner(each, by) for each in partner_ids]
            plan = Plan(kind=MeetingKind.FIRST, held_on=clock.today() - timedelta(days=1), starts_at=time(10),
                        ends_at=time(11), language=language)
            people = [Person(by.name, True, user_id=by.id),
                      *(Person(each.name, False, contact_id=each.id, partner_id=partner.id)
                        for partner in partners for each in partner.contacts)]
            return str(plan_meeting(by=by, partners=partners, plan=plan, people=people).public_id)

    return make


@pytest.fixture
def meeting(meet: Callable[..., str], house: str) -> str:
    return meet(house)


class Draft:
    """A browser with the closing's page open: fields are set by list, row and column, and sent as they stand."""

    def __init__(self, client: FlaskClient, meeting: str) -> None:
        self.client, self.address = client, f"/meetings/{meeting}/closing"
        self.fields: dict[str, Any] = form_with(client.get(self.address).text, "base")
        self.status = 0

    def set(self, **values: str) -> Draft:
        """set(heard_0_text="Ro", next_none="y"): names with underscores for the page's dashes."""
        for name, value in values.items():
            self.fields[self._name(name)] = value
        return self

    @staticmethod
    def _name(name: str) -> str:
        parts = name.split("_")
        return "-".join([parts[0], parts[1], "_".join(parts[2:])]) if len(parts) > 2 and parts[1].isdigit() else name

    def row(self, name: str, number: int, **values: str) -> Draft:
        """Add a row, as the script does."""
        self.fields[f"{name}-{number}-key"] = f"new{name}{number}"
        for column, value in values.items():
            self.fields[f"{name}-{number}-{column}"] = value
        return self

    def send(self, act: str = "save") -> Any:
        """Submit the form with a button."""
        return self.client.post(self.address, data={**self.fields, "act": act}, csrf=False)

    def autosave(self) -> Any:
        """Autosave, as the script does while one types; `base` is then the response's."""
        answer = self.client.post(f"{self.address}/autosave", data=self.fields, csrf=False)
        assert answer.status_code == 200, answer.text
        self.fields["base"] = answer.json["base"]
        return answer.json

    def answered(self) -> Draft:
        """Fill in the fewest fields a meeting can be closed with."""
        return self.set(nothing_decided="y", no_commitments="y", next_none="y")


@pytest.fixture
def draft(client_as: Callable[..., FlaskClient], meeting: str) -> Callable[..., Draft]:
    """draft(user, meeting=…) -> that colleague's open page."""

    def make(user: User, meeting_id: str = "") -> Draft:
        return Draft(client_as(user), meeting_id or meeting)

    return make
