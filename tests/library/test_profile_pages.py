"""The library's own page, its profile and its logo."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.stored_files import StoredFile
from outreach.library import logo
from outreach.library.models import LibraryProfile
from tests.library.conftest import errors, flashes, told

FORM = {"name": "Byens Bibliotek", "phone": "89 15 89 15"}


def profile() -> LibraryProfile:
    db.session.rollback()
    return db.session.scalars(select(LibraryProfile)).one()


def picture(kind: str = "PNG") -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (15, 92, 99)).save(out, kind)
    return io.BytesIO(out.getvalue()), "logo.png"


def test_an_empty_portal_invites_to_write_the_library_in(coordinator: FlaskClient) -> None:
    assert "Skriv biblioteket ind" in coordinator.get("/library").get_data(as_text=True)


def test_the_first_save_makes_the_profile(coordinator: FlaskClient) -> None:
    coordinator.post("/library/profile", data=FORM)
    assert (profile().name, profile().is_demo, told()[0][1]) == ("Byens Bibliotek", False, "library_profile.add")


@pytest.mark.usefixtures("library")
def test_edit_is_recorded_with_old_and_new_value(coordinator: FlaskClient) -> None:
    coordinator.post("/library/profile", data={**FORM, "name": "Byens Bibliotek og Borgerservice", "city": "Byen"})
    assert told() == [("The coordinator", "library_profile.edit", [
        ("name", "Byens Bibliotek", "Byens Bibliotek og Borgerservice"), ("city", None, "Byen")])]
    assert flashes(coordinator) == ["Bibliotekets oplysninger er gemt."]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("changed", "message"), [
    ({"name": ""}, "Bibliotekets navn: Feltet skal udfyldes."),
    ({"name": "x" * 121}, "Bibliotekets navn: Teksten er 1 tegn for lang (højst 120)."),
    ({"name": "Biblioteket 📚"}, "Bibliotekets navn: Vores skrift kan ikke vise 📚 på papir. Slet eller erstat."),
    ({"who_da": "x" * 201}, "Hvem vi er, på dansk: Teksten er 1 tegn for lang (højst 200)."),
    ({"aim_en": "Out 🚀"}, "Hvor vi vil hen, på engelsk: Vores skrift kan ikke vise 🚀 på papir. Slet eller erstat."),
    ({"contact_name": "Kim\x00"}, "Navn eller rolle: Teksten indeholder et usynligt styretegn. "
                                  "Skriv den igen, eller indsæt den som ren tekst."),
    ({"phone": "ring!"}, "Telefon: Skriv telefonnummeret med tal, fx 89 15 89 15 eller +45 89 15 89 15."),
    ({"email": "biblioteket"}, "Mail: Det ligner ikke en mailadresse. Skriv den som navn@sted.dk."),
    ({"website": "javascript:alert(1)"}, "Hjemmeside: Skriv webadressen som www.sted.dk."),
])
def test_bad_input_is_named_at_its_field(coordinator: FlaskClient, changed: dict[str, str], message: str) -> None:
    response = coordinator.post("/library/profile", data={**FORM, **changed})
    assert (response.status_code, errors(response), told()) == (422, [message], [])


@pytest.mark.usefixtures("library")
def test_logo_is_stored_served_and_recorded(coordinator: FlaskClient) -> None:
    coordinator.post("/library/logo/choose", data={"logo": picture()})
    response = coordinator.get("/library/logo")
    assert (response.content_type, Image.open(io.BytesIO(response.data)).size) == ("image/png", (40, 20))
    assert [(act, changes[0][:2]) for _who, act, changes in told()] == [("library_profile.logo", ("logo", None))]


@pytest.mark.usefixtures("library")
def test_new_logo_replaces_the_old(coordinator: FlaskClient) -> None:
    for kind in ("PNG", "JPEG"):
        coordinator.post("/library/logo/choose", data={"logo": picture(kind)})
    db.session.rollback()
    assert db.session.scalars(select(StoredFile.media_type)).all() == ["image/jpeg"]


@pytest.mark.usefixtures("library")
def test_a_removed_logo_leaves_no_file(coordinator: FlaskClient) -> None:
    coordinator.post("/library/logo/choose", data={"logo": picture()})
    coordinator.post("/library/logo/remove")
    assert (db.session.scalars(select(StoredFile)).all(), coordinator.get("/library/logo").status_code) == ([], 404)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("content", "message"), [
    (b"", "Billedfil: Vælg først en fil."),
    (b"<svg/>", "Billedfil: Filen er ikke et PNG- eller JPEG-billede. Gem logoet som PNG, og prøv igen."),
    (b"\x89PNG\r\n\x1a\n" + b"0" * 2000, "Billedfil: Filen fylder mere end 2 MB. Gem logoet mindre, og prøv igen."),
])
def test_a_file_that_is_no_logo_is_refused_at_its_field(
        coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch, content: bytes, message: str) -> None:
    monkeypatch.setattr(logo, "MAX_BYTES", 1000)
    name = "logo.png" if content else ""
    response = coordinator.post("/library/logo/choose", data={"logo": (io.BytesIO(content), name)})
    assert (response.status_code, errors(response)) == (422, [message])
    assert db.session.scalars(select(StoredFile)).all() == []


@pytest.mark.usefixtures("library")
def test_logo_needs_sign_in(app: object, coordinator: FlaskClient) -> None:
    coordinator.post("/library/logo/choose", data={"logo": picture()})
    assert app.test_client().get("/library/logo").status_code == 302  # type: ignore[attr-defined]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("path", ["/library/profile", "/library/logo/choose"])
def test_staff_read_and_do_not_edit(client_as: Callable[..., FlaskClient], path: str) -> None:
    staff = client_as(Role.STAFF)
    answers = (staff.get("/library"), staff.get(path), staff.post(path))
    assert [each.status_code for each in answers] == [200, 403, 403]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_is_valid_in_both_languages(client_as: Callable[..., FlaskClient], language: str) -> None:
    client = client_as(Role.COORDINATOR, language)
    client.post("/library/logo/choose", data={"logo": picture()})
    pages = ("/library", "/library/profile", "/library/logo/choose")
    assert [client.get(each).status_code for each in pages] == [200, 200, 200]
