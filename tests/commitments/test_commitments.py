"""Promises are kept with the partner they were given to, and never tell of a partner the reader may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach.audit.queries import list_for_subject
from outreach.commitments import queries, service
from outreach.commitments.states import CommitmentState
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.errors import DomainError, NotFound
from outreach.partners.queries import get_open_partner
from outreach.users.models import User

Promise = Callable[..., str]


def words(found: object) -> list[str]:
    return [each.what for each in found]  # type: ignore[attr-defined]


def settle(public_id: str, by: User, state: CommitmentState, note: str = "") -> None:
    with transactions.writing():
        commitment, partner = queries.get_commitment(public_id, by)
        service.settle(by=db.session.get_one(User, by.id), partner=partner, commitment=commitment, state=state,
                       note=note)


def test_open_commitments_sort_by_date_undated_last(host: User, house: str, promise: Promise) -> None:
    today = clock.today()
    promise(house, "uden dag")
    promise(house, "senere", ours=False, due=today + timedelta(days=5))
    promise(house, "snart", due=today)
    assert words(queries.list_open_for_partner(get_open_partner(house, host), host)) == ["snart", "senere", "uden dag"]


def test_a_settled_commitment_is_not_open_and_keeps_its_note(host: User, house: str, promise: Promise) -> None:
    key = promise(house, "en kasse")
    settle(key, host, CommitmentState.KEPT, "afleveret i går")
    commitment, partner = queries.get_commitment(key, host)
    assert words(queries.list_open_for_partner(partner, host)) == []
    assert [(change.to_state, change.changed_on, change.note, change.by.name) for change in commitment.changes] == [
        (CommitmentState.KEPT, clock.today(), "afleveret i går", "Værten")]


def test_settling_twice_changes_nothing(host: User, house: str, promise: Promise) -> None:
    key = promise(house, "en kasse")
    settle(key, host, CommitmentState.KEPT)
    settle(key, host, CommitmentState.KEPT)
    assert len(queries.get_commitment(key, host)[0].changes) == 1


def test_kept_cannot_become_broken_directly(host: User, house: str, promise: Promise) -> None:
    key = promise(house, "en kasse")
    settle(key, host, CommitmentState.KEPT)
    with pytest.raises(DomainError):
        settle(key, host, CommitmentState.BROKEN)


def test_settling_is_audited(host: User, house: str, promise: Promise) -> None:
    key = promise(house, "en kasse")
    settle(key, host, CommitmentState.RELEASED, "de har fået en selv")
    latest = list_for_subject("commitment", key)[0]
    assert (latest.act, [(change.field, change.old, change.new) for change in latest.changes]) == (
        "commitment.settle", [("state", "open", "released"), ("note", None, "de har fået en selv")])


def test_a_commitment_to_two_partners_is_listed_for_both(host: User, house: str, centre: str,
                                                        promise: Promise) -> None:
    promise(house, "en fælles aften", about=(house, centre))
    promise(house, "deres eget", ours=False, about=(house, centre))
    assert words(queries.list_open_for_partner(get_open_partner(centre, host), host)) == ["en fælles aften"]


def test_a_commitment_shared_with_a_hidden_partner_is_hidden(host: User, colleague: User, house: str, centre: str,
                                                                promise: Promise) -> None:
    key = promise(house, "hos krisecentret", about=(house, centre))
    seen = get_open_partner(house, colleague)
    assert words(queries.list_for_partner(seen, colleague)) == []
    assert queries.list_open(colleague, mine_only=False) == []
    with pytest.raises(NotFound):
        queries.get_commitment(key, colleague)


def test_an_agenda_lists_no_commitment_of_an_absent_protected_partner(host: User, house: str, centre: str,
                                                                             promise: Promise) -> None:
    promise(house, "hos krisecentret", about=(house, centre))
    promise(house, "en kasse")
    at_house, at_centre = get_open_partner(house, host), get_open_partner(centre, host)
    assert words(queries.list_open_at_table([at_house])) == ["en kasse"]
    assert words(queries.list_open_at_table([at_house, at_centre])) == ["hos krisecentret", "en kasse"]


def test_due_commitments_are_the_viewers_own(host: User, colleague: User, house: str, promise: Promise) -> None:
    today = clock.today()
    promise(house, "mit", due=today)
    promise(house, "senere", due=today + timedelta(days=1))
    promise(house, "kollegaens", due=today, owner=colleague)
    promise(house, "deres", due=today, ours=False)
    assert [view.commitment.what for view in queries.list_due_ours(host, today)] == ["mit"]


@pytest.mark.usefixtures("ordinary_day")
def test_past_due_date_asks_for_confirmation(
        client_as: Callable[..., FlaskClient], host: User, house: str) -> None:
    values = {"party": "ours", "what": "En kasse", "firmness": "final", "due_on": "2026-01-05"}
    asked = client_as(host).post(f"/partners/{house}/commitments", data=values)
    taken = client_as(host).post(f"/partners/{house}/commitments", data={**values, "past_ok": "y"})
    assert (asked.status_code, 'name="past_ok"' in asked.text, taken.status_code) == (422, True, 302)
