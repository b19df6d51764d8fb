"""Pitches for a protected partner are closed to users outside its circle."""

from __future__ import annotations

import io

import pikepdf
import pytest
from sqlalchemy import select

from outreach.core import transactions
from outreach.core.db import db
from outreach.partners.models import Partner
from outreach.pitches import queries
from tests.pitches.conftest import form_of, the_pitch


@pytest.fixture
def hidden(cast, me) -> str:
    """A pitch for the protected partner, written and handed over by its owner."""
    pitch = me.post(f"/partners/{cast.shelter}/pitches").location.rsplit("/", 1)[1]
    return pitch


@pytest.mark.parametrize("page", ["", "/language", "/beside", "/page.png"])
def test_protected_pitch_pages_return_403(stranger, hidden, page):
    assert stranger.get(f"/pitches/{hidden}{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "/language", "/beside", "/page.png"])
def test_protected_partner_name_is_in_no_response(stranger, hidden, page):
    assert b"Huset bag muren" not in stranger.get(f"/pitches/{hidden}{page}").data


@pytest.mark.parametrize("act", ["", "/autosave", "/freeze"])
def test_outsider_cannot_change_a_protected_pitch(stranger, hidden, act):
    answer = stranger.post(f"/pitches/{hidden}{act}", data=form_of(hidden, title="Fremmed"))
    assert (answer.status_code, the_pitch(hidden).title) == (403, form_of(hidden)["title"])


def test_outsider_cannot_start_a_pitch_for_a_protected_partner(stranger, cast):
    assert stranger.post(f"/partners/{cast.shelter}/pitches").status_code == 403


def test_document_of_a_protected_partner_returns_403_for_outsider(me, stranger, hidden):
    address = me.post(f"/pitches/{hidden}/freeze").location
    assert (me.get(address).status_code, stranger.get(address).status_code) == (200, 403)


def test_document_list_of_a_protected_partner_returns_403(stranger, cast):
    assert stranger.get(f"/partners/{cast.shelter}/papers").status_code == 403


def test_file_name_and_document_title_omit_the_protected_partner(me, hidden):
    answer = me.get(me.post(f"/pitches/{hidden}/freeze").location)
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        title = str(pdf.docinfo.get("/Title", ""))
    assert ("mur" in answer.headers["Content-Disposition"], title) == (False, "Forslag fra Prøve Bibliotek")


def test_draft_is_listed_for_users_who_may_see_the_partner(app, cast, hidden):
    assert [each.pitch.public_id for each in queries.list_unfinished(cast.owner)] == [hidden]


def test_draft_is_not_listed_after_its_writer_leaves_the_circle(app, cast, hidden):
    with transactions.writing():
        shelter = db.session.scalars(select(Partner).where(Partner.public_id == cast.shelter)).one()
        shelter.owner_id = cast.outsider.id
    assert queries.list_unfinished(cast.owner) == []


def test_downloaded_pitch_is_not_listed_as_draft(app, cast, me, pitch):
    me.post(f"/pitches/{pitch}/freeze")
    assert queries.list_unfinished(cast.owner) == []
