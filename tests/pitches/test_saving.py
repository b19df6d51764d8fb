"""Saving a pitch: buttons keep all typed text, stale pages overwrite nothing, invalid input loses nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import transactions
from outreach.core.db import db
from outreach.offers.models import Offer
from tests.pitches.conftest import form_of, the_pitch
from tests.sending import fetch, form_with, send


def headlines(public_id: str) -> list[str]:
    return [each.headline for each in the_pitch(public_id).offers]


def value_of(html: str, name: str) -> str:
    """What a text area of the page holds."""
    return unescape(re.search(rf'<textarea[^>]* name="{name}"[^>]*>\r?\n?([^<]*)</textarea>', html)[1])  # type: ignore[index]


def press(me, pitch: str, act: str, **changes: str):
    return me.post(f"/pitches/{pitch}", data=form_of(pitch, act=act, **changes))


def test_save_stores_the_text_and_returns_to_the_editor(me, pitch):
    answer = me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Ro til at lege"))
    assert (answer.status_code, answer.location, the_pitch(pitch).title) == (303, f"/pitches/{pitch}", "Ro til at lege")


def test_autosave_returns_the_next_revision(me, pitch):
    answer = me.post(f"/pitches/{pitch}/autosave", data=form_of(pitch, title="Ro til at lege"))
    assert (answer.status_code, re.search(r'data-revision="(\d+)"', answer.text)[1], the_pitch(pitch).title) == (
        200, "2", "Ro til at lege")


def test_saving_unchanged_text_makes_no_new_revision(me, pitch):
    me.post(f"/pitches/{pitch}/autosave", data=form_of(pitch))
    assert the_pitch(pitch).revision == 1


def test_title_button_sets_the_title(me, pitch):
    press(me, pitch, "title:1")
    assert the_pitch(pitch).title == "Noget rart at være fælles om"


def test_lead_button_sets_the_lead(me, pitch):
    wanted = the_pitch(pitch).options["leads"][1]["text"]
    press(me, pitch, "lead:1")
    assert the_pitch(pitch).lead == wanted


def clause_key(me, pitch: str) -> str:
    return re.search(r'value="said_title:([^"]+)"', me.get(f"/pitches/{pitch}").text)[1]  # type: ignore[index]


def test_quote_clause_button_sets_the_title(me, pitch):
    press(me, pitch, f"said_title:{clause_key(me, pitch)}")
    assert the_pitch(pitch).title == "Forældre og børn har brug for noget rart at være fælles om"


def test_quote_clause_is_put_in_front_of_our_lead(me, pitch):
    press(me, pitch, f"said_lead:{clause_key(me, pitch)}", lead="Vi hjælper gerne.")
    assert the_pitch(pitch).lead == (
        "I fortæller: »Forældre og børn har brug for noget rart at være fælles om«. Vi hjælper gerne.")


def test_button_keeps_text_typed_in_other_fields(me, pitch):
    press(me, pitch, "title:1", first_step="Vi ringer i uge 3.")
    assert the_pitch(pitch).first_step == "Vi ringer i uge 3."


def test_up_button_moves_the_offer_up(me, pitch):
    press(me, pitch, "up:2")
    assert headlines(pitch) == ["Noget at tage med til familien", "En aften kun for jer", "Bussen holder hos jer"]


def test_remove_button_removes_the_offer(me, pitch):
    press(me, pitch, "remove:1")
    assert headlines(pitch) == ["Noget at tage med til familien", "Bussen holder hos jer"]


def test_swap_button_replaces_the_offer(me, pitch, cast):
    press(me, pitch, f"swap:2:{cast.offers['Hjørne']}")
    assert headlines(pitch) == ["En aften kun for jer", "Et roligt hjørne", "Bussen holder hos jer"]


def test_added_offer_uses_the_sector_wording(me, pitch, cast):
    press(me, pitch, "remove:2")
    press(me, pitch, f"add:{cast.offers['Kasse']}")
    assert headlines(pitch) == ["En aften kun for jer", "Bussen holder hos jer", "Noget at tage med til familien"]


def test_fifth_offer_is_refused(me, pitch, cast):
    press(me, pitch, f"add:{cast.offers['Hjørne']}")
    assert press(me, pitch, f"add:{cast.offers['Hjørne']}").status_code == 422


def test_unknown_offer_is_refused(me, pitch):
    assert press(me, pitch, "swap:1:nosuchoffers").status_code == 422


@pytest.mark.parametrize("act", [
    "title:9", "said_title:x:y", "up:", "up:99", "remove:-1", "nonsense", "swap:²:x", "lead:"])
def test_unknown_button_value_changes_nothing(me, pitch, act):
    before = headlines(pitch)
    press(me, pitch, act)
    assert (headlines(pitch), the_pitch(pitch).revision) == (before, 1)


# --- two at once ---

def test_stale_save_returns_409_and_overwrites_nothing(me, pitch):
    old = form_of(pitch, title="Min")
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Deres"))
    answer = me.post(f"/pitches/{pitch}", data=old)
    assert (answer.status_code, the_pitch(pitch).title) == (409, "Deres")


def test_conflict_shows_both_texts_and_accepts_the_choice(me, pitch):
    first, second = (fetch(me, f"/pitches/{pitch}", "lead") for _time in range(2))
    send(me, f"/pitches/{pitch}", first, title="Deres")
    asked = send(me, f"/pitches/{pitch}", second, title="Min")
    assert (asked.status_code, "<mark>Deres</mark>" in asked.text, "Min</textarea>" in asked.text) == (409, True, True)
    send(me, f"/pitches/{pitch}", form_with(asked.text, "asked") | {"keep-title": "mine"})
    assert the_pitch(pitch).title == "Min"


def test_changes_to_different_fields_are_merged(me, pitch):
    first, second = (fetch(me, f"/pitches/{pitch}", "lead") for _time in range(2))
    send(me, f"/pitches/{pitch}", first, act="remove:1")
    send(me, f"/pitches/{pitch}", second, title="Min")
    assert (the_pitch(pitch).title, len(the_pitch(pitch).offers)) == ("Min", 2)


def test_conflicting_offer_lists_are_one_choice(me, pitch):
    first, second = (fetch(me, f"/pitches/{pitch}", "lead") for _time in range(2))
    send(me, f"/pitches/{pitch}", first, act="remove:1")
    asked = send(me, f"/pitches/{pitch}", second, offer_2_headline="Min")
    assert asked.status_code == 409
    send(me, f"/pitches/{pitch}", form_with(asked.text, "asked") | {"keep-offers": "mine"})
    assert [each.headline for each in the_pitch(pitch).offers][1:2] == ["Min"]
    assert len(the_pitch(pitch).offers) == 3


def test_stale_autosave_returns_409(me, pitch):
    old = form_of(pitch, title="Min")
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Deres"))
    assert me.post(f"/pitches/{pitch}/autosave", data=old).status_code == 409


def test_stale_button_returns_409_and_changes_nothing(me, pitch):
    old = form_of(pitch, title="Min", act="remove:1")
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Deres"))
    assert (me.post(f"/pitches/{pitch}", data=old).status_code, len(the_pitch(pitch).offers)) == (409, 3)


def test_stale_page_with_equal_text_is_no_conflict(me, pitch):
    old = form_of(pitch, title="Det samme")
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Det samme"))
    assert me.post(f"/pitches/{pitch}/autosave", data=old).status_code == 200


# --- bad input ---

BAD = [
    ("title", "Hej 😀", "Vores skrift kan ikke vise 😀 på papir. Slet eller erstat."),
    ("title", "x" * 141, "Teksten er 1 tegn for lang (højst 140)."),
    ("lead", "x" * 4000, "Teksten er 3400 tegn for lang (højst 600)."),
    ("offer_2_text", "et\x07to",
     "Teksten indeholder et usynligt styretegn. Skriv den igen, eller indsæt den som ren tekst."),
    ("first_step", "Ring om 010190-1111",
     "Det ligner et CPR-nummer. Det må ikke stå her – slet det, og skriv i stedet det, I har brug for at huske."),
    ("contact_phone", "ring bare", "Skriv telefonnummeret med tal, fx 89 15 89 15 eller +45 89 15 89 15."),
    ("contact_email", "kattelem", "Det ligner ikke en mailadresse. Skriv den som navn@sted.dk."),
    ("dated", "31.02.2026", "Datoen findes ikke. Skriv den som 24.11.2026."),
    ("dated", "", "Vælg en dato."),
    ("qr", "skull", "Det valg findes ikke længere. Vælg et andet."),
]


@pytest.mark.parametrize(("field", "text", "message"), BAD)
def test_invalid_input_shows_the_error_at_its_field(me, pitch, field, text, message):
    html = me.post(f"/pitches/{pitch}", data=form_of(pitch, **{field: text})).text
    assert unescape(re.search(rf'id="{field}-error">([^<]*)<', html)[1]) == message  # type: ignore[index]


@pytest.mark.parametrize("address", ["", "/autosave", "/freeze"])
@pytest.mark.parametrize(("field", "text", "message"), BAD)
def test_invalid_input_saves_nothing(me, pitch, address, field, text, message):
    changes = {"worry_line": "Rettet", field: text}
    answer = me.post(f"/pitches/{pitch}{address}", data=form_of(pitch, **changes))
    assert (answer.status_code, the_pitch(pitch).revision) == (422, 1)


STRANGE = ["<b>fed</b>", "{{ 7*7 }}", "{% raw %}", "</textarea><script>alert(1)</script>", "'; drop table pitch; --",
           "مرحبا بكم", "url(http://127.0.0.1/x)", "@import 'x'", "&amp; &lt;"]


@pytest.mark.parametrize("text", STRANGE)
def test_markup_and_template_code_are_kept_as_text(me, pitch, text):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title=text))
    assert value_of(me.get(f"/pitches/{pitch}").text, "title") == text


def test_offer_count_is_limited_to_four(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, offer_count="99"))
    assert len(the_pitch(pitch).offers) == 4


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "²"])
def test_non_numeric_revision_counts_as_stale(me, pitch, revision):
    assert me.post(f"/pitches/{pitch}/autosave", data=form_of(pitch, title="Ny", revision=revision)).status_code == 409


# --- audit ---

def entries(pitch: str) -> list[AuditEntry]:
    db.session.remove()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == pitch).order_by(AuditEntry.id)))


def test_consecutive_saves_are_one_audit_entry_with_first_and_last_value(me, pitch):
    for title in ("En", "En ny", "En ny titel"):
        me.post(f"/pitches/{pitch}/autosave", data=form_of(pitch, title=title))
    found = [(each.act, [(c.field, c.old, c.new) for c in each.changes]) for each in entries(pitch)]
    assert found[1:] == [("pitch.edit", [("title", "Et sted at være sammen", "En ny titel")])]


def test_save_by_a_colleague_is_a_separate_audit_entry(me, stranger, pitch):
    me.post(f"/pitches/{pitch}/autosave", data=form_of(pitch, title="Min"))
    stranger.post(f"/pitches/{pitch}/autosave", data=form_of(pitch, title="Deres"))
    assert [(each.act, each.actor_name) for each in entries(pitch)] == [
        ("pitch.start", "Børnebibliotekaren"), ("pitch.edit", "Børnebibliotekaren"), ("pitch.edit", "Bogbussen")]


def test_deleted_offer_keeps_its_text_on_the_page(me, pitch, cast):
    with transactions.writing():
        db.session.delete(db.session.scalars(select(Offer).where(Offer.public_id == cast.offers["Aften"])).one())
    assert (me.get(f"/pitches/{pitch}").status_code, headlines(pitch)[0]) == (200, "En aften kun for jer")
