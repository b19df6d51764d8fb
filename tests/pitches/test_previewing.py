"""Concurrent previews: no errors, and each user gets the image of their own page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient

from outreach.pitches import render_cache
from tests.pitches.conftest import form_of


def test_eight_concurrent_previews_show_their_own_pages(app, cast, client_as, make_user, me):
    drafts = []
    for number in range(8):
        client = client_as(make_user(name=f"Kollega {number}"))
        pitch = client.post(f"/partners/{cast.house}/pitches").location.rsplit("/", 1)[1]
        client.post(f"/pitches/{pitch}", data=form_of(pitch, title=f"Side nummer {number}"))
        drafts.append((client, pitch))
    alone = [client.get(f"/pitches/{pitch}/page.png").data for client, pitch in drafts]
    render_cache.clear()

    def look(draft: tuple[FlaskClient, str]) -> bytes:
        with app.app_context():
            return draft[0].get(f"/pitches/{draft[1]}/page.png").data

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(look, drafts))
    assert together == alone


def test_page_is_rendered_once_for_check_image_and_download(me, pitch, monkeypatch):
    made = []
    really = render_cache.make_pitch_preview
    monkeypatch.setattr(render_cache, "make_pitch_preview", lambda sheet: made.append(sheet) or really(sheet))
    render_cache.clear()
    me.get(f"/pitches/{pitch}")
    me.get(f"/pitches/{pitch}/page.png")
    me.post(f"/pitches/{pitch}/freeze")
    assert len(made) == 1


def test_promise_that_no_offer_holds_is_pointed_at(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, first_step="Vi kommer et par timer med en computer."))
    page = me.get(f"/pitches/{pitch}/beside").get_data(as_text=True)
    assert "<mark>en computer</mark>" not in page
    assert "<mark>et par timer</mark>" in page
    assert "<mark>computer</mark>" in page
    assert "intet tilbud på siden rummer det" in page
