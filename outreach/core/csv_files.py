"""CSV files that a Danish Excel opens directly: UTF-8 with a byte order mark, semicolons, no formula cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: A spreadsheet evaluates cells that begin with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: object) -> str:
    """A value as a cell that a spreadsheet does not evaluate as a formula."""
    text = "" if value is None else str(value)
    digits = text.lstrip("+-").replace(",", "").replace(".", "")
    if text.startswith(_FORMULA) and not (digits.isascii() and digits.isdigit()):
        return f"'{text}"
    return text


#: The byte order mark, by which Excel recognises UTF-8.
BOM = b"\xef\xbb\xbf"


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as bytes, without the BOM that a file begins with."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([plain_cell(value) for value in row])
    return out.getvalue().encode()


def csv_bytes(header: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A whole file, with BOM and header."""
    return BOM + csv_lines((header, *rows))
