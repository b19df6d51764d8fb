"""Everything that comes in has a longest length, and what is longer is refused before anything reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach.core import forms
from outreach.core import input_limits as limits
from outreach.core.forms import Form, Text
from outreach.core.permissions import Role
from outreach.partners.importer.columns import COLUMNS
from tests.privacy.walker import Walker


def test_every_field_of_every_form_has_a_longest_length(app: Flask) -> None:
    fields = {f"{form.__module__}.{form.__name__}.{name}": limits.longest_of(field)
              for form in limits.form_classes() for name, field in limits.fields_of(form)}
    assert [name for name, longest in fields.items() if longest is None] == []
    assert len(fields) > 300
    assert max(longest for longest in fields.values() if longest) <= limits.LONGEST_TEXT


def test_every_column_of_an_imported_file_has_a_longest_length() -> None:
    assert [column.key for column in COLUMNS if not 0 < column.longest <= limits.LONGEST_TEXT] == []


@pytest.mark.parametrize("address", [
    "/" + "x" * 400, "/partners/" + "b" * 400, "/partners?q=" + "x" * 501, "/sign-in?next=/" + "x" * 2_501,
    "/partners?" + "x" * 9_000, "/partners?" + "a=b&" * 100, "/partners?" + "n" * 201 + "=1"])
def test_overlong_address_is_refused_in_plain_words(client_as: Callable[..., FlaskClient], address: str) -> None:
    answer = client_as().get(address)
    assert (answer.status_code, "Der står for meget" in answer.text) == (414, True)


@pytest.mark.parametrize("name", [*limits.HEADERS, "Referer", "X-Anything"])
def test_overlong_header_is_refused_in_plain_words(app: Flask, name: str) -> None:
    value = "x" * (limits.HEADERS.get(name, limits.HEADER) + 1)
    answer = app.test_client(use_cookies=False).get("/sign-in", headers={name: value})
    assert (answer.status_code, "Der står for meget" in answer.text) == (431, True)


def test_longest_address_to_go_on_to_fits_the_sign_in_page(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/partners?" + "&".join(f"{name}={'æ' * 80}" for name in "abcde"))
    assert client.get(answer.location).status_code == 200


def test_form_of_very_many_fields_is_refused_before_it_is_read(client_as: Callable[..., FlaskClient]) -> None:
    answer = client_as().post("/language", data=b"a&" * 2_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_refusal_leads_back_to_the_form(client_as: Callable[..., FlaskClient]) -> None:
    answer = client_as(Role.ADMINISTRATOR).post("/library/profile", data={"version": "1" * 8_001})
    assert (answer.status_code, 'href="/library/profile"' in answer.text) == (413, True)
    assert "Et felt eller en adresse er længere end de 8000 tegn" in answer.text


def test_text_far_too_long_for_its_field_is_shown_again_unread(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_anything: object) -> None:
        raise AssertionError("an overlong text was looked through")

    class _Form(Form):
        note = Text(max=100)

    with app.test_request_context("/", method="POST", data={"note": "x" * 401}):
        monkeypatch.setattr(forms, "clean", read)
        monkeypatch.setattr(forms.cpr, "find_cpr", read)
        form = _Form(meta={"csrf": False})
        assert (form.validate(), form.note.data) == (False, "x" * 401)
        assert form.errors == {"note": ["Teksten er 301 tegn for lang (højst 100)."]}


@pytest.fixture
def walker(demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> Walker:
    """Somebody who may do everything, after opening every page."""
    client = demo_client("Administratoren")
    client.looks = False  # type: ignore[attr-defined]
    walker = Walker(demo_app, client, lambda *_: None, frozenset())
    walker.crawl(["/"])
    return walker


def test_no_overlong_field_of_any_form_is_taken_in(walker: Walker) -> None:
    taken, asked = [], set()
    for sent in [each.saving() for each in walker.posts.values()]:
        for name in sent.values:
            field = name.rpartition("-")[2]  # the same in every row and on every page: once is enough
            if name == "csrf_token" or field in asked:
                continue
            asked.add(field)
            text = "x" * (limits.limit_of(name) + 1)
            answer = walker.client.post(sent.action, data={**sent.values, name: [text]})
            if answer.status_code != 413:
                taken.append((sent.action, name, answer.status_code))
    assert (taken, len(asked) > 100) == ([], True)

