"""CSV that a spreadsheet shows and never runs."""

from __future__ import annotations

import pytest

from outreach.core.csv_files import csv_bytes, plain_cell


@pytest.mark.parametrize(("value", "cell"), [
    ("=1+1", "'=1+1"), ("+45 89", "'+45 89"), ("-5", "-5"), ("-1,5", "-1,5"), ("@x", "'@x"), ("\tx", "'\tx"),
    ("-", "'-"), ("", ""), (None, ""), (7, "7"), ("Ærø", "Ærø"), ("+4589158915", "+4589158915"),
])
def test_cells_are_never_formulas(value: object, cell: str) -> None:
    assert plain_cell(value) == cell


def test_file_opens_in_a_danish_spreadsheet() -> None:
    assert csv_bytes(["Æ", "B"], [["x;y", 'a "b"']]) == b'\xef\xbb\xbf\xc3\x86;B\r\n"x;y";"a ""b"""\r\n'
