"""The papers of a meeting: what stands on them, what never does, and what is kept."""

from __future__ import annotations

from datetime import time

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.errors import ChangedMeanwhile
from outreach.issued_documents.models import IssuedDocument, PaperKind
from outreach.library.queries import get_profile
from outreach.meetings import document, service, sheet_builder
from outreach.meetings.queries import OpenMeeting, get_meeting
from outreach.partners.models import Partner, Quote, Stage
from outreach.pitches.service import start_pitch
from tests.meetings.conftest import DAY


def text_of(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture
def with_pitch(meeting, user) -> OpenMeeting:
    """The meeting with a pitch of its partner."""
    host = user("Børnebibliotekaren")
    with transactions.writing():
        view = get_meeting(meeting.meeting.public_id, host)
        service.attach_pitch(by=host, view=view, pitch=start_pitch(by=host, partner=view.lead))
    return get_meeting(meeting.meeting.public_id, host)


def test_the_file_for_them_has_the_pitch_first_and_then_the_agenda(with_pitch, user):
    with transactions.writing():
        paper = document.issue_for_partner(by=user("Børnebibliotekaren"), view=with_pitch, library=get_profile(),
                                           rendered=document.render_for_partner(with_pitch, get_profile()))
        pages = text_of(paper.file.content)
    assert len(pages) == 2
    assert with_pitch.meeting.pitch.title.split()[0] in pages[0]
    assert "Dagsorden" in pages[1]


def test_nothing_of_ours_is_in_the_file_for_them(with_pitch, user):
    with transactions.writing():
        with_pitch.meeting.stand = "Dertil vil vi"
        with_pitch.meeting.purpose = "Derfor vil vi"
        paper = document.issue_for_partner(by=user("Børnebibliotekaren"), view=with_pitch, library=get_profile(),
                                           rendered=document.render_for_partner(with_pitch, get_profile()))
        whole = " ".join(text_of(paper.file.content))
    assert [words for words in ("Dertil vil vi", "Derfor vil vi", "Internt") if words in whole] == []


def test_issuing_the_same_again_keeps_one_version(with_pitch, user):
    host = user("Børnebibliotekaren")
    for _time in range(2):
        with transactions.writing():
            view = get_meeting(with_pitch.meeting.public_id, host)
            document.issue_for_partner(by=host, view=view, library=get_profile(),
                                       rendered=document.render_for_partner(view, get_profile()))
    kept = db.session.scalars(select(IssuedDocument).order_by(IssuedDocument.kind)).all()
    assert sorted((each.kind.value, each.version) for each in kept) == [("agenda", 1), ("for_them", 1), ("pitch", 1)]


def test_the_partners_papers_are_the_same_under_every_stage(with_pitch, user):
    host, seen = user("Børnebibliotekaren"), set()
    for stage in Stage:
        with transactions.writing():
            db.session.get(Partner, with_pitch.lead.id).stage = stage
        view = get_meeting(with_pitch.meeting.public_id, host)
        parts = document.parts_of(document.FOR_THEM, view, get_profile())
        seen.add(tuple(part.sheet for part in parts))
        db.session.remove()
    assert len(seen) == 1


def test_our_own_file_has_preparation_and_closing(meeting):
    pages = text_of(document.for_us(view=meeting, library=get_profile()))
    assert ["Forberedelsesark" in pages[0], "Opsamlingsark" in pages[1]] == [True, True]


def test_the_agenda_has_no_question_of_ours(meeting):
    sheet = sheet_builder.agenda_sheet(meeting, get_profile())
    assert not hasattr(sheet, "questions")


def test_an_english_meeting_gets_english_papers(meeting, user, plan):
    host = user("Børnebibliotekaren")
    with transactions.writing():
        made = service.plan_meeting(by=host, partners=[meeting.lead],
                                    plan=plan(language="en", starts_at=time(13), ends_at=time(14)))
        view = OpenMeeting(made, meeting.partners)
        pages = text_of(document.for_us(view=view, library=get_profile()))
    assert f"Thursday {DAY.day} {DAY:%B %Y}" in pages[0]


@pytest.mark.parametrize("kind", list(document.FOR_US + (PaperKind.AGENDA,)))
def test_a_picture_of_each_paper_can_be_seen(demo_client, meeting, kind):
    response = demo_client().get(f"/meetings/{meeting.meeting.public_id}/{kind.value}.png")
    assert response.data[:8] == b"\x89PNG\r\n\x1a\n"


def test_downloading_for_them_goes_through_a_post(demo_client, with_pitch):
    client = demo_client()
    address = f"/meetings/{with_pitch.meeting.public_id}/for-them"
    assert client.get(address).status_code == 405
    pdf = client.get(client.post(address).location)
    assert pdf.content_type == "application/pdf"


def test_a_long_profile_still_makes_one_page_for_us(demo_app, meeting, user):
    host = user("Børnebibliotekaren")
    with transactions.writing():
        house = db.session.get(Partner, meeting.lead.id)
        house.everyday = house.matters = "Vi er ude hos familierne hele dagen, og planen skifter. " * 30
        for at in range(5):
            house.quotes.append(Quote(text="Det skal være let at gå til, og det må gerne være sjovt. " * 60,
                                      said_on=meeting.meeting.held_on, source=f"besøg {at}"))
    view = get_meeting(meeting.meeting.public_id, host)
    assert len(text_of(document.for_us(view=view, library=get_profile()))) == 2


@pytest.fixture
def without_offers(with_pitch, user) -> OpenMeeting:
    """The meeting with a pitch that has no offer yet."""
    with transactions.writing():
        pitch = get_meeting(with_pitch.meeting.public_id, user("Børnebibliotekaren")).meeting.pitch
        pitch.offers.clear()
    return with_pitch


def test_unfinished_pitch_is_named_on_the_meetings_page(demo_client, without_offers):
    page = demo_client().get(f"/meetings/{without_offers.meeting.public_id}").text
    assert "Partnerarket er ikke færdigt og kommer ikke med endnu. Der skal stå mindst ét tilbud på siden" in page
    assert ["Hent dagsordenen (PDF)" in page, "Hent papirer til dem (PDF)" in page] == [True, False]


def test_unfinished_pitch_is_left_out_of_the_file(demo_client, without_offers):
    client = demo_client()
    pdf = client.get(client.post(f"/meetings/{without_offers.meeting.public_id}/for-them").location).data
    assert ["Dagsorden" in page for page in text_of(pdf)] == [True]


def test_what_was_changed_since_it_was_rendered_is_not_issued(with_pitch, user):
    rendered = document.render_for_partner(with_pitch, get_profile())
    with transactions.writing():
        with_pitch.meeting.place = "Et andet sted"
    with transactions.writing(), pytest.raises(ChangedMeanwhile):
        document.issue_for_partner(by=user("Børnebibliotekaren"), view=with_pitch, library=get_profile(),
                                   rendered=rendered)
