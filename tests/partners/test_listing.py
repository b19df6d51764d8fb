"""Finding partners: parts of words, filters, Danish order, and a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import TargetGroup
from outreach.partners.inputs import ChosenGroup, ContactInput
from outreach.users.models import User
from tests.factories import add_partner, word


def names(client: FlaskClient, **query: str) -> list[str]:
    page = client.get("/partners", query_string=query).text
    return re.findall(r'<div class="row-name">\s*<a [^>]*>([^<]+)</a>', page)


def test_names_sort_in_danish_order(client: FlaskClient, me: User) -> None:
    for name in ("Århus Hus", "Østerhuset", "Aahuset", "Ællehuset", "Zoo", "ældre sagen", "Andehuset"):
        add_partner(me, name)
    assert names(client) == ["Andehuset", "Zoo", "ældre sagen", "Ællehuset", "Østerhuset", "Aahuset", "Århus Hus"]


@pytest.mark.parametrize("q", ["milieh", "FAMILIE", "ØSTER", "børnefam", "familieh randers", "lederen", "nordøst",
                               "families with", "familiehus", "8930"])
def test_search_finds_part_of_any_visible_text(client: FlaskClient, me: User, q: str) -> None:
    from outreach.library.models import District

    add_partner(me, "Østerbros Familiehus", basics={"city": "Randers", "postal_code": "8930",
                                                      "district": word(District, "north")},
                target_groups=(ChosenGroup(word(TargetGroup, "families")),), contacts=(ContactInput("Lederen"),))
    add_partner(me, "Klubben", kind="crisis_centre", protected=False)
    assert names(client, q=q) == ["Østerbros Familiehus"]


@pytest.mark.parametrize("q", ["%", "_", "\\", "' or 1=1", "xyz", "familie xyz"])
def test_like_wildcards_are_searched_as_plain_characters(client: FlaskClient, me: User, q: str) -> None:
    add_partner(me, "Familiehuset")
    assert names(client, q=q) == []


def test_each_filter_narrows_the_list(client: FlaskClient, me: User, make_user: Callable[..., User]) -> None:
    other = make_user(Role.STAFF, "Bent")
    add_partner(me, "Huset", target_groups=(ChosenGroup(word(TargetGroup, "children")),))
    add_partner(other, "Centret", kind="crisis_centre", protected=False)
    assert names(client, kind="crisis_centre") == ["Centret"]
    assert names(client, target_group="children") == ["Huset"]
    assert names(client, owner=other.public_id) == ["Centret"]
    assert names(client, sector="social") == ["Centret", "Huset"]
    assert names(client, stage="glance") == []
    assert names(client, kind="no such kind") == []


@pytest.mark.parametrize("sort", ["name", "stage", "changed"])
def test_every_sort_order_lists_every_partner(client: FlaskClient, me: User, sort: str) -> None:
    for name in ("Huset", "Klubben"):
        add_partner(me, name)
    assert sorted(names(client, sort=sort)) == ["Huset", "Klubben"]


def test_unknown_filter_values_are_ignored(client: FlaskClient, me: User) -> None:
    add_partner(me, "Huset")
    assert names(client, page="-3", sort="drop", stage="nowhere") == ["Huset"]
    assert names(client, page="99999999999999999999") == ["Huset"]


def test_an_empty_portal_says_what_to_do_first(client: FlaskClient) -> None:
    page = client.get("/partners").text
    assert "Her står ingen partnere endnu." in page


def test_archived_partners_are_listed_only_in_the_archive(client: FlaskClient, me: User) -> None:
    kept, gone = add_partner(me, "Huset"), add_partner(me, "Klubben")
    answer = client.post(f"/partners/{gone}/archive")
    assert names(client) == ["Huset"]
    assert names(client, archived="1") == ["Klubben"]
    assert "Hent frem igen" in client.get(answer.location).text
    client.post(f"/partners/{gone}/restore")
    assert names(client) == ["Huset", "Klubben"]
    assert kept != gone


def _queries(app: Flask, client: FlaskClient, address: str) -> int:
    count = 0

    def note(*_args: object) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return count


def test_query_count_does_not_grow_with_the_list(app: Flask, client: FlaskClient, me: User) -> None:
    def fill(numbers: range) -> None:
        for number in numbers:
            groups = (ChosenGroup(word(TargetGroup, "children")), ChosenGroup(word(TargetGroup, "families")))
            add_partner(me, f"Hus {number}", target_groups=groups, contacts=(ContactInput("Lederen"),))

    fill(range(3))
    client.get("/partners")
    few = {address: _queries(app, client, address) for address in ("/partners", "/", "/partners?q=hus&sort=changed")}
    fill(range(3, 60))
    many = {address: _queries(app, client, address) for address in few}
    assert many == few
