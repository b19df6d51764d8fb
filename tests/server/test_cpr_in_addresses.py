"""A CPR number in an address is taken out before anything is searched for, and stays in no page and no log line."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

NUMBER = "010203-1234"


@pytest.mark.parametrize("written", [NUMBER, "0102031234", "Anna 010203 1234"])
def test_search_for_a_cpr_number_redirects_without_it(
        client_as: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture, written: str) -> None:
    client = client_as()
    caplog.set_level(logging.DEBUG)
    answer = client.get("/partners", query_string={"q": written, "sort": "stage"})
    assert (answer.status_code, answer.location) == (302, "/partners?sort=stage")
    page = client.get(answer.location).text
    assert ("så det har vi ikke søgt efter" in page, "1234" in page) == (True, False)
    assert not any("1234" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("written", ["89 15 89 15", "uge 49 2026", "2026-11-24", "+45 89 15 89 15", "12345678"])
def test_other_numbers_are_searched_for(client_as: Callable[..., FlaskClient], written: str) -> None:
    assert client_as().get("/partners", query_string={"q": written}).status_code == 200


def test_cpr_redirect_stays_on_this_site(app: Flask) -> None:
    answer = app.test_client().get("//evil.example/x", query_string={"q": NUMBER})
    assert (answer.status_code, answer.location) == (404, None)


def test_post_with_a_cpr_number_in_the_address_is_refused(client_as: Callable[..., FlaskClient]) -> None:
    assert client_as().post(f"/partners/similar?q={NUMBER}", data={"name": "x"}).status_code == 400
