"""What the editor shows: the check, the picture, the words of the partner, the way to the other language."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.pitches.conftest import form_of, the_pitch


def plain(html: str) -> str:
    """The text of a piece of HTML, white space single."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_fresh_page_can_be_read_in_both_languages(cast, client_as, language, me, pitch):
    page = client_as(cast.outsider, language=language).get(f"/pitches/{pitch}")
    assert (page.status_code, f'<html lang="{language}">' in page.text) == (200, True)


def test_their_words_stand_clause_by_clause(me, pitch):
    found = re.findall(r'<span class="words">([^<]+)</span>', me.get(f"/pitches/{pitch}").text)
    assert found == ["Forældre og børn har brug for noget rart at være fælles om"]


def test_a_quote_in_another_language_is_not_offered_but_told_of(me, pitch):
    assert "1 ting, de har sagt, står på et andet sprog" in me.get(f"/pitches/{pitch}").text


def test_words_to_think_about_are_grouped_by_field_with_a_way_there(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, lead="Vi har materialer til hver klient.", title="Klienter"))
    html = me.get(f"/pitches/{pitch}/beside").text
    groups = re.findall(r'<h3><a href="#(\w+)">([^<]+)</a></h3>', html)
    assert groups == [("title", "Overskrift"), ("lead", "Indledning")]


def test_a_finding_stands_in_its_sentence_with_why_and_plainer_words(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, lead="Hej. Vi har materialer med. Farvel."))
    html = re.search(r'<ul class="findings">(.*?)</ul>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == ("Vi har materialer med. materialer er et ord, vi bruger på biblioteket. "
                           "Prøv: bøger, film og spil, ting.")


def test_a_word_used_again_is_one_line_that_counts(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, lead="Hej. Vi har materialer og Materialer. Flere materialer."))
    html = re.search(r'<ul class="findings">(.*?)</ul>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == ("Vi har materialer og Materialer. materialer (3 gange) er et ord, vi bruger på biblioteket. "
                           "Prøv: bøger, film og spil, ting.")


def test_as_much_to_them_as_of_us_is_called_that(me, pitch):
    blank = {f"offer_{at}_{part}": "" for at in (1, 2, 3) for part in ("headline", "text", "practical")}
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Hej", lead="I kommer. Vi venter.", worry_line="",
                                              first_step="", **blank))
    figures = re.search(r'<ul class="figures">(.*?)</ul>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(figures).split(" tal ")[1] == "1 : 1 I mod vi lige meget til dem og om os"


def test_a_quote_in_both_title_and_opening_is_pointed_at_with_another_opening(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act="title:1"))
    html = re.search(r'<div class="twice">(.*?)</div>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == "Det samme citat står i indledningen. Tag en anden indledning"


def test_the_other_opening_ends_the_repeating(me, pitch):
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act="title:1"))
    act = re.search(r'<div class="twice">.*?value="([^"]+)"', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    me.post(f"/pitches/{pitch}", data=form_of(pitch, act=act))
    assert ('class="twice"' in me.get(f"/pitches/{pitch}/beside").text, the_pitch(pitch).title) == (
        False, "Noget rart at være fælles om")


def test_a_refused_save_says_that_the_picture_is_older_and_gives_no_file(me, pitch):
    html = me.post(f"/pitches/{pitch}", data=form_of(pitch, title="x" * 141)).text
    beside = html.split('<div id="beside"')[1]
    assert (beside.split(">")[0], "Billedet viser det, der sidst blev gemt." in beside, "Hent partnerark" in html) == (
        ' class="stale"', True, False)


def test_a_page_that_fits_says_how_full_it_is(me, pitch):
    html = re.search(r'id="verdict">(.*?)</div>', me.get(f"/pitches/{pitch}/beside").text, re.DOTALL)[1]  # type: ignore[index]
    assert plain(html) == "Én side. Der er god luft på siden."


def test_the_picture_is_the_page(me, pitch):
    answer = me.get(f"/pitches/{pitch}/page.png?rev=1")
    assert (answer.mimetype, answer.data[:8], int.from_bytes(answer.data[16:20], "big")) == (
        "image/png", b"\x89PNG\r\n\x1a\n", 1040)


def test_another_page_has_another_picture(me, pitch):
    before = me.get(f"/pitches/{pitch}/page.png").data
    me.post(f"/pitches/{pitch}", data=form_of(pitch, title="Ro til at lege"))
    assert me.get(f"/pitches/{pitch}/page.png").data != before


def test_a_script_may_fetch_the_page_without_its_picture(me, pitch):
    assert '<img class="page-picture"' in me.get(f"/pitches/{pitch}?beside=later").text


def test_the_other_language_is_asked_about_first(me, pitch):
    assert "Dine egne rettelser følger ikke med" in me.get(f"/pitches/{pitch}/language").text


def test_the_other_language_is_a_draft_of_its_own(me, pitch, cast):
    me.post(f"/partners/{cast.house}/pitches", data={"language": "en"})
    assert (the_pitch().language, the_pitch(pitch).language) == ("en", "da")


@pytest.mark.parametrize("page", ["", "/language", "/beside", "/page.png"])
def test_an_unknown_pitch_is_a_404(me, page):
    assert me.get(f"/pitches/nowherenever{page}").status_code == 404
