"""All four papers for thirty partners made to be difficult: one page each, whole, inside the margins, accessible.

Where a partner's words are too long for a page, the paper is refused, and is right once the named characters are gone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outreach.core.pdf.fit import DoesNotFit, Paper
from outreach.core.pdf.sheet_texts import shortened, texts
from outreach.meetings.sheet import AgendaLine, Person, SaidLine
from outreach.pitches.document import make_pitch
from tests.pdf import reading
from tests.pdf.cast import (
    AGENDA,
    BOX,
    CLOSING,
    CORNER,
    DAY,
    EVENING,
    PITCH,
    PREPARATION,
    VISIT,
    make_agenda,
    make_closing,
    make_preparation,
)

PARTNERS = tomllib.loads((Path(__file__).parent / "thirty_partners.toml").read_text("utf-8"))["partner"]


def pitch(partner: dict[str, Any]) -> Any:
    quote = partner["quotes"][0]["text"] if partner["quotes"] else ""
    count = 1 + len(partner["name"]) % 4
    first = replace(BOX, headline=partner["name"], text=partner["everyday"] or BOX.text)
    return replace(
        PITCH, language=partner["language"], partner_name=partner["name"], title=partner["matters"] or partner["name"],
        lead=quote, offers=(first, CORNER, EVENING, VISIT)[:count],
        contact=replace(PITCH.contact, name=partner["name"]),
    )


def agenda(partner: dict[str, Any]) -> Any:
    theirs = tuple(Person(partner["name"], quote["text"][:60], "") for quote in partner["quotes"][:4])
    items = tuple(AgendaLine(quote["text"][:150], "", 5, "theirs") for quote in partner["quotes"][:8])
    return replace(
        AGENDA, language=partner["language"], partner_names=(partner["name"],), title=partner["name"], theirs=theirs,
        wish=partner["matters"], items=items + AGENDA.items,
    )


def preparation(partner: dict[str, Any]) -> Any:
    said = tuple(SaidLine(q["text"], "mail", DAY, q["language"], "") for q in partner["quotes"])
    return replace(
        PREPARATION, language=partner["language"], partner_names=(partner["name"],), title=partner["name"], said=said,
        matters=partner["matters"], everyday=partner["everyday"], avoid_words=tuple(partner["avoid_words"]),
        guesses=(partner["matters"],) if partner["matters"] else (),
    )


def closing(partner: dict[str, Any]) -> Any:
    return replace(
        CLOSING, language=partner["language"], partner_names=(partner["name"],), people=(partner["name"],) * 3,
        place=partner["everyday"],
    )


def made(make: Callable[[Any], Paper], sheet: Any) -> Paper:
    try:
        return make(sheet)
    except DoesNotFit as refused:
        for each in refused.overflows:
            sheet = shortened(sheet, each.field, each.characters)
        return make(sheet)


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda partner: partner["why"])
@pytest.mark.parametrize(
    ("make", "sheet_for"),
    [(make_pitch, pitch), (make_agenda, agenda), (make_preparation, preparation), (make_closing, closing)],
    ids=["pitch", "agenda", "preparation", "closing"],
)
def test_document_for_a_difficult_partner_is_one_accessible_page(
    make: Callable[[Any], Paper], sheet_for: Callable[[dict[str, Any]], Any], partner: dict[str, Any]
) -> None:
    paper = made(make, sheet_for(partner))
    layer = reading.text(paper.pdf)
    missing = {
        path
        for path, value in texts(paper.sheet).items()
        if value.strip() and path != "library_name" and not reading.holds(layer, value)
    }
    assert (reading.page_count(paper.pdf), missing) == (1, set())
    assert (reading.outside_margins(paper.pdf), reading.faults(paper.pdf)) == ("", [])
    assert min(reading.font_sizes(paper.pdf)) >= 9.5
