"""The library's lists: adding, editing, ordering, resting; what bad input gets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import Branch, Kind, Need, Question, Sector, WordAdvice
from outreach.library.vocabularies import VOCABULARIES
from tests.library.conftest import errors, flashes, told

NEED = {"label_da": "Glæde", "label_en": "Joy", "title_da": "Noget at glæde sig til", "title_en": "To look forward to",
        "lead_da": "Vi finder en dato.", "lead_en": "We find a date.", "cues_da": "glæd\n  Se frem til\n\nglæd"}

pytestmark = pytest.mark.usefixtures("library")


def need(key: str) -> Need:
    db.session.rollback()
    return db.session.scalars(select(Need).where(Need.key == key)).one()


def order() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Need.key).order_by(Need.position, Need.id)))


def test_a_new_need_comes_last_with_a_key_from_its_danish_name(coordinator: FlaskClient) -> None:
    coordinator.post("/library/needs/new", data=NEED)
    assert order() == ["calm", "together", "holiday", "glaede"]


def test_cues_are_kept_once_each_in_small_letters(coordinator: FlaskClient) -> None:
    coordinator.post("/library/needs/new", data=NEED)
    assert need("glaede").cues_da == "glæd|se frem til"


def test_adding_a_row_is_recorded_field_by_field(coordinator: FlaskClient) -> None:
    coordinator.post("/library/sectors/new", data={"label_da": "Kultur", "label_en": "Culture"})
    assert told() == [("The coordinator", "sector.add", [
        ("label_da", None, "Kultur"), ("label_en", None, "Culture")])]


def test_a_key_stays_when_the_name_changes(coordinator: FlaskClient) -> None:
    row = need("calm")
    coordinator.post(f"/library/needs/{row.public_id}", data={**NEED, "label_da": "Fred og ro"})
    assert (need("calm").label_da, order()) == ("Fred og ro", ["calm", "together", "holiday"])


def test_edit_records_changed_fields_only(coordinator: FlaskClient) -> None:
    row = need("calm")
    coordinator.post(f"/library/needs/{row.public_id}", data={
        "label_da": "Ro", "label_en": "Calm", "title_da": "Ro hos jer", "lead_da": "Ro er bedst."})
    assert told() == [("The coordinator", "need.edit", [
        ("lead_da", "Ro er godt.", "Ro er bedst."), ("label_en", None, "Calm")])]


def test_saving_without_changes_records_nothing(coordinator: FlaskClient) -> None:
    row = need("calm")
    coordinator.post(f"/library/needs/{row.public_id}", data={
        "label_da": "Ro", "title_da": "Ro hos jer", "lead_da": "Ro er godt."})
    assert told() == []


@pytest.mark.parametrize(("changed", "message"), [
    ({"label_da": ""}, "Navn på dansk: Feltet skal udfyldes."),
    ({"label_da": " \t "}, "Navn på dansk: Feltet skal udfyldes."),
    ({"title_da": "x" * 91}, "Overskrift på dansk: Teksten er 1 tegn for lang (højst 90)."),
    ({"lead_da": "Kom \x07 ind"},
     "Sætning på dansk: Teksten indeholder et usynligt styretegn. Skriv den igen, eller indsæt den som ren tekst."),
    ({"title_da": "Ro 🕊 nu 漢"}, "Overskrift på dansk: Vores skrift kan ikke vise 🕊 漢 på papir. Slet eller erstat."),
    ({"lead_en": "Peace ☮ now"}, "Sætning på engelsk: Vores skrift kan ikke vise ☮ på papir. Slet eller erstat."),
    ({"label_da": "RO"}, "Navn på dansk: ”Ro” står her allerede."),
    ({"label_da": "ferie"}, "Navn på dansk: ”Ferie” står her allerede, men hviler. Tag den frem i stedet."),
    ({"cues_da": "x" * 301}, "Kendetegn på dansk: Teksten er 1 tegn for lang (højst 300)."),
    ({"lead_da": "Ring om 010203-1234"},
     "Sætning på dansk: Det ligner et CPR-nummer. Det må ikke stå her – slet det, og skriv i stedet det, "
     "I har brug for at huske."),
])
def test_bad_input_is_named_at_its_field_and_nothing_is_written(
        coordinator: FlaskClient, changed: dict[str, str], message: str) -> None:
    response = coordinator.post("/library/needs/new", data={**NEED, **changed})
    assert (response.status_code, errors(response), order(), told()) == (
        422, [message], ["calm", "together", "holiday"], [])


def test_a_refused_form_keeps_what_was_written(coordinator: FlaskClient) -> None:
    page = coordinator.post("/library/needs/new", data={**NEED, "label_da": ""}).get_data(as_text=True)
    written = ("Noget at glæde sig til", "We find a date.", "glæd\nse frem til")
    assert [text for text in written if text not in page] == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "مكتبة عامة", "</title><b>x</b>"])
def test_markup_and_other_writing_directions_are_only_text(coordinator: FlaskClient, text: str) -> None:
    coordinator.post("/library/needs/new", data={**NEED, "label_da": text})
    page = coordinator.get("/library/needs").get_data(as_text=True)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert (escaped in page, "<script>alert" in page, "<b>x</b>" in page) == (True, False, False)


def test_emoji_are_fine_where_nothing_is_printed(coordinator: FlaskClient) -> None:
    coordinator.post("/library/branches/new", data={"name": "Bogbussen 🚌"})
    assert db.session.scalars(select(Branch.name)).all() == ["Bogbussen 🚌"]


def test_moving_up_changes_places_with_the_one_above(coordinator: FlaskClient) -> None:
    coordinator.post(f"/library/needs/{need('together').public_id}/move", data={"to": "up"})
    assert order() == ["together", "calm", "holiday"]


def test_the_first_cannot_move_further_up(coordinator: FlaskClient) -> None:
    coordinator.post(f"/library/needs/{need('calm').public_id}/move", data={"to": "up"})
    assert (order(), told()) == (["calm", "together", "holiday"], [])


def test_moving_skips_inactive_rows(coordinator: FlaskClient) -> None:
    coordinator.post("/library/needs/new", data=NEED)
    coordinator.post(f"/library/needs/{need('glaede').public_id}/move", data={"to": "up"})
    assert order() == ["calm", "glaede", "holiday", "together"]


def test_questions_move_within_their_group(coordinator: FlaskClient) -> None:
    for group, text in (("A", "Et?"), ("B", "To?"), ("A", "Tre?")):
        coordinator.post("/library/questions/new", data={"group": group, "text_da": text})
    third = db.session.scalars(select(Question).where(Question.text_da == "Tre?")).one()
    coordinator.post(f"/library/questions/{third.public_id}/move", data={"to": "up"})
    assert [(each.group, each.text_da) for each in db.session.scalars(
        select(Question).order_by(Question.group, Question.position))] == [("A", "Tre?"), ("A", "Et?"), ("B", "To?")]


def test_deactivating_and_activating_are_recorded(coordinator: FlaskClient) -> None:
    address = f"/library/needs/{need('calm').public_id}/active"
    coordinator.post(address, data={"active": "no"})
    coordinator.post(address, data={"active": "yes"})
    assert told() == [("The coordinator", "need.rest", [("is_active", "yes", "no")]),
                      ("The coordinator", "need.wake", [("is_active", "no", "yes")])]


def test_deactivating_twice_is_recorded_once(coordinator: FlaskClient) -> None:
    for _each in range(2):
        coordinator.post(f"/library/needs/{need('calm').public_id}/active", data={"active": "no"})
    assert len(told()) == 1


def test_kinds_sector_is_recorded_by_name(coordinator: FlaskClient) -> None:
    coordinator.post("/library/kinds/new", data={
        "label_da": "Sygehus", "sector": "health", "protected_by_default": "y"})
    kind = db.session.scalars(select(Kind)).one()
    assert (kind.sector.label_da, kind.protected_by_default) == ("Sundhed", True)
    assert told()[0][2][-1] == ("sector", None, "Sundhed")


def test_a_sector_that_does_not_exist_is_no_choice(coordinator: FlaskClient) -> None:
    response = coordinator.post("/library/kinds/new", data={"label_da": "Sygehus", "sector": "nowhere"})
    assert errors(response) == ["Foreslået sektor: Det valg findes ikke længere. Vælg et andet."]


def test_a_resting_sector_stays_with_the_kind_that_has_it(coordinator: FlaskClient) -> None:
    coordinator.post("/library/kinds/new", data={"label_da": "Sygehus", "sector": "health"})
    sector = db.session.scalars(select(Sector)).one()
    coordinator.post(f"/library/sectors/{sector.public_id}/active", data={"active": "no"})
    kind = db.session.scalars(select(Kind)).one()
    response = coordinator.post(f"/library/kinds/{kind.public_id}", data={"label_da": "Klinik", "sector": "health"})
    db.session.rollback()
    assert (response.status_code, db.session.scalars(select(Kind)).one().sector.key) == (302, "health")


def test_the_same_word_may_be_library_talk_in_both_languages(coordinator: FlaskClient) -> None:
    for language, plainer in (("da", "søgning"), ("en", "search")):
        coordinator.post("/library/words/new", data={"language": language, "word": "OPAC", "plainer": plainer})
    again = coordinator.post("/library/words/new", data={"language": "en", "word": "opac", "plainer": "x"})
    assert errors(again) == ["Ordet: ”OPAC” står her allerede."]
    assert len(db.session.scalars(select(WordAdvice)).all()) == 2


def test_suggestions_stand_one_on_each_line(coordinator: FlaskClient) -> None:
    coordinator.post("/library/words/new", data={
        "language": "da", "word": "materiale", "plainer": " bøger, film og spil \r\n\r\nting | sager\r\nting"})
    assert db.session.scalars(select(WordAdvice.plainer)).all() == ["bøger, film og spil|ting|sager"]


def test_a_double_submit_makes_one_row(coordinator: FlaskClient) -> None:
    answers = [coordinator.post("/library/needs/new", data=NEED).status_code for _each in range(2)]
    assert (answers, order()) == ([302, 422], ["calm", "together", "holiday", "glaede"])


def test_afterwards_the_list_is_shown_at_the_row(coordinator: FlaskClient) -> None:
    response = coordinator.post("/library/needs/new", data=NEED)
    assert response.headers["Location"] == f"/library/needs#row-{need('glaede').public_id}"
    assert flashes(coordinator) == [
        "”Glæde” er tilføjet. Endnu svarer intet tilbud på det: Sæt hak ved det på de tilbud, der gør."]


@pytest.mark.parametrize("address", ["/library/nothing", "/library/nothing/new", "/library/needs/bcdfghjkmnpq"])
def test_unknown_list_or_row_is_not_found(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER])
def test_staff_read_lists_without_edit_buttons(client_as: Callable[..., FlaskClient], role: Role) -> None:
    page = client_as(role).get("/library/needs").get_data(as_text=True)
    main = page.partition("<main")[2].partition("</main>")[0]
    assert ("Samvær hos jer" in main, "<form" in main, "/library/needs/new" in page) == (True, False, False)


@pytest.mark.parametrize(("method", "path"), [
    ("get", "/new"), ("post", "/new"), ("get", "/{id}"), ("post", "/{id}"), ("post", "/{id}/move"),
    ("post", "/{id}/active")])
def test_staff_cannot_change_lists(client_as: Callable[..., FlaskClient], method: str, path: str) -> None:
    address = "/library/needs" + path.format(id=need("calm").public_id)
    assert getattr(client_as(Role.STAFF), method)(address).status_code == 403


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_list_page_is_valid(client_as: Callable[..., FlaskClient], language: str) -> None:
    client = client_as(Role.COORDINATOR, language)
    addresses = [f"/library/{vocabulary.slug}{tail}" for vocabulary in VOCABULARIES for tail in ("", "/new")]
    assert [client.get(each).status_code for each in addresses] == [200] * len(addresses)


def test_query_count_is_independent_of_list_length(coordinator: FlaskClient) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_rest: asked.append(statement))

    def questions() -> int:
        asked.clear()
        coordinator.get("/library/kinds")
        return len([each for each in asked if each.startswith("SELECT")])

    with transactions.writing():
        sector = db.session.scalars(select(Sector)).one()
        db.session.add(Kind(key="k", label_da="k", sector=sector))
    one = questions()
    with transactions.writing():
        for number in range(20):
            of_its_own = Sector(key=f"s{number}", label_da=f"s{number}")
            db.session.add(Kind(key=f"k{number}", label_da=f"k{number}", sector=of_its_own))
    assert (one, questions()) == (3, 3)  # the session, the list, the profile in the page's head
