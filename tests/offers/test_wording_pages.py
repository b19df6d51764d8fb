"""The pages of an offer's wording for one sector."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from outreach.core.permissions import Role
from tests.library.conftest import errors, told
from tests.offers.conftest import offer_named, sector

WORDS = {"headline_da": "En pose", "headline_en": "", "text_da": "I får en pose.", "text_en": ""}


def wordings() -> list[tuple[str, str, str]]:
    return [(each.sector.key, each.headline_da, each.text_da) for each in offer_named("Kasse").wordings]


def address(box: str, key: str) -> str:
    return f"/offers/{box}/wordings/{sector(key).public_id}"


def test_wording_for_a_sector_is_saved(coordinator: FlaskClient, box: str) -> None:
    coordinator.post(address(box, "care"), data=WORDS)
    assert wordings() == [("health", "En taske", ""), ("care", "En pose", "I får en pose.")]


def test_saving_the_same_sector_again_edits_the_wording(coordinator: FlaskClient, box: str) -> None:
    coordinator.post(address(box, "health"), data=WORDS)
    assert wordings() == [("health", "En pose", "I får en pose.")]
    assert told() == [("The coordinator", "offer.wording.edit", [
        ("health.headline_da", "En taske", "En pose"), ("health.text_da", None, "I får en pose.")])]


def test_removing_a_wording_is_audited_with_the_old_text(coordinator: FlaskClient, box: str) -> None:
    coordinator.post(address(box, "health") + "/remove")
    assert (wordings(), told()[0][2]) == ([], [("health.headline_da", "En taske", None)])


def test_empty_wording_is_refused(coordinator: FlaskClient, box: str) -> None:
    response = coordinator.post(address(box, "health"), data=dict.fromkeys(WORDS, " "))
    assert (response.status_code, errors(response)) == (
        422, ["Overskrift på dansk: Skriv mindst én af teksterne – eller fjern sektorens tekst."])
    assert wordings() == [("health", "En taske", "")]


def test_unprintable_character_is_named_at_its_field(coordinator: FlaskClient, box: str) -> None:
    response = coordinator.post(address(box, "care"), data={**WORDS, "text_da": "I får 🎒"})
    assert errors(response) == ["Tekst på dansk: Vores skrift kan ikke vise 🎒 på papir. Slet eller erstat."]


def test_choosing_a_sector_redirects_to_its_wording_page(coordinator: FlaskClient, box: str) -> None:
    response = coordinator.get(f"/offers/{box}/wordings?sector={sector('care').public_id}")
    assert response.headers["Location"] == address(box, "care")
    assert coordinator.get(address(box, "care")).status_code == 200


@pytest.mark.parametrize("asked", ["", "bcdfghjkmnpq"])
def test_unknown_sector_returns_404(coordinator: FlaskClient, box: str, asked: str) -> None:
    assert coordinator.get(f"/offers/{box}/wordings?sector={asked}").status_code == 404


def test_sector_with_nul_character_returns_400(coordinator: FlaskClient, box: str) -> None:
    assert coordinator.get(f"/offers/{box}/wordings?sector=%00").status_code == 400


@pytest.mark.parametrize(("method", "tail"), [("get", ""), ("post", ""), ("post", "/remove")])
def test_staff_cannot_edit_wordings(client_as: Callable[..., FlaskClient], box: str, method: str, tail: str) -> None:
    assert getattr(client_as(Role.STAFF), method)(address(box, "health") + tail).status_code == 403
