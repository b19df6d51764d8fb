"""Adding, finishing and handing on, as the services do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from outreach.audit.queries import list_for_subject
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.followups import queries, service
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from tests.factories import add_partner, add_words

DUE = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _words(app: Flask) -> None:
    add_words()


@pytest.fixture
def owner(make_user: Callable[..., User]) -> User:
    return make_user(name="Ejeren")


@pytest.fixture
def other(make_user: Callable[..., User]) -> User:
    return make_user(name="Kollegaen")


def mine(user: User) -> User:
    return db.session.get_one(User, user.id)


def add(by: User, name: str = "Huset", **more: object) -> str:
    """A partner with a follow-up; the follow-up's public id."""
    partner_id = add_partner(by, name, **more.pop("partner", {}))  # type: ignore[call-overload]
    with transactions.writing():
        user = mine(by)
        values = {"what": "Bestil kassen", "owner": user, "due_on": DUE} | more
        return service.add_follow_up(by=user, partner=get_open_partner(partner_id, user), **values).public_id  # type: ignore[arg-type]


def acts(public_id: str) -> list[str]:
    return [each.act for each in reversed(list_for_subject("follow_up", public_id))]


def test_a_new_follow_up_is_on_its_owners_list(app: Flask, owner: User, other: User) -> None:
    add(owner)
    lines = [(each.follow_up.what, each.partner.display_name) for each in queries.list_open_for_user(mine(owner))]
    assert (lines, queries.list_open_for_user(mine(other))) == ([("Bestil kassen", "Huset")], [])


@pytest.mark.parametrize(("missing", "field"), [
    ({"what": "  "}, "what"), ({"owner": None}, "owner"), ({"due_on": None}, "due_on")])
def test_a_missing_value_is_refused_at_its_field(app: Flask, owner: User, missing: dict[str, object],
                                                 field: str) -> None:
    with pytest.raises(DomainError) as refused:
        add(owner, **missing)
    assert refused.value.field == field


def test_due_follow_ups_up_to_a_date(app: Flask, owner: User) -> None:
    add(owner)
    user = mine(owner)
    assert [len(queries.list_due(user, day)) for day in (date(2026, 11, 30), DUE)] == [0, 1]


def test_a_follow_up_is_finished_and_reopened(app: Flask, owner: User) -> None:
    public_id = add(owner)
    for act in (service.finish, service.finish, service.reopen):
        with transactions.writing():
            act(by=mine(owner), follow_up=queries.get_follow_up(public_id, mine(owner)).follow_up)
    found = queries.get_follow_up(public_id, mine(owner)).follow_up
    assert (found.done_at, found.sequence, acts(public_id)) == (
        None, 2, ["follow_up.add", "follow_up.finish", "follow_up.reopen"])


def test_handing_on_keeps_the_note(app: Flask, owner: User, other: User) -> None:
    public_id = add(owner)
    with transactions.writing():
        line = queries.get_follow_up(public_id, mine(owner))
        service.hand_on(by=mine(owner), follow_up=line.follow_up, partner=line.partner, to=mine(other),
                        note="Ring først")
    found = queries.list_open_for_user(mine(other))[0].follow_up
    assert (found.handed_note, found.handed_by.name, queries.list_open_for_user(mine(owner))) == (
        "Ring først", "Ejeren", [])


def test_a_protected_partners_follow_up_is_hidden_from_others(app: Flask, owner: User, other: User) -> None:
    public_id = add(owner, partner={"kind": "crisis_centre"})
    db.session.expire_all()
    user = mine(other)
    assert (queries.list_open_of_branch(user, None), queries.list_open_of_user(user, mine(owner)),
            queries.count_open_by_owner(user), queries.count_open_by_owner(mine(owner))) == ([], [], {}, {owner.id: 1})
    with pytest.raises(Exception, match=r"\w{12}"):
        queries.get_follow_up(public_id, user)


def test_a_follow_up_cannot_go_to_someone_who_may_not_see_the_partner(app: Flask, owner: User, other: User) -> None:
    public_id = add(owner, partner={"kind": "crisis_centre"})
    line = queries.get_follow_up(public_id, mine(owner))
    with pytest.raises(DomainError, match="kan ikke se partneren") as refused:
        service.hand_on(by=mine(owner), follow_up=line.follow_up, partner=line.partner, to=mine(other))
    assert refused.value.field == "owner"
