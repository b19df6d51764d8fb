"""The pages that need nothing but the frame."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_health_is_ok_when_the_database_answers(app):
    assert app.test_client().get("/healthz").text == "ok\n"


def test_an_unknown_address_is_a_404_page(app):
    client: FlaskClient = app.test_client()
    assert client.get("/nowhere").status_code == 404
