"""Whatever somebody wrote, no cell of the log's CSV is worked out by a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.core.csv_files import csv_lines
from outreach.visit_log.columns import PEOPLE_COLUMNS, VISIT_COLUMNS, Column, PeopleLine, VisitLine
from outreach.visit_log.file_writers import _danish
from outreach.visits.models import COUNTS, MINUTES

_WRITTEN = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "", "'", ";", '"', "\n"]),
                     st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12))
_NUMBER = re.compile(r"[+-]*[\d.,]+")


def line_of(text: str) -> VisitLine:
    """A visit with the same text wherever one stands."""
    words = {each.name: text for each in fields(VisitLine) if each.type == "str"}
    return VisitLine(held_on=date(2026, 3, 4), minutes=dict.fromkeys(MINUTES, 15), **words)


TEXTS = [*((column, line_of) for column in VISIT_COLUMNS if column.kind == "text"),
         *((column, lambda text: PeopleLine(date(2026, 3, 1), text, dict.fromkeys(COUNTS, 5)))
           for column in PEOPLE_COLUMNS if column.kind == "text")]


@given(text=_WRITTEN)
@example(text="+¹")
def test_no_cell_begins_as_a_formula(text: str) -> None:
    for column, row_of in TEXTS:
        cell = read_back(column, row_of(text))
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or _NUMBER.fullmatch(cell)
        assert cell in {text, f"'{text}"}


@pytest.mark.parametrize(("columns", "texts"), [(VISIT_COLUMNS, 15), (PEOPLE_COLUMNS, 1)])
def test_every_text_column_is_covered(columns: tuple[Column, ...], texts: int) -> None:
    assert len([column for column in columns if column.kind == "text"]) == texts


def read_back(column: Column, row: object) -> str:
    """The cell as a spreadsheet reads it."""
    rows = list(csv.reader(io.StringIO(csv_lines([[_danish(column, column.value(row))]]).decode(), newline=""),
                           delimiter=";"))
    return rows[0][0] if rows and rows[0] else ""
