"""The pitch editor page: findings of the language check, page image, partner quotes, the other language."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.pitches.conftest import form_of, the_pitch


def plain(html: str) -> str:
    """The text of a piece of HTML, white space single."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("language", ["da", "en"])
def test_editor_opens_in_both_languages(cast, client_as, language, me, pitch):
    page = client_as(cast.outsider, language=language).get(f"/pitches/{pitch}")
    assert (page.status_code, f'<html lang="{language}">' in page.text) == (200, True)


def test_quotes_are_listed_clause_by_clause(me, pitch):
    found = re.findall(r'<span class="words">([^<]+)</span>', me.get(f"/pitches/{pitch}").text)
    assert found == ["Forældre og børn har brug for noget rart at være fælles om"]


def test_quotes_in_another_language_are_counted_but_not_offered(me, pitch):
    assert "1 ting, de har sagt, står på et andet sprog" in me.get(f"/pitches/{pitch}").text


def test_findings_are_grouped_by_field_with_a_link(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, lead="Vi har materialer til hver klient.", title="Klienter"))
    html = me.get(f"/pitches/{pitch}/beside").text
    groups = re.findall(r'<h3><a href="#(\w+)">([^<]+)</a></h3>', html)
    assert groups == [("title", "Overskrift"), ("lead", "Indledning")]


def test_finding_shows_sentence_reason_and_suggestions(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, lead="Hej. Vi har materialer med. Farvel."))
    html = re.search(r'<ul class="findings">(.*?)</ul>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == ("Vi har materialer med. materialer er et ord, vi bruger på biblioteket. "
                           "Prøv: bøger, film og spil, ting.")


def test_repeated_word_is_one_finding_with_a_count(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, lead="Hej. Vi har materialer og Materialer. Flere materialer."))
    html = re.search(r'<ul class="findings">(.*?)</ul>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == ("Vi har materialer og Materialer. materialer (3 gange) er et ord, vi bruger på biblioteket. "
                           "Prøv: bøger, film og spil, ting.")


def test_equal_use_of_we_and_you_is_reported(me, pitch):
    blank = {f"offer_{at}_{part}": "" for at in (1, 2, 3) for part in ("headline", "text", "practical")}
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Hej", lead="I kommer. Vi venter.", worry_line="",
                                              first_step="", **blank))
    figures = re.search(r'<ul class="figures">(.*?)</ul>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(figures).split(" tal ")[1] == "1 : 1 I mod vi lige meget til dem og om os"


def test_quote_repeated_in_title_and_lead_is_reported_with_another_lead(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act="title:1"))
    html = re.search(r'<div class="twice">(.*?)</div>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == "Det samme citat står i indledningen. Tag en anden indledning"


def test_using_the_other_lead_removes_the_warning(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act="title:1"))
    act = re.search(r'<div class="twice">.*?value="([^"]+)"', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act=act))
    assert ('class="twice"' in me.get(f"/pitches/{pitch}/beside").text, the_pitch(pitch).title) == (
        False, "Noget rart at være fælles om")


def test_invalid_save_marks_the_image_as_outdated_and_hides_the_download(me, pitch):
    html = me.post(f"/pitches/{pitch}", data=form_of(pitch, title="x" * 141)).text
    beside = html.split('<div id="beside"')[1]
    assert (beside.split(">")[0], "Billedet viser det, der sidst blev gemt." in beside, "Hent partnerark" in html) == (
        ' class="stale"', True, False)


def test_fitting_page_reports_how_full_it_is(me, pitch):
    html = re.search(r'id="verdict">(.*?)</div>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == "Én side. Der er god luft på siden."


def test_page_image_is_a_png_of_the_page(me, pitch):
    answer = me.get(f"/pitches/{pitch}/page.png?rev=1")
    assert (answer.mimetype, answer.data[:8], int.from_bytes(answer.data[16:20], "big")) == (
        "image/png", b"\x89PNG\r\n\x1a\n", 1040)


def test_changed_page_has_a_new_image(me, pitch):
    before = me.get(f"/pitches/{pitch}/page.png").data
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Ro til at lege"))
    assert me.get(f"/pitches/{pitch}/page.png").data != before


def test_editor_without_preview_panel_has_the_page_image(me, pitch):
    assert '<img class="page-picture"' in me.get(f"/pitches/{pitch}?beside=later").text


def test_other_language_asks_for_confirmation(me, pitch):
    assert "Dine egne rettelser følger ikke med" in me.get(f"/pitches/{pitch}/language").text


def test_other_language_is_a_separate_draft(me, pitch, cast):
    me.post(f"/partners/{cast.house}/pitches", data={"language": "en"})
    assert (the_pitch().language, the_pitch(pitch).language) == ("en", "da")


@pytest.mark.parametrize("page", ["", "/language", "/beside", "/page.png"])
def test_unknown_pitch_returns_404(me, page):
    assert me.get(f"/pitches/nowherenever{page}").status_code == 404
