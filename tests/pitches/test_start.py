"""Starting a pitch: the draft is composed from the profile, made once, and usable when nothing is known."""

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


def test_draft_is_composed_from_the_profile(cast, me, pitch):
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


def test_three_titles_are_stored_with_their_origin(cast, me, pitch):
    assert [(each["text"], each["origin"]) for each in the_pitch(pitch).options["titles"]] == [
        ("Et sted at være sammen", "need"), ("Noget rart at være fælles om", "their_words"),
        ("En hverdag, der hænger sammen", "matters")]


def test_editor_shows_the_origin_of_each_title(cast, me, pitch):
    html = me.get(f"/pitches/{pitch}").text
    assert re.findall(r'<span class="pick-from">([^<]+)</span>', html)[:3] == [
        "ud fra det, de har sagt: At være sammen", "med deres egne ord · første telefonsamtale, 10. nov.",
        "ud fra det, der tæller for dem"]


def test_english_draft_is_written_in_english(cast, me):
    me.post(f"/partners/{cast.house}/pitches", data={"language": "en"})
    assert (the_pitch().title, the_pitch().worry_line) == ("A place to be together", "We fetch, bring and clear up.")


def test_untranslated_quote_is_not_on_a_page_in_another_language(cast, me):
    me.post(f"/partners/{cast.house}/pitches", data={"language": "en"})
    assert "Forældre" not in the_pitch().lead


def test_starting_twice_makes_one_draft(cast, me, pitch):
    again = me.post(f"/partners/{cast.house}/pitches").location
    assert (again, db.session.scalar(select(func.count()).select_from(Pitch))) == (f"/pitches/{pitch}", 1)


def test_edited_draft_is_not_reused(cast, me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Min egen"))
    assert me.post(f"/partners/{cast.house}/pitches").location != f"/pitches/{pitch}"


def test_editor_suggests_questions_when_nothing_is_known(cast, me):
    address = me.post(f"/partners/{cast.unknown}/pitches").location
    assert "Hvad fylder mest hos jer lige nu?" in me.get(address).text


def test_draft_has_default_texts_when_nothing_is_known(cast, me):
    me.post(f"/partners/{cast.unknown}/pitches")
    assert (the_pitch().title, the_pitch().lead) == (
        "Noget, vi kan være sammen om",
        "Vi vil gerne være til nytte hos jer – i det små og på jeres måde. "
        "Vi vil gerne høre, hvad der er vigtigst hos jer.")


NOTHING_FITS = "Intet tilbud svarer på deres behov endnu. Vælg selv, eller knyt behovet til et tilbud."


def test_offer_with_only_low_effort_is_not_drafted(cast, me):
    me.post(f"/partners/{cast.unknown}/pitches")
    assert [each.headline for each in the_pitch().offers] == []


def test_editor_reports_that_no_offer_fits(cast, me):
    address = me.post(f"/partners/{cast.unknown}/pitches").location
    assert re.findall(NOTHING_FITS, me.get(address).text) == [NOTHING_FITS]


def test_editor_reports_nothing_when_three_offers_fit(cast, me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act="remove:1"))
    assert re.findall("svarer på", me.get(f"/pitches/{pitch}").text.split('id="offers-title"')[1]
                      .split('id="closing-title"')[0]) == []


def test_editor_counts_one_fitting_offer(cast, me):
    with transactions.writing():
        partner = db.session.scalars(select(Partner).where(Partner.public_id == cast.unknown)).one()
        need = db.session.scalars(select(Need).where(Need.key == "together")).one()
        partner.needs = [PartnerNeed(need=need, rank=1, basis=Basis.SAID)]
    address = me.post(f"/partners/{cast.unknown}/pitches").location
    assert re.findall(r"Kun \d tilbud svarer på det, vi ved om dem", me.get(address).text) == [
        "Kun 1 tilbud svarer på det, vi ved om dem"]


def test_library_contact_replaces_an_owner_without_phone_number(cast, me):
    with transactions.writing():
        db.session.get(User, cast.owner.id).phone = ""
    me.post(f"/partners/{cast.house}/pitches")
    assert (the_pitch().contact_name, the_pitch().contact_phone) == ("Vagten", "11 22 33 44")


def test_unknown_partner_returns_404(cast, me):
    assert me.post("/partners/nowherenever/pitches").status_code == 404
