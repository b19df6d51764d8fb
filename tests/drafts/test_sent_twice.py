"""A form that is sent twice does its work once; other words are another act."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from PIL import Image

from outreach.audit.models import AuditEntry
from outreach.core import clock
from outreach.core.db import db
from outreach.core.idempotency import Submission
from outreach.core.permissions import Role
from outreach.partners.models import Guess, Partner
from outreach.users.models import User
from tests.factories import add_partner
from tests.sending import fetch, forms_on, send, shown_flashes

NEW = "/partners/new"


def names() -> list[str]:
    return list(db.session.scalars(db.select(Partner.name).order_by(Partner.id)))


def test_form_sent_twice_gets_the_first_response(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as()
    form = fetch(client, NEW, "contact_name") | {"name": "Huset", "kind": "family_house"}
    first, second = send(client, NEW, form), send(client, NEW, form)
    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert names() == ["Huset"]


def test_replayed_response_includes_the_flashed_message(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as()
    form = fetch(client, NEW, "contact_name") | {"name": "Huset", "kind": "family_house"}
    seen = [shown_flashes(client.get(send(client, NEW, form).location).text) for _time in range(2)]
    assert seen == [["Huset er oprettet."]] * 2


def test_same_form_with_other_content_is_handled(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as()
    form = fetch(client, NEW, "contact_name") | {"kind": "family_house"}
    for name in ("Huset", "Værestedet", "Værestedet"):
        send(client, NEW, form, name=name)
    assert names() == ["Huset", "Værestedet"]


def test_content_changed_back_is_saved_again(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    user = make_user()
    address = f"/partners/{add_partner(user, 'Huset')}/edit/basics"
    form = fetch(client_as(user), address, "city")
    for name in ("Gården", "Haven", "Gården"):
        form["version"] = fetch(client_as(user), address, "city")["version"]
        send(client_as(user), address, form, name=name)
    assert names() == ["Gården"]


def test_refused_form_is_validated_again(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as()
    form = fetch(client, NEW, "contact_name")
    assert [send(client, NEW, form, name="Huset").status_code for _time in range(2)] == [422, 422]


def test_new_page_has_a_new_form_key(client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    user = make_user()
    address = f"/partners/{add_partner(user, 'Huset')}/guesses/new"
    for _time in range(2):
        send(client_as(user), address, fetch(client_as(user), address, "text"), text="De mangler ro.")
    assert len(list(db.session.scalars(db.select(Guess)))) == 2


def test_button_without_a_form_class_has_a_key(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    user = make_user()
    page = f"/partners/{add_partner(user, 'Huset')}"
    [button] = [each for each in forms_on(client_as(user).get(page).text) if each["action"].endswith("/archive")]
    first, second = (send(client_as(user), button["action"], button["fields"]) for _time in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location) == (302, page)
    assert len(list(db.session.scalars(db.select(Submission)))) == 1


def test_form_key_is_valid_for_its_user_only(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    mine, theirs = client_as(make_user(name="Anne")), client_as(make_user(name="Bo"))
    form = fetch(mine, NEW, "contact_name") | {"name": "Huset", "kind": "family_house", "confirmed": "yes"}
    send(mine, NEW, form)
    own_token = fetch(theirs, NEW, "contact_name")["csrf_token"][0].split("~")[0]
    send(theirs, NEW, form, csrf_token=f"{own_token}~{form['csrf_token'][0].split('~')[1]}")
    assert names() == ["Huset", "Huset"]


def test_forged_form_key_is_ignored(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as()
    form = fetch(client, NEW, "contact_name") | {"name": "Huset", "kind": "family_house", "confirmed": "yes"}
    form["csrf_token"] = [form["csrf_token"][0].split("~")[0] + "~made-up"]
    send(client, NEW, form)
    assert (names(), list(db.session.scalars(db.select(Submission)))) == (["Huset"], [])


def test_submission_row_contains_no_text(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as()
    form = fetch(client, NEW, "contact_name") | {"name": "Huset", "kind": "family_house", "quote": "Hemmeligt"}
    send(client, NEW, form)
    [row] = db.session.scalars(db.select(Submission))
    assert "Hemmeligt" not in f"{row.key_hash} {row.content_hash} {row.answer}"
    assert form["csrf_token"][0].split("~")[1] not in f"{row.key_hash} {row.content_hash} {row.answer}"


def test_submission_expires_after_a_day(client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    client = client_as(make_user())
    send(client, NEW, fetch(client, NEW, "contact_name") | {"name": "Huset", "kind": "family_house"})
    start = clock.now()
    clock.set_source(lambda: start + timedelta(hours=25))
    from outreach.core.expiry import delete_expired
    from outreach.core.transactions import writing

    with writing():
        assert delete_expired() == 1
    assert list(db.session.scalars(db.select(Submission))) == []


def _picture(colour: str) -> tuple[io.BytesIO, str]:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    return io.BytesIO(file.getvalue()), "logo.png"


def test_other_file_is_other_content(client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    client = client_as(make_user(Role.ADMINISTRATOR))
    client.post("/library/profile", data={"name": "Biblioteket"})
    [form, *_others] = forms_on(client.get("/library/logo/choose").text)[1:]
    made = []
    for colour in ("red", "red", "blue"):
        send(client, "/library/logo/choose", form["fields"], logo=_picture(colour))
        made.append(db.session.scalars(db.select(AuditEntry.id).where(AuditEntry.act == "library_profile.logo")).all())
    assert [len(each) for each in made] == [1, 1, 2]
