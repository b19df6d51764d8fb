"""One partner's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import Need
from outreach.matching.models import OfferAnswer
from outreach.offers.models import Offer
from outreach.partners.inputs import ChosenNeed, ContactInput, QuoteInput
from outreach.users.models import User
from tests.factories import add_partner, word


@pytest.fixture
def offers(app: object) -> None:
    with transactions.writing():
        for name, need in (("Kasse med bøger", "home"), ("Stille time", "calm")):
            db.session.add(Offer(name=name, sort_key=name.lower(), headline_da=f"I får {name.lower()}",
                                 text_da="Vi kommer.", needs=[word(Need, need)]))


@pytest.fixture
def partner(me: User, offers: None) -> str:
    return add_partner(me, "Familiehuset", needs=(ChosenNeed(word(Need, "calm")),),
                       quotes=(QuoteInput("Vi har brug for ro", said_on=date(clock.today().year, 1, 1),
                                          source="første møde"),),
                       contacts=(ContactInput("Lederen", "leder", "hus@sted.dk", "89 15 82 00"),))


def texts(html: str, pattern: str) -> list[str]:
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", each)).strip() for each in re.findall(pattern, html, re.DOTALL)]


def test_quotes_are_shown_verbatim(
        client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    page = client_as(me).get(f"/partners/{partner}").text
    assert texts(page, r'<p class="words" lang="da">(.*?)</p>') == ["Vi har brug for ro"]
    assert texts(page,
                 r'<p class="where">(.*?)</p>') == ["første møde, 1. jan. · Ret citat 1 · Hvad siger det os? citat 1"]


def test_contacts_have_telephone_and_mail_links(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    page = client_as(me).get(f"/partners/{partner}").text
    assert re.findall(r'href="((?:tel|mailto):[^"]+)"', page) == [
        "tel:89158200", "tel:89158200", "mailto:hus@sted.dk"]  # under the name on a phone, and on the card


def test_the_offer_that_meets_the_need_comes_first_with_its_reason(
        client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    page = client_as(me).get(f"/partners/{partner}").text
    assert texts(page, r'<section class="card" id="offers".*?<h3>(.*?)</h3>') == ["Stille time"]
    assert "fordi: ”ro”" in page


def test_an_answer_to_an_offer_is_saved_and_undone(
        client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client = client_as(me)
    offer = db.session.scalars(db.select(Offer).where(Offer.name == "Stille time")).one().public_id
    address = f"/partners/{partner}/offers/{offer}/answer"
    client.post(address, data={"answer": "no"})
    assert [row.answer.value for row in db.session.scalars(db.select(OfferAnswer))] == ["no"]
    page = client.get(f"/partners/{partner}").text
    assert "De sagde nej tak" in page
    assert texts(page, r'<section class="card" id="offers".*?<h3>(.*?)</h3>') == ["Kasse med bøger"]
    client.post(address, data={"answer": ""})
    db.session.expire_all()
    assert db.session.scalars(db.select(OfferAnswer)).all() == []


def test_an_unknown_answer_is_refused(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    offer = db.session.scalars(db.select(Offer)).first()
    assert offer is not None
    answer = client_as(me).post(f"/partners/{partner}/offers/{offer.public_id}/answer", data={"answer": "perhaps"})
    assert (answer.status_code, db.session.scalars(db.select(OfferAnswer)).all()) == (400, [])


def test_the_bar_shows_the_days_and_ended_stands_apart(
        client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    client = client_as(me)
    year = clock.today().year - 1
    for to, on in (("glance", f"3.9.{year}"), ("date", f"1.10.{year}")):
        client.post(f"/partners/{partner}/stage", data={"to": to, "on": on, "reason": "x"})
    page = client.get(f"/partners/{partner}").text
    assert texts(page, r"<li class=\"(?:now|passed)\".*?</li>") == [
        f"Første kontakt 3. sep. {year}", f"Aftale om én ting siden 1. okt. {year}"]
    client.post(f"/partners/{partner}/stage", data={
        "to": "divorce", "on": f"2.10.{year}", "reason": "x", "thanks": "done", "loans": "nothing", "learnt": "Meget"})
    page = client.get(f"/partners/{partner}").text
    assert '<ol class="stages"' not in page
    assert texts(page, r'<p class="stage-apart">(.*?)</span>') == ["Afsluttet"]


def test_a_need_no_offer_answers_is_said_so_and_nothing_is_called_a_guess(
        client_as: Callable[..., FlaskClient], me: User, offers: None) -> None:
    lonely = add_partner(me, "Huset", needs=(ChosenNeed(word(Need, "together")),))
    page = client_as(me).get(f"/partners/{lonely}").text
    assert ["Intet tilbud svarer på deres behov endnu." in page, "mest et gæt" in page] == [True, False]


def test_the_page_has_one_primary_button(client_as: Callable[..., FlaskClient], me: User, partner: str) -> None:
    page = client_as(me).get(f"/partners/{partner}").text.partition("<main")[2]
    assert texts(page, r'<(?:a|button)[^>]* class="button"[^>]*>(.*?)</(?:a|button)>') == ["Forbered møde"]


def test_an_empty_partner_says_what_to_find_out(client_as: Callable[..., FlaskClient], me: User) -> None:
    bare = add_partner(me, "Huset")
    page = client_as(me).get(f"/partners/{bare}").text
    assert "Intet endnu. Skriv deres egne ord ned" in page
    assert "Ingen endnu. Hvem ringer I til?" in page


def test_the_page_in_english(client_as: Callable[..., FlaskClient], make_user: Callable[..., User],
                             partner: str) -> None:
    eve = client_as(make_user(Role.STAFF, "Eve", language="en"), language="en")
    page = eve.get(f"/partners/{partner}").text.partition("<main")[2]
    assert texts(page, r"<h2[^>]*>(.*?)</h2>") == [
        "What they have said", "Target groups and needs", "Their daily life", "The story so far",
        "When were we last in touch?", "Contacts", "What might suit them", "We follow up", "Commitments", "Visits"]
