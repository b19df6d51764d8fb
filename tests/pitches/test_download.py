"""Downloading a pitch: an issued document per distinct page, versions, and refusal of pages that do not fit."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.stored_files import stored_file
from outreach.issued_documents.models import IssuedDocument
from outreach.library.models import LibraryProfile
from outreach.partners.models import Contact, Partner
from tests.pitches.conftest import form_of, the_pitch

LONG = "Vi kommer gerne en aften og har noget med til alle, der vil. " * 12


def papers() -> list[IssuedDocument]:
    db.session.remove()
    return list(db.session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)))


def issue_document(me, pitch: str, **changes: str):
    return me.post(f"/pitches/{pitch}/freeze", data=form_of(pitch, **changes))


def too_long(pitch: str) -> dict[str, str]:
    changes = {f"offer_{number}_{part}": LONG[:length].strip() for number in (1, 2, 3)
               for part, length in (("text", 600), ("practical", 200), ("headline", 120))}
    return form_of(pitch, lead=LONG[:600].strip(), first_step=LONG[:400].strip(), title=LONG[:140].strip(),
                   worry_line=LONG[:240].strip(), offer_count="4", offer_4_headline=LONG[:120].strip(),
                   offer_4_text=LONG[:590].strip(), offer_4_practical=LONG[:200].strip(), **changes)


def test_download_redirects_to_the_issued_file(me, pitch):
    answer = issue_document(me, pitch)
    paper = papers()[0]
    assert (answer.status_code, answer.location) == (303, f"/papers/{paper.public_id}.pdf?download=1")


def test_downloaded_file_is_named_by_kind_and_id(me, pitch):
    answer = me.get(issue_document(me, pitch).location)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=partnerark-{papers()[0].public_id}.pdf"


def test_downloaded_file_is_the_stored_file(me, pitch):
    answer = me.get(issue_document(me, pitch).location)
    assert (answer.mimetype, answer.data) == ("application/pdf", papers()[0].file.content)


def test_typed_text_is_saved_and_printed_on_download(me, pitch):
    issue_document(me, pitch, title="Ro til at lege")
    assert (the_pitch(pitch).title, papers()[0].values["title"]) == ("Ro til at lege", "Ro til at lege")


def test_stored_values_equal_the_sheet(me, pitch):
    issue_document(me, pitch)
    assert papers()[0].values == {
        "language": "da", "library_name": "Prøve Bibliotek", "partner_name": "Familiehuset", "on": "2026-11-23",
        "title": "Et sted at være sammen",
        "lead": "I fortæller: »Forældre og børn har brug for noget rart at være fælles om.«",
        "offers": [{"headline": "En aften kun for jer", "text": "I får huset for jer selv.", "practical": "",
                    "why": ""},
                   {"headline": "Noget at tage med til familien", "text": "I får en kasse med bøger og spil.",
                    "practical": "Vi henter og bringer", "why": ""},
                   {"headline": "Bussen holder hos jer", "text": "I får bussen til døren.", "practical": "",
                    "why": ""}],
        "worry_line": "Vi henter, bringer og rydder op.", "first_step": "Kom forbi i uge 49.",
        "contact": {"name": "Børnebibliotekaren", "organisation": "Prøve Bibliotek", "phone": "89 15 89 15",
                    "email": "børnebibliotekaren@demo.example", "qr": "vcard"},
        "logo": None, "library_line": "Vi er byens fælles hus."}


def test_unchanged_page_makes_no_new_version(me, pitch):
    assert (issue_document(me, pitch).location, len(papers())) == (issue_document(me, pitch).location, 1)


def test_changed_page_makes_a_new_version_and_keeps_the_old_file(me, pitch):
    issue_document(me, pitch)
    first = papers()[0].file.content
    issue_document(me, pitch, title="Ro til at lege")
    assert [(each.version, each.file.content == first) for each in papers()] == [(1, True), (2, False)]


def test_restoring_old_words_makes_a_new_version(me, pitch):
    old = the_pitch(pitch).title
    for title in (old, "Ro til at lege", old):
        issue_document(me, pitch, title=title)
    assert [each.version for each in papers()] == [1, 2, 3]


def test_blank_offer_is_left_out_of_the_document(me, pitch):
    issue_document(me, pitch, offer_2_headline="", offer_2_text="", offer_2_practical="")
    printed = [each["headline"] for each in papers()[0].values["offers"]]
    assert printed == ["En aften kun for jer", "Bussen holder hos jer"]


def test_too_long_page_shows_the_error_at_the_field(me, pitch):
    html = me.post(f"/pitches/{pitch}/freeze", data=too_long(pitch)).text
    error = unescape(re.search(r'id="lead-error">([^<]*)<', html)[1])  # type: ignore[index]
    assert re.fullmatch(r"Teksten fylder mere end én side\. Indledning skal være mindst \d+ tegn kortere\.", error)


def test_too_long_page_issues_no_document(me, pitch):
    answer = me.post(f"/pitches/{pitch}/freeze", data=too_long(pitch))
    assert (answer.status_code, papers()) == (422, [])


def test_shortening_as_told_makes_the_page_fit(me, pitch):
    data = too_long(pitch)
    html = unescape(me.post(f"/pitches/{pitch}/freeze", data=data).text)
    for field, count in re.findall(r'id="(\w+)-error">Teksten fylder[^<]*mindst (\d+) tegn', html):
        data[field] = data[field][:len(data[field]) - int(count)].rstrip()
    assert me.post(f"/pitches/{pitch}/freeze", data=data).status_code == 303


def test_too_long_page_can_be_saved_as_draft(me, pitch):
    assert me.post(f"/pitches/{pitch}", data=too_long(pitch)).status_code == 303


def test_preview_panel_lists_what_to_shorten(me, pitch):
    me.post(f"/pitches/{pitch}", data=too_long(pitch))
    html = me.get(f"/pitches/{pitch}/beside").text
    assert re.search(r'<li><a href="#lead">Indledning skal være mindst \d+ tegn kortere\.</a></li>', html)


def test_too_long_page_has_no_download_button(me, pitch):
    me.post(f"/pitches/{pitch}", data=too_long(pitch))
    assert "Hent partnerark (PDF)" not in me.get(f"/pitches/{pitch}").text


@pytest.mark.parametrize(("changes", "message"), [
    ({"title": ""}, "Siden skal have en overskrift, før den kan hentes."),
    ({"contact_name": ""}, "Skriv, hvem de skal ringe til."),
    ({"contact_phone": "", "contact_email": ""}, "Skriv et telefonnummer eller en mailadresse, de kan bruge."),
    ({"offer_count": "0"}, "Der skal stå mindst ét tilbud på siden, før den kan hentes."),
])
def test_page_missing_a_required_field_is_not_issued(me, pitch, changes, message):
    answer = issue_document(me, pitch, **changes)
    assert (answer.status_code, message in unescape(answer.text), papers()) == (422, True, [])


def test_stale_download_issues_no_document(me, pitch):
    old = form_of(pitch, title="Min")
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Deres"))
    assert (me.post(f"/pitches/{pitch}/freeze", data=old).status_code, papers()) == (409, [])


def test_download_works_without_form_data(me, pitch):
    assert me.post(f"/pitches/{pitch}/freeze").status_code == 303


def test_partner_contact_named_on_the_page_is_linked(me, pitch, cast):
    with transactions.writing():
        house = db.session.scalars(select(Partner).where(Partner.public_id == cast.house)).one()
        house.contacts = [Contact(name="Familiekonsulenten"), Contact(name="Afdelingslederen")]
    issue_document(me, pitch, first_step="Familiekonsulenten vælger dagen.")
    named = [db.session.get(Contact, each.contact_id).name for each in papers()[0].contacts]
    assert named == ["Familiekonsulenten"]


def test_logo_is_stored_as_its_hash(me, pitch, cast):
    target = BytesIO()
    Image.new("RGB", (40, 20), "#0f5c63").save(target, "PNG")
    with transactions.writing():
        db.session.scalars(select(LibraryProfile)).one().logo = stored_file(target.getvalue(), "image/png", None)
    issue_document(me, pitch)
    assert papers()[0].values["logo"]["size"] == len(target.getvalue())
