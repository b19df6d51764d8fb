"""Each kind of document: one page, all values inside the margins, accessible, in our fonts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from outreach.closings.document import make_recap
from outreach.core.pdf.fit import CannotPrint, Paper
from outreach.core.pdf.sheet_texts import texts
from outreach.meetings.document import shares
from outreach.pitches.document import make_pitch
from tests.pdf import reading
from tests.pdf.cast import (
    AGENDA,
    CLOSING,
    CONTACT,
    PITCH,
    PREPARATION,
    RECAP,
    make_agenda,
    make_closing,
    make_preparation,
)

Make = Callable[[Any], Paper]

PAPERS = [
    pytest.param(make_pitch, PITCH, id="pitch"),
    pytest.param(make_agenda, AGENDA, id="agenda"),
    pytest.param(make_preparation, PREPARATION, id="preparation"),
    pytest.param(make_closing, CLOSING, id="closing"),
    pytest.param(make_recap, RECAP, id="recap"),
]
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
OUR_FONTS = {
    "Sheet Sans", "Sheet Sans Italic", "Sheet Sans Bold", "Sheet Serif Italic", "Sheet Serif Medium",
    "Sheet Serif Semi Bold", "Sheet Fallback", "Sheet Arabic",
}


@LANGUAGES
@pytest.mark.parametrize(("make", "sheet"), PAPERS)
def test_document_is_one_page_with_every_value_inside_the_margins(make: Make, sheet: Any, language: str) -> None:
    pdf = make(replace(sheet, language=language)).pdf
    layer = reading.text(pdf)
    # The three papers of ours name the partner; the library's name stands in the document title.
    unseen = {"library_name"} if make in (make_preparation, make_closing) else set()
    missing = {path for path, value in texts(sheet).items() if value and not reading.holds(layer, value)}
    assert (reading.page_count(pdf), missing, reading.outside_margins(pdf)) == (1, unseen, "")


@LANGUAGES
@pytest.mark.parametrize(("make", "sheet"), PAPERS)
def test_smallest_font_size_is_nine_and_a_half_points(make: Make, sheet: Any, language: str) -> None:
    assert min(reading.font_sizes(make(replace(sheet, language=language)).pdf)) >= 9.5


@LANGUAGES
@pytest.mark.parametrize(("make", "sheet"), PAPERS)
def test_document_is_valid_pdf_ua_1(make: Make, sheet: Any, language: str) -> None:
    assert reading.faults(make(replace(sheet, language=language)).pdf) == []


@pytest.mark.parametrize(("make", "sheet"), PAPERS)
def test_only_our_fonts_are_embedded(make: Make, sheet: Any) -> None:
    assert reading.fonts(make(sheet).pdf) - OUR_FONTS == set()


@pytest.mark.parametrize(
    ("make", "sheet", "title"),
    [
        (make_pitch, PITCH, "Forslag fra Randers Bibliotek"),
        (make_agenda, AGENDA, "Dagsorden fra Randers Bibliotek"),
        (make_preparation, PREPARATION, "Forberedelsesark fra Randers Bibliotek"),
        (make_closing, CLOSING, "Opsamlingsark fra Randers Bibliotek"),
        (make_recap, RECAP, "Det aftalte vi – fra Randers Bibliotek"),
    ],
)
def test_metadata_names_the_library_and_not_the_partner(make: Make, sheet: Any, title: str) -> None:
    assert reading.metadata(make(sheet).pdf) == {"/Title": title, "/Producer": "WeasyPrint 70.0", "language": "da"}


@pytest.mark.parametrize(("make", "sheet"), PAPERS)
def test_equal_sheets_give_identical_bytes(make: Make, sheet: Any) -> None:
    assert make(sheet).pdf == make(replace(sheet)).pdf


@LANGUAGES
def test_fixed_texts_are_in_the_language_of_the_sheet(language: str) -> None:
    layer = reading.text(make_pitch(replace(PITCH, language=language)).pdf).casefold()
    danish = ["det får i", "en lille begyndelse", "hvad er vigtigst for jer?", "ring til", "24. november 2026"]
    english = ["what you get", "a small beginning", "what matters most to you?", "call", "24 november 2026"]
    expected = danish if language == "da" else english
    assert [words for words in (*danish, *english) if words in layer] == expected


def test_preparation_sheet_is_marked_internal() -> None:
    assert reading.holds(reading.text(make_preparation(PREPARATION).pdf), "Internt – tages ikke frem hos partneren")


def test_questions_are_ordered_by_group_with_own_questions_last() -> None:
    layer = reading.text(make_preparation(PREPARATION).pdf)
    asked = ["Hvad fylder mest", "Hvad har I ikke tid", "Hvem er de i store", "Hvis vi kun", "Hvilke ord", "nye have"]
    assert sorted(asked, key=layer.index) == asked


def test_agenda_items_start_when_the_previous_one_ends() -> None:
    layer = reading.text(make_agenda(AGENDA).pdf)
    assert [time for time in ("14.00", "14.25", "14.35", "14.50") if f"{time}\r\n" in layer or f"{time} " in layer] == [
        "14.00", "14.25", "14.35", "14.50",
    ]


def test_agenda_shows_the_minutes_of_each_side() -> None:
    layer = " ".join(reading.text(make_agenda(AGENDA).pdf).split())
    assert "I: 25 min. sammen: 25 min. vi: 10 min." in layer


def test_closing_questions_are_on_every_agenda() -> None:
    layer = reading.text(make_agenda(replace(AGENDA, items=(), open_commitments=())).pdf)
    asked = (
        "Hvad har vi besluttet?", "Hvem følger op på hvad, og hvornår?", "Er der givet endeligt tilsagn, og til hvad?",
        "Hvem har forpligtet sig til noget, I og vi?", "Hvornår taler vi sammen igen?",
    )
    assert [question for question in asked if not reading.holds(layer, question)] == []


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [((25, 10, 15, 10), [42, 17, 25, 16]), ((1, 1, 1), [34, 33, 33]), ((0, 0), [0, 0]), ((), []), ((5,), [100])],
)
def test_shares_add_up_to_the_whole(minutes: tuple[int, ...], expected: list[int]) -> None:
    assert shares(minutes) == expected


def test_qr_code_has_alternative_text() -> None:
    assert reading.structure(make_pitch(PITCH).pdf, "/Figure") == ["QR-kode: gem Børnebibliotekaren som kontakt"]


def test_qr_code_is_left_out_when_switched_off() -> None:
    sheet = replace(PITCH, contact=replace(CONTACT, qr="none"))
    assert reading.structure(make_pitch(sheet).pdf, "/Figure") == []


def test_almost_empty_sheet_is_one_valid_page() -> None:
    sheet = replace(PITCH, title="Ro", lead="", offers=(), worry_line="", first_step="", library_line="")
    assert (reading.faults(make_pitch(sheet).pdf), reading.page_count(make_pitch(sheet).pdf)) == ([], 1)


def test_arabic_text_is_kept_in_the_text_layer() -> None:
    sheet = replace(PITCH, lead="نحن بحاجة إلى مكان هادئ بعد المدرسة")
    paper = make_pitch(sheet)
    assert (reading.holds(reading.text(paper.pdf), sheet.lead), reading.faults(paper.pdf)) == (True, [])


@pytest.mark.parametrize(("text", "named"), [("Hej 😀", ("😀",)), ("漢字 og ☐", ("漢", "字", "☐"))])
def test_character_missing_from_the_fonts_is_refused_by_name(text: str, named: tuple[str, ...]) -> None:
    with pytest.raises(CannotPrint) as refused:
        make_pitch(replace(PITCH, lead=text))
    assert (refused.value.field, refused.value.characters) == ("lead", named)
