"""The page the partner gets: what was agreed and nothing else, the same whatever the stage, as a mail too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from outreach.core import transactions
from outreach.core.db import db
from outreach.issued_documents.models import PaperKind
from outreach.issued_documents.queries import list_versions
from outreach.partners.models import Partner, Stage
from outreach.partners.queries import get_open_partner
from outreach.partners.service import add_guess
from outreach.users.models import User
from tests.pdf import reading

Open = Callable[..., Any]


@pytest.fixture
def client(draft: Open, host: User, meeting: str, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    """The host's browser after a meeting was closed."""
    page = draft(host)
    page.set(heard_0_text="Vi har brug for ro", heard_0_who="Lederen", decisions_0_what="Vi kommer på besøg",
             decisions_0_due="2099-01-08", theirs_0_what="Spørger familierne", theirs_0_firmness="maybe",
             ours_0_what="Sender to datoer", ours_0_firmness="final", next_on="2099-01-15",
             steps_0_action="En kasse i køkkenet")
    assert page.send("close").status_code == 302
    return client_as(host)


def pdf(client: FlaskClient, meeting: str) -> bytes:
    answer = client.post(f"/meetings/{meeting}/recap")
    assert answer.status_code == 302, answer.text
    return client.get(answer.location).data


def test_recap_has_all_agreed_items(client: FlaskClient, meeting: str) -> None:
    layer = reading.text(pdf(client, meeting))
    wanted = ["Vi har brug for ro", "Lederen", "Vi kommer på besøg", "Værten følger op senest 8. januar 2099", "I gør",
              "Spørger familierne", "måske", "Vi gør", "Sender to datoer", "15. januar 2099", "Værten", "Familiehuset"]
    assert [each for each in wanted if not reading.holds(layer, each)] == []


def test_recap_has_no_steps_and_guesses(client: FlaskClient, meeting: str, house: str, host: User) -> None:
    with transactions.writing():
        by = db.session.get_one(User, host.id)
        add_guess(by=by, partner=get_open_partner(house, by), text="De mangler penge")
    layer = reading.text(pdf(client, meeting))
    assert [each for each in ("En kasse i køkkenet", "De mangler penge") if reading.holds(layer, each)] == []


def test_recap_is_the_same_under_every_stage(client: FlaskClient, meeting: str, house: str) -> None:
    layers = set()
    for stage in Stage:
        with transactions.writing():
            db.session.execute(db.update(Partner).where(Partner.public_id == house).values(stage=stage))
        layers.add(reading.text(pdf(client, meeting)))
    assert len(layers) == 1


def test_issuing_the_recap_twice_makes_one_version(client: FlaskClient, meeting: str) -> None:
    pdf(client, meeting)
    pdf(client, meeting)
    assert [each.version for each in list_versions(PaperKind.RECAP, meeting)] == [1]


def test_the_mail_says_the_same_and_names_no_partner(client: FlaskClient, meeting: str) -> None:
    html = client.get(f"/meetings/{meeting}/recap").text
    mail = html.partition('id="mail-text"')[2].partition("</textarea>")[0]
    assert [each in mail for each in ("Vi har brug for ro", "Spørger familierne (måske)", "Familiehuset")] == [
        True, True, False]
    assert "mailto:leder@demo.example?subject=Det%20aftalte%20vi\"" in html


def test_library_talk_in_the_recap_is_marked(draft: Open, host: User, meeting: str,
                                    client_as: Callable[..., FlaskClient]) -> None:
    draft(host).answered().set(ours_0_what="Vi hjælper de udsatte", ours_0_firmness="final").send("close")
    assert "<mark>udsatte</mark>" in client_as(host).get(f"/meetings/{meeting}/recap").text


def test_recap_too_long_for_a_page_names_the_field(draft: Open, host: User, meeting: str,
                                                  client_as: Callable[..., FlaskClient]) -> None:
    page = draft(host).answered()
    for number in range(20):
        page.row("heard", number, text=f"{number} " + "Det er vigtigt for os at have ro. " * 14, who="", language="da")
    page.send("close")
    client = client_as(host)
    assert client.post(f"/meetings/{meeting}/recap").location == f"/meetings/{meeting}/recap"
    assert "tegn i citat" in client.get(f"/meetings/{meeting}/recap").text


def test_recap_is_unavailable_before_closing(client_as: Callable[..., FlaskClient], host: User,
                                                       meeting: str) -> None:
    answer = client_as(host).post(f"/meetings/{meeting}/recap")
    assert answer.location == f"/meetings/{meeting}/closing"
