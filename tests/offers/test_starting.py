"""Filling an empty portal with the suggested vocabularies and offers, once."""

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

LISTS = {"kind": 16, "sector": 10, "target_group": 15, "need": 18, "worry": 12, "condition": 28, "question": 21,
         "word_advice": 88}
OFFERS = 28


def counts() -> dict[str, int]:
    db.session.rollback()
    return {model.__tablename__: active for model, (active, _resting) in library.count_rows(service.SUGGESTED).items()}


def offers() -> int:
    db.session.rollback()
    return queries.count_offers()


def start(client: FlaskClient, then: str = "") -> tuple[int, str | None]:
    response = client.post("/offers/suggestions", data={"then": then})
    return response.status_code, response.location


def test_empty_portal_gets_vocabularies_and_offers(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert (counts(), offers(), sorted(each[1] for each in told())) == (
        LISTS, OFFERS, ["library.start_lists", "offer.start"])


def test_every_suggested_offer_answers_a_need(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert [offer.name for offer in queries.list_offers() if not offer.needs] == []


@pytest.mark.parametrize(("then", "where"), [
    ("", "/library"), ("steps", "/first-steps"), ("partner", "/partners/new"), ("offers", "/offers"),
    ("//elsewhere.example", "/library")])
def test_start_redirects_to_the_page_it_was_started_from(coordinator: FlaskClient, then: str, where: str) -> None:
    assert start(coordinator, then) == (302, where)


def test_suggestions_are_added_once(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert (start(coordinator)[0], counts(), offers()) == (422, LISTS, OFFERS)
    assert "/offers/suggestions" not in coordinator.get("/library").get_data(as_text=True)


def test_existing_vocabulary_is_kept_unchanged(coordinator: FlaskClient) -> None:
    with transactions.writing():
        db.session.add(Need(key="calm", label_da="Vores ro", title_da="Ro", lead_da="Ro."))
    start(coordinator)
    assert counts() == {**LISTS, "need": 1}
    assert {need.label_da for offer in queries.list_offers() for need in offer.needs} == {"Vores ro"}


@pytest.mark.usefixtures("box")
def test_existing_offers_are_not_added_to(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert (list(db.session.scalars(select(Offer.name))), flashes(coordinator)) == (
        ["Kasse"], ["Listerne er fyldt med vores forslag. Ret dem, så de bliver jeres."])


def test_vocabularies_without_offers_get_the_offers(coordinator: FlaskClient) -> None:
    with transactions.writing():
        service.start_lists(by=None)
    start(coordinator, "offers")
    assert (counts(), offers()) == (LISTS, OFFERS)


def test_staff_cannot_start_lists_and_offers(client_as: Callable[..., FlaskClient]) -> None:
    assert (start(client_as(Role.STAFF))[0], offers()) == (403, 0)


@pytest.mark.parametrize(("role", "button"), [(Role.COORDINATOR, True), (Role.STAFF, False)])
def test_new_partner_form_links_to_suggestions_when_vocabularies_are_empty(
        client_as: Callable[..., FlaskClient], role: Role, button: bool) -> None:
    page = client_as(role).get("/partners/new").get_data(as_text=True)
    assert ("Listerne er tomme endnu" in page, "/offers/suggestions" in page, 'name="kind"' in page) == (
        True, button, False)


def test_new_partner_form_is_shown_when_vocabularies_exist(coordinator: FlaskClient) -> None:
    start(coordinator)
    assert 'name="kind"' in coordinator.get("/partners/new").get_data(as_text=True)
    assert len(list(db.session.scalars(select(TargetGroup)))) == LISTS["target_group"]
