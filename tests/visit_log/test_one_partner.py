"""The log of one partner: found by a part of its name, which goes in no address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from outreach.core.permissions import Role
from outreach.partners.models import Partner
from outreach.users.models import User

#: More choices, as the page sends them along.
MORE = {"period": "2026", "kind": "family_house", "state": "held", "q": "grød", "sort": "minutes"}


@pytest.mark.parametrize("who", ["Østhuset", "øst", " ØSTH "])
def test_part_of_a_name_chooses_the_partner_and_keeps_other_filters(
        partners: dict[str, Partner], client_as: Callable[..., FlaskClient], who: str) -> None:
    expected = {**MORE, "partner": partners["Østhuset"].public_id}
    answer = client_as(Role.MANAGER).post("/visit-log/partner", data={**MORE, "who": who})
    address = urlsplit(answer.location)
    assert (answer.status_code, address.path, dict(parse_qsl(address.query))) == (302, "/visit-log", expected)


def test_choosing_another_partner_replaces_the_chosen_one(partners: dict[str, Partner],
                                                                    client_as: Callable[..., FlaskClient]) -> None:
    first, second = (partners[name].public_id for name in ("Aahuset", "Østhuset"))
    answer = client_as(Role.MANAGER).post("/visit-log/partner", data={
        "period": "2026", "partner": first, "lead": "1", "who": "Østhuset"})
    assert answer.location == f"/visit-log?period=2026&partner={second}&lead=1"


def test_empty_name_shows_all_partners(partners: dict[str, Partner], client_as: Callable[..., FlaskClient]) -> None:
    answer = client_as(Role.MANAGER).post("/visit-log/partner", data={
        "period": "2026", "partner": partners["Aahuset"].public_id, "lead": "1", "state": "held", "who": " "})
    assert (answer.status_code, answer.location) == (302, "/visit-log?period=2026&state=held")


def test_several_matches_are_offered_with_other_filters_kept(
        partners: dict[str, Partner], note_visit: Callable[..., str],
        client_as: Callable[..., FlaskClient]) -> None:
    note_visit(["Aahuset"], date(2026, 3, 4))
    ids = {name: each.public_id for name, each in partners.items()}
    answer = client_as(Role.MANAGER).post("/visit-log/partner", data={"period": "2026", "state": "held", "who": "hus"})
    offered = re.findall(r'<li><a href="(/visit-log[^"]+)">(\w+)</a></li>', answer.text)
    assert (answer.status_code, "Flere partnere passer på det." in answer.text, offered) == (422, True, [
        (f"/visit-log?period=2026&amp;state=held&amp;partner={ids[name]}", name)
        for name in ("Østhuset", "Aahuset")])


@pytest.mark.parametrize("who", ["findes slet ikke", "Skjulested", "%", "_"])
def test_unknown_and_hidden_partner_give_the_same_answer(
        partners: dict[str, Partner], client_as: Callable[..., FlaskClient],
        who: str) -> None:
    answer = client_as(Role.MANAGER).post("/visit-log/partner", data={"period": "2026", "who": who})
    assert (answer.status_code, answer.text.count("Ingen partner, du kan se, har det i navnet."),
            f'value="{who}"' in answer.text) == (422, 2, True)


def test_the_name_of_an_opened_protected_partner_is_in_no_field_that_goes_in_an_address(
        partners: dict[str, Partner], owner: User, note_visit: Callable[..., str],
        client_as: Callable[..., FlaskClient]) -> None:
    note_visit(["Skjulested"], date(2026, 3, 4))
    chosen = partners["Skjulested"].public_id
    client = client_as(owner)
    found = client.post("/visit-log/partner", data={"period": "2026", "who": "skjule"}).location
    page = client.get(found).text
    fields = re.findall(r'<(?:input|option)[^>]* value="([^"]*)"', page)
    assert (found, "Kun én partner: Skjulested" in page, [each for each in fields if "kjule" in each],
            re.findall(r'href="[^"]*kjule[^"]*"', page)) == (
        f"/visit-log?period=2026&partner={chosen}", True, [], [])


def test_chosen_partner_can_be_removed(partners: dict[str, Partner], note_visit: Callable[..., str],
                                      client_as: Callable[..., FlaskClient]) -> None:
    note_visit(["Aahuset"], date(2026, 3, 4))
    page = client_as(Role.MANAGER).get(
        f"/visit-log?period=2026&partner={partners['Aahuset'].public_id}&lead=1&state=held").text
    assert '<a class="reach" href="/visit-log?period=2026&amp;state=held">Vis alle partnere</a>' in page


def test_invalid_partner_is_named_at_its_field(client_as: Callable[..., FlaskClient]) -> None:
    page = client_as(Role.MANAGER).get("/visit-log?period=2026&partner=bcdfghjkmnpq").text
    assert (page.count("Den partner kan du ikke se tal for"), 'aria-describedby="who-fault"' in page,
            '<details class="more log-partner" open>' in page) == (2, True, True)
