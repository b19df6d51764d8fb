"""Fitting a sheet on one page: the loosest density that fits, and the texts to shorten where none does."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from outreach.core.pdf import fit as fitting
from outreach.core.pdf import render
from outreach.core.pdf.fit import Design, DoesNotFit, fit_page
from outreach.core.pdf.page_image import page_png
from outreach.core.pdf.render import fits_at
from outreach.core.pdf.sheet_texts import shortened, texts, with_texts
from outreach.core.pdf.style import DENSITIES
from outreach.meetings.document import AGENDA as AGENDA_DESIGN
from outreach.meetings.document import PREPARATION as PREPARATION_DESIGN
from outreach.pitches.document import DESIGN, make_pitch, make_pitch_preview
from outreach.pitches.sheet import PitchSheet
from tests.pdf import reading
from tests.pdf.cast import (
    AGENDA,
    BOX,
    CORNER,
    EVENING,
    LEAD,
    PITCH,
    PREPARATION,
    VISIT,
    make_agenda,
    make_preparation,
)

FOUR = replace(PITCH, offers=(BOX, CORNER, EVENING, VISIT))
LONG = replace(FOUR, lead=(LEAD * 6).strip())


def cut(sheet: Any, refused: DoesNotFit, spare: int = 0) -> Any:
    """The sheet with all the cuts made, the last one `spare` characters short of what was asked."""
    for each in refused.overflows[:-1]:
        sheet = shortened(sheet, each.field, each.characters)
    last = refused.overflows[-1]
    return shortened(sheet, last.field, last.characters - spare)


@pytest.mark.parametrize(("sheet", "density"), [(PITCH, "comfortable"), (FOUR, "snug"), (LONG, "compact")])
def test_longer_sheets_take_tighter_densities(sheet: PitchSheet, density: str) -> None:
    assert make_pitch(sheet).density == density


@pytest.mark.parametrize(("make", "design", "sheet"), [
    (make_agenda, AGENDA_DESIGN, AGENDA), (make_preparation, PREPARATION_DESIGN, PREPARATION),
])
def test_meeting_sheets_reach_all_densities(make: Any, design: Design, sheet: Any) -> None:
    field = "wish" if make is make_agenda else "everyday"
    short = replace(sheet, **({"open_commitments": ()} if make is make_agenda else {"said": (), "questions": ()}))
    reached = set()
    for times in (0, 1, 8, 16, 24, 32, 40, 50, 60, 80, 100):
        try:
            reached.add(make(with_texts(short, {field: ("Lidt mere om dagen. " * times).strip()})).density)
        except DoesNotFit:
            break
    assert reached == set(DENSITIES)


@pytest.mark.parametrize("guess", [0, 1, 2])
@pytest.mark.parametrize("sheet", [PITCH, FOUR, LONG])
def test_wrong_density_guess_gives_the_same_page(sheet: PitchSheet, guess: int) -> None:
    roomy, medium = [(10**9, 10**9), (0, 10**9), (0, 0)][guess]
    assert fit_page(sheet, replace(DESIGN, roomy=roomy, medium=medium)).pdf == make_pitch(sheet).pdf


def test_overflow_names_the_fewest_characters_of_the_longest_text() -> None:
    sheet = replace(PITCH, lead=LEAD * 15)
    with pytest.raises(DoesNotFit) as refused:
        make_pitch(sheet)
    assert (refused.value.field, len(refused.value.overflows)) == ("lead", 1)
    assert make_pitch(cut(sheet, refused.value)).density == "compact"
    with pytest.raises(DoesNotFit) as still:
        make_pitch(cut(sheet, refused.value, spare=1))
    assert (still.value.field, still.value.characters) == ("lead", 1)


def test_overflow_names_more_texts_when_emptying_the_longest_is_not_enough() -> None:
    sheet = replace(PITCH, lead=LEAD * 20, first_step=LEAD * 16, title="Et sted at være sammen " * 2)
    with pytest.raises(DoesNotFit) as refused:
        make_pitch(sheet)
    assert [each.field for each in refused.value.overflows] == ["lead", "first_step"]
    assert refused.value.overflows[0].characters == len(sheet.lead)
    assert make_pitch(cut(sheet, refused.value)).density == "compact"


def test_overflow_lists_longest_text_first_and_fixed_texts_last() -> None:
    sheet = replace(PITCH, library_line=LEAD * 3, offers=(BOX,), first_step="", worry_line="")
    assert fitting._by_length(sheet, DESIGN) == [
        "lead", "offers.0.text", "offers.0.practical", "title", "offers.0.headline", "library_line", "contact.email",
        "contact.name", "contact.organisation", "library_name", "partner_name", "contact.phone",
    ]


words = st.text(alphabet="aeg lmnæøåABCi,.- ", min_size=0, max_size=60)
many = st.integers(min_value=1, max_value=60)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(lead=words, lead_times=many, offer=words, offer_times=many, title=words)
def test_any_sheet_fits_one_page_at_once_or_after_the_named_cuts(
    lead: str, lead_times: int, offer: str, offer_times: int, title: str
) -> None:
    first = replace(BOX, text=(offer * offer_times).strip())
    offers = (first, CORNER, EVENING)
    sheet = replace(PITCH, title=title.strip() or "Ro", lead=(lead * lead_times).strip(), offers=offers)
    try:
        paper = make_pitch(sheet)
    except DoesNotFit as refused:
        sheet = cut(sheet, refused)
        paper = make_pitch(sheet)
    layer = reading.text(paper.pdf)
    missing = [path for path, value in texts(sheet).items() if value and not reading.holds(layer, value)]
    assert (reading.page_count(paper.pdf), missing, reading.outside_margins(paper.pdf)) == (1, [], "")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(times=st.integers(min_value=0, max_value=24), lead=words)
def test_loosest_fitting_density_is_chosen(times: int, lead: str) -> None:
    sheet = replace(PITCH, lead=(lead * times).strip())
    page = fitting.source_of(sheet, DESIGN)
    whole = [each for each in DENSITIES if fits_at(page, each)]
    tighter_too = whole == list(DENSITIES[len(DENSITIES) - len(whole) :])
    assert tighter_too
    if whole:
        assert make_pitch(sheet).density == whole[0]


@pytest.mark.parametrize("word", ["W" * 400, "i" * 1500, "Familieværested-" * 30, "https://demo.example/" + "a" * 300])
def test_long_words_break_inside_the_margins(word: str) -> None:
    offer = replace(BOX, headline=word[:120], practical=word[:150])
    sheet = replace(PITCH, lead=word, title=word[:70], offers=(offer,))
    paper = make_pitch(sheet)
    assert (reading.outside_margins(paper.pdf), reading.holds(reading.text(paper.pdf), word)) == ("", True)


def test_preview_of_a_long_sheet_shows_the_overflowing_page() -> None:
    seen = make_pitch_preview(replace(PITCH, lead=LEAD * 15))
    assert (seen.fits, seen.density, reading.page_count(seen.pdf)) == (False, "compact", 2)


def test_preview_of_a_fitting_sheet_equals_the_document() -> None:
    seen = make_pitch_preview(PITCH)
    assert (seen.fits, seen.pdf) == (True, make_pitch(PITCH).pdf)


def test_bottom_of_a_short_page_is_filled_with_note_lines() -> None:
    """Ink in the lowest 25 mm above the margin, on a page with hardly a word."""
    sheet = replace(PITCH, lead="", offers=(BOX,), worry_line="", first_step="")
    with Image.open(io.BytesIO(page_png(make_pitch(sheet).pdf, 840))) as image:
        foot = image.convert("L").crop((120, 1188 - 150, 720, 1188 - 50))
        assert foot.getextrema()[0] < 230


def test_foot_moved_as_a_whole_does_not_hide_a_looser_density_that_fits(monkeypatch):
    def layout(_page, density):
        anchors = {} if density == "snug" else {f"needed-{density}": (0, 0, 0, 500)}
        return SimpleNamespace(pages=[SimpleNamespace(anchors=anchors)])

    monkeypatch.setattr(render, "lay_out", layout)
    found = render._first_fitting(None, start=1)
    assert found is not None
    assert found[1] == "comfortable"
