"""The front page."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from outreach.core.permissions import Role
from outreach.users.models import User
from tests.factories import add_partner


def primary(page: str) -> list[str]:
    return re.findall(r' class="button" href="([^"]*)"', page)


def test_an_empty_portal_shows_the_first_steps(client_as: Callable[..., FlaskClient]) -> None:
    assert primary(client_as().get("/").text) == ["/partners/new"]


def test_only_my_partners_are_shown(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    me, other = make_user(Role.STAFF, "Anna"), make_user(Role.STAFF, "Bent")
    add_partner(me, "Mit hus")
    add_partner(other, "Deres hus")
    page = client_as(me).get("/").text
    assert re.findall(r'/partners/\w{12}">([^<]+)</a>', page) == ["Mit hus"]
    assert primary(page) == ["/meetings/new"]


def test_notices_are_shown_only_to_the_circle(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    owner, visitor = make_user(Role.STAFF, "Anna"), make_user(Role.STAFF, "Bent")
    hidden = add_partner(owner, "Huset", kind="crisis_centre")
    client_as(visitor).post(f"/partners/{hidden}/open", data={"reason": "Jeg er afløser"})
    assert "Bent åbnede siden om Huset." in client_as(owner).get("/").text
    assert "åbnede" not in client_as(make_user(Role.MANAGER, "Carl")).get("/").text
    assert "åbnede" not in client_as(visitor).get("/").text


def test_finished_first_steps_are_marked(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    me = make_user(Role.ADMINISTRATOR, "Anna")

    def done() -> list[str]:
        return re.findall(r"<h2>([^<]+) <span", client_as(me).get("/first-steps").text)

    before = done()
    client_as(me).post("/offers/suggestions", data={"then": "steps"})
    add_partner(me, "Mit hus")
    assert (before, done()) == ([], ["Lister og tilbud", "Den første partner"])
