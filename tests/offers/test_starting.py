"""An empty portal fetches our suggestions: lists and offers, once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library import queries as library
from outreach.library import service
from outreach.library.models import Need, TargetGroup
from outreach.offers import queries
from outreach.offers.models import Offer
from tests.library.conftest import flashes, told

LISTS = {"kind": 16, "sector": 10, "target_group": 15, "need": 18, "worry": 12, "question": 21, "word_advice": 88}
OFFERS = 28


def counts() -> dict[str, int]:
    db.session.rollback()
    return {model.__tablename__: active for model, (active, _resting) in library.count_rows(service.STARTED).items()}


def offers() -> int:
    db.session.rollback()
    return queries.count_offers()


def start(client: FlaskClient, then: str = "") -> tuple[int, str | None]:
    response = client.post("/offers/suggestions", data={"then": then})
    return response.status_code, response.location


def test_a_new_library_gets_lists_and_offers(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert (counts(), offers(), sorted(each[1] for each in told())) == (
        LISTS, OFFERS, ["library.start_lists", "offer.start"])


def test_every_offer_answers_a_need(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert [offer.name for offer in queries.list_offers() if not offer.needs] == []


@pytest.mark.parametrize(("then", "where"), [
    ("", "/library"), ("steps", "/first-steps"), ("partner", "/partners/new"), ("offers", "/offers"),
    ("//elsewhere.example", "/library")])
def test_one_goes_on_where_one_was(coordinator: FlaskClient, then: str, where: str) -> None:
    assert start(coordinator, then) == (302, where)


def test_a_second_time_nothing_comes(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert (start(coordinator)[0], counts(), offers()) == (422, LISTS, OFFERS)
    assert "/offers/suggestions" not in coordinator.get("/library").get_data(as_text=True)


def test_a_list_of_ones_own_stays_as_it_is(coordinator: FlaskClient) -> None:
    with transactions.writing():
        db.session.add(Need(key="calm", label_da="Vores ro", title_da="Ro", lead_da="Ro."))
    start(coordinator)
    assert counts() == {**LISTS, "need": 1}
    assert {need.label_da for offer in queries.list_offers() for need in offer.needs} == {"Vores ro"}


@pytest.mark.usefixtures("box")
def test_offers_of_ones_own_get_no_others_beside_them(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert (list(db.session.scalars(select(Offer.name))), flashes(coordinator)) == (
        ["Kasse"], ["Listerne er fyldt med vores forslag. Ret dem, så de bliver jeres."])


def test_lists_without_offers_get_the_offers(coordinator: FlaskClient) -> None:
    with transactions.writing():
        service.start_lists(by=None)
    start(coordinator, "offers")
    assert (counts(), offers()) == (LISTS, OFFERS)


def test_only_who_may_edit_the_library(client_as: Callable[..., FlaskClient]) -> None:
    assert (start(client_as(Role.STAFF))[0], offers()) == (403, 0)


@pytest.mark.parametrize(("role", "button"), [(Role.COORDINATOR, True), (Role.STAFF, False)])
def test_a_new_partner_without_lists_shows_the_way(
        client_as: Callable[..., FlaskClient], role: Role, button: bool) -> None:
    page = client_as(role).get("/partners/new").get_data(as_text=True)
    assert ("Listerne er tomme endnu" in page, "/offers/suggestions" in page, 'name="kind"' in page) == (
        True, button, False)


def test_with_lists_the_form_is_there(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert 'name="kind"' in coordinator.get("/partners/new").get_data(as_text=True)
    assert len(list(db.session.scalars(select(TargetGroup)))) == LISTS["target_group"]
