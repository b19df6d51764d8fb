"""The pages of offers: viewing, editing, deactivating, stale pages and invalid input."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.offers.models import Offer
from outreach.offers.service import TEXTS
from tests.library.conftest import errors, flashes, told
from tests.offers.conftest import FORM, offer_named

pytestmark = pytest.mark.usefixtures("box")


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def version(name: str = "Kasse") -> str:
    return offer_named(name).updated_at.isoformat()


def test_new_offer_is_saved_with_all_fields(coordinator: FlaskClient) -> None:
    coordinator.post("/offers/new", data={**FORM, "name": "Ærø-kasse", "needs": ["calm", "joy"], "effort": "much"})
    offer = offer_named("Ærø-kasse")
    assert {name: getattr(offer, name) for name in TEXTS} == {name: FORM[name] for name in TEXTS}
    assert (offer.effort.value, [need.key for need in offer.needs], offer.sort_key, offer.is_active) == (
        "much", ["calm", "joy"], "{ar{b-kasse", True)


def test_adding_an_offer_is_audited_with_need_names(coordinator: FlaskClient) -> None:
    coordinator.post("/offers/new", data={"name": "Ny", "headline_da": "H", "text_da": "I får.", "effort": "none",
                                          "needs": ["joy", "calm"]})
    assert told() == [("The coordinator", "offer.add", [
        ("name", None, "Ny"), ("headline_da", None, "H"), ("text_da", None, "I får."), ("effort", None, "none"),
        ("needs", None, "Ro, Glæde")])]


def test_edit_is_audited_with_old_and_new_values_of_changed_fields(coordinator: FlaskClient, box: str) -> None:
    coordinator.post(f"/offers/{box}/edit", data={**FORM, "practical_da": "Vi bringer", "needs": ["joy"],
                                                 "target_groups": []})
    assert told() == [("The coordinator", "offer.edit", [
        ("practical_da", "Vi henter", "Vi bringer"), ("needs", "Ro", "Glæde"), ("target_groups", "Børn", None)])]


def test_saving_unchanged_values_is_not_audited_and_keeps_the_version(
        coordinator: FlaskClient, box: str) -> None:
    before = version()
    coordinator.post(f"/offers/{box}/edit", data=FORM)
    assert (told(), version()) == ([], before)


def test_changing_only_needs_makes_a_new_version(coordinator: FlaskClient, box: str) -> None:
    before = version()
    coordinator.post(f"/offers/{box}/edit", data={**FORM, "needs": ["joy"]})
    assert version() > before


@pytest.mark.parametrize(("changed", "message"), [
    ({"name": ""}, "Navn hos os: Feltet skal udfyldes."),
    ({"name": "KASSE "}, "Navn hos os: Et andet tilbud hedder allerede ”Kasse”."),
    ({"headline_da": "x" * 81}, "Overskrift på dansk: Teksten er 1 tegn for lang (højst 80)."),
    ({"text_da": ""}, "Tekst på dansk: Feltet skal udfyldes."),
    ({"text_en": "x" * 4000}, "Tekst på engelsk: Teksten er 3600 tegn for lang (højst 400)."),
    ({"text_da": "I får 🎁"}, "Tekst på dansk: Vores skrift kan ikke vise 🎁 på papir. Slet eller erstat."),
    ({"practical_en": "a\x1bb"}, "Praktisk linje på engelsk: Teksten indeholder et usynligt styretegn. "
                                 "Skriv den igen, eller indsæt den som ren tekst."),
    ({"begin_small_da": "Vi kommer {when}."},
     "En lille begyndelse på dansk: Skriv {hvornår} præcis sådan og kun én gang, dér hvor tiden skal stå."),
    ({"begin_small_en": "We come {when} or {when}."},
     "En lille begyndelse på engelsk: Skriv {when} præcis sådan og kun én gang, dér hvor tiden skal stå."),
    ({"effort": "enormous"}, "Hvad koster det partneren? Det valg findes ikke længere. Vælg et andet."),
    ({"needs": ["no such need"]}, "Svarer på disse behov: Et af valgene findes ikke længere."),
])
def test_invalid_input_shows_the_error_at_its_field_and_saves_nothing(
        coordinator: FlaskClient, changed: dict[str, str], message: str) -> None:
    response = coordinator.post("/offers/new", data={**FORM, "name": "Ny kasse", **changed})
    names = db.session.scalars(select(Offer.name)).all()
    assert (response.status_code, errors(response), names, told()) == (422, [message], ["Kasse"], [])


def test_refused_form_keeps_the_entered_values(coordinator: FlaskClient) -> None:
    page = coordinator.post("/offers/new", data={**FORM, "name": "", "needs": ["joy"]}).get_data(as_text=True)
    assert re.findall(r'<input checked id="needs-\d" name="needs" type="checkbox" value="(\w+)">', page) == ["joy"]
    assert "I får en kasse med bøger." in page


def test_emoji_are_allowed_in_the_internal_name(coordinator: FlaskClient) -> None:
    assert coordinator.post("/offers/new", data={**FORM, "name": "Kasse 📦"}).status_code == 302


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مكتبة", "{% raw %}"])
def test_markup_is_shown_as_text(coordinator: FlaskClient, box: str, text: str) -> None:
    coordinator.post(f"/offers/{box}/edit", data={**FORM, "headline_da": text})
    for address in ("/offers", f"/offers/{box}", f"/offers/{box}/edit"):
        assert "<script>alert" not in coordinator.get(address).get_data(as_text=True)
    assert offer_named("Kasse").headline_da == text


def test_line_breaks_are_joined_into_one_paragraph(coordinator: FlaskClient, box: str) -> None:
    coordinator.post(f"/offers/{box}/edit", data={**FORM, "text_da": "I får\r\n\r\nen kasse."})
    assert offer_named("Kasse").text_da == "I får en kasse."


def test_double_submit_makes_one_offer(coordinator: FlaskClient) -> None:
    answers = [coordinator.post("/offers/new", data={**FORM, "name": "Ny"}).status_code for _each in range(2)]
    assert (answers, len(db.session.scalars(select(Offer)).all())) == ([302, 422], 2)


def test_inactive_offer_is_listed_apart_and_can_be_reactivated(coordinator: FlaskClient, box: str) -> None:
    coordinator.post(f"/offers/{box}/active", data={"active": "no"})
    assert text_of(coordinator.get("/offers").get_data(as_text=True)).split("Hviler")[0].count("Kasse") == 0
    coordinator.post(f"/offers/{box}/active", data={"active": "yes"})
    assert [(act, changes) for _who, act, changes in told()] == [
        ("offer.rest", [("is_active", "yes", "no")]), ("offer.wake", [("is_active", "no", "yes")])]


@pytest.mark.parametrize(("lang", "read"), [
    ("da", "Noget at tage med hjem I får en kasse med bøger. Vi henter En lille begyndelse Vi kommer i uge 50."),
    ("en", "Something to take home You get a box of books. We collect A small beginning We come in week 50."),
])
def test_offer_page_shows_the_text_as_the_partner_reads_it(
        client_as: Callable[..., FlaskClient], box: str, lang: str, read: str) -> None:
    clock.set_source(lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
    page = text_of(client_as().get(f"/offers/{box}?lang={lang}").get_data(as_text=True))
    assert page.split("Dansk Engelsk ")[1].split(" Til bestemte sektorer")[0] == read


def test_missing_english_text_is_reported(coordinator: FlaskClient, box: str) -> None:
    coordinator.post(f"/offers/{box}/edit", data={**FORM, "text_en": ""})
    page = text_of(coordinator.get(f"/offers/{box}?lang=en").get_data(as_text=True))
    assert "Noget mangler på engelsk. Dér står den danske tekst. Something to take home I får en kasse" in page


def test_empty_search_result_offers_to_show_all(coordinator: FlaskClient) -> None:
    page = text_of(coordinator.get("/offers?q=zeppelin").get_data(as_text=True).partition("</main>")[0])
    assert page.endswith("Vis Vis alle 0 tilbud passer til det, du leder efter "
                         "Ingen tilbud passer. Prøv med færre ord, eller vis alle.")


@pytest.mark.parametrize(("method", "path"), [
    ("get", "/offers/new"), ("post", "/offers/new"), ("get", "/offers/{id}/edit"), ("post", "/offers/{id}/edit"),
    ("post", "/offers/{id}/active")])
def test_staff_can_view_but_not_edit_offers(client_as: Callable[..., FlaskClient], box: str, method: str,
                                            path: str) -> None:
    staff = client_as(Role.STAFF)
    answers = (staff.get(f"/offers/{box}"), getattr(staff, method)(path.format(id=box)))
    assert [each.status_code for each in answers] == [200, 403]


@pytest.mark.parametrize("address", ["/offers/bcdfghjkmnpq", "/offers/bcdfghjkmnpq/edit"])
def test_unknown_offer_returns_404(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(address).status_code == 404


def test_saving_shows_one_confirmation(coordinator: FlaskClient, box: str) -> None:
    response = coordinator.post(f"/offers/{box}/edit", data=FORM)
    assert response.headers["Location"] == f"/offers/{box}"
    assert flashes(coordinator) == ["Tilbuddet er gemt. Papirer, der er lavet, ændrer sig ikke."]


def test_list_query_count_does_not_grow_with_the_offers(
        app: Flask, client_as: Callable[..., FlaskClient], coordinator: FlaskClient) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: asked.append(statement))

    def questions() -> int:
        asked.clear()
        coordinator.get("/offers")
        return len([each for each in asked if each.startswith("SELECT")])

    one = questions()
    for number in range(29):
        coordinator.post("/offers/new", data={**FORM, "name": f"Kasse {number}"})
    assert (one, questions()) == (one, one)


def test_needs_without_an_offer_are_listed(coordinator: FlaskClient) -> None:
    assert "Ingen tilbud svarer endnu på: Glæde." in text_of(coordinator.get("/offers").text)
    assert "Ingen tilbud svarer endnu" not in text_of(coordinator.get("/offers?q=kasse").text)
