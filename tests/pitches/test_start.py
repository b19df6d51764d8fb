"""The first draft: composed from what is known, kept once, decent also where nothing is known."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from outreach.core import transactions
from outreach.core.db import db
from outreach.library.models import Need
from outreach.partners.models import Basis, Partner, PartnerNeed
from outreach.pitches.models import Pitch
from outreach.users.models import User
from tests.pitches.conftest import form_of, the_pitch


def texts(pitch: Pitch) -> dict[str, object]:
    return {"title": pitch.title, "lead": pitch.lead, "offers": [(each.headline, each.text) for each in pitch.offers],
            "worry_line": pitch.worry_line, "first_step": pitch.first_step,
            "contact": (pitch.contact_name, pitch.contact_phone), "language": pitch.language,
            "dated": pitch.dated.isoformat()}


def test_a_draft_says_what_the_profile_knows(cast, me, pitch):
    assert texts(the_pitch(pitch)) == {
        "title": "Et sted at være sammen",
        "lead": "I fortæller: »Forældre og børn har brug for noget rart at være fælles om.«",
        "offers": [("En aften kun for jer", "I får huset for jer selv."),
                   ("Noget at tage med til familien", "I får en kasse med bøger og spil."),
                   ("Bussen holder hos jer", "I får bussen til døren.")],
        "worry_line": "Vi henter, bringer og rydder op.",
        "first_step": "Kom forbi i uge 49.",
        "contact": ("Børnebibliotekaren", "89 15 89 15"),
        "language": "da",
        "dated": "2026-11-23",
    }


def test_three_titles_are_kept_with_where_they_come_from(cast, me, pitch):
    assert [(each["text"], each["origin"]) for each in the_pitch(pitch).options["titles"]] == [
        ("Et sted at være sammen", "need"), ("Noget rart at være fælles om", "their_words"),
        ("En hverdag, der hænger sammen", "matters")]


def test_the_editor_tells_each_titles_origin_in_plain_words(cast, me, pitch):
    html = me.get(f"/pitches/{pitch}").text
    assert re.findall(r'<span class="pick-from">([^<]+)</span>', html)[:3] == [
        "ud fra det, de har sagt: At være sammen", "med deres egne ord · første telefonsamtale, 10. nov.",
        "ud fra det, der tæller for dem"]


def test_another_language_is_drafted_in_that_language(cast, me):
    me.post(f"/partners/{cast.house}/pitches", data={"language": "en"})
    assert (the_pitch().title, the_pitch().worry_line) == ("A place to be together", "We fetch, bring and clear up.")


def test_a_quote_without_translation_is_never_on_a_page_of_another_language(cast, me):
    me.post(f"/partners/{cast.house}/pitches", data={"language": "en"})
    assert "Forældre" not in the_pitch().lead


def test_pressing_twice_makes_one_draft(cast, me, pitch):
    again = me.post(f"/partners/{cast.house}/pitches").location
    assert (again, db.session.scalar(select(func.count()).select_from(Pitch))) == (f"/pitches/{pitch}", 1)


def test_a_draft_that_was_written_in_is_left_alone(cast, me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Min egen"))
    assert me.post(f"/partners/{cast.house}/pitches").location != f"/pitches/{pitch}"


def test_where_nothing_is_known_the_page_asks_what_to_ask(cast, me):
    address = me.post(f"/partners/{cast.unknown}/pitches").location
    assert "Hvad fylder mest hos jer lige nu?" in me.get(address).text


def test_where_nothing_is_known_the_draft_still_stands(cast, me):
    me.post(f"/partners/{cast.unknown}/pitches")
    assert (the_pitch().title, the_pitch().lead) == (
        "Noget, vi kan være sammen om",
        "Vi vil gerne være til nytte hos jer – i det små og på jeres måde. "
        "Vi vil gerne høre, hvad der er vigtigst hos jer.")


NOTHING_FITS = "Intet tilbud svarer på deres behov endnu. Vælg selv, eller knyt behovet til et tilbud."


def test_an_offer_that_only_costs_nothing_is_not_drafted(cast, me):
    me.post(f"/partners/{cast.unknown}/pitches")
    assert [each.headline for each in the_pitch().offers] == []


def test_where_no_offer_fits_the_editor_says_so(cast, me):
    address = me.post(f"/partners/{cast.unknown}/pitches").location
    assert re.findall(NOTHING_FITS, me.get(address).text) == [NOTHING_FITS]


def test_where_three_offers_fit_the_editor_has_nothing_to_say(cast, me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act="remove:1"))
    assert re.findall("svarer på", me.get(f"/pitches/{pitch}").text.split('id="offers-title"')[1]
                      .split('id="closing-title"')[0]) == []


def test_one_offer_that_fits_is_counted(cast, me):
    with transactions.writing():
        partner = db.session.scalars(select(Partner).where(Partner.public_id == cast.unknown)).one()
        need = db.session.scalars(select(Need).where(Need.key == "together")).one()
        partner.needs = [PartnerNeed(need=need, rank=1, basis=Basis.SAID)]
    address = me.post(f"/partners/{cast.unknown}/pitches").location
    assert re.findall(r"Kun \d tilbud svarer på det, vi ved om dem", me.get(address).text) == [
        "Kun 1 tilbud svarer på det, vi ved om dem"]


def test_an_owner_without_a_number_gives_way_to_the_librarys_contact(cast, me):
    with transactions.writing():
        db.session.get(User, cast.owner.id).phone = ""
    me.post(f"/partners/{cast.house}/pitches")
    assert (the_pitch().contact_name, the_pitch().contact_phone) == ("Vagten", "11 22 33 44")


def test_an_unknown_partner_is_a_404(cast, me):
    assert me.post("/partners/nowherenever/pitches").status_code == 404
