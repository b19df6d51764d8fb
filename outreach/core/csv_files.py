"""CSV files that a Danish Excel opens as they are: UTF-8 with a mark in front, semicolons, and no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: A cell that begins so is worked out by a spreadsheet instead of shown.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: object) -> str:
    """A value as a cell that is only ever text or a number."""
    text = "" if value is None else str(value)
    if text.startswith(_FORMULA) and not text.lstrip("+-").replace(",", "").replace(".", "").isdigit():
        return f"'{text}"
    return text


#: What a file begins with, so that Excel reads it as UTF-8.
MARK = b"\xef\xbb\xbf"


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Some lines of a file; MARK goes before the first."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([plain_cell(each) for each in row])
    return out.getvalue().encode()


def csv_bytes(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole file."""
    return MARK + csv_lines((header, *rows))
