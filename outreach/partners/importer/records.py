"""From the bytes of a file to records with the lines they begin on. Knows CSV, knows nothing of partners."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from outreach.partners.importer.faults import Fault, excerpt

MOST_MEGABYTES = 30
MOST_ROWS = 100_000

DELIMITERS = (";", ",")
# Spreadsheets and archives are often given a .csv name by hand.
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(r"\r\n|\n|\r")
# Excel may put the delimiter on a line of its own before the headings.
_EXCEL_HINT = re.compile(r"sep=[;,]\s*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Record:
    """The cells of one record, as written, and the physical line it begins on."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Text:
    """A decoded file: its text, and "utf-8" or "windows-1252"."""

    text: str
    encoding: str


def decode(data: bytes) -> Text | Fault:
    """The text of the file, or why it is none. UTF-8 with or without a mark in front, else Windows-1252."""
    if len(data) > MOST_MEGABYTES * 1_000_000:
        return Fault(0, "", "file_too_large", number=MOST_MEGABYTES)
    if data.startswith(_OTHER_FILES):
        return Fault(0, "", "not_a_text_file")
    try:
        decoded = Text(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        try:
            decoded = Text(data.decode("cp1252"), "windows-1252")
        except UnicodeDecodeError as error:
            return Fault(_line_of(data.decode("latin-1"), error.start), "", "encoding")
    if "\x00" in decoded.text:
        return Fault(_line_of(decoded.text, decoded.text.index("\x00")), "", "not_a_text_file")
    if not decoded.text.strip():
        return Fault(0, "", "empty_file")
    return decoded


def find_delimiter(text: str, names_a_column: Callable[[str], object]) -> str:
    """`;` or `,`: the one by which the heading line names more columns, quotes honoured; `;` where level."""

    def columns_named(delimiter: str) -> int:
        lines = (line for line in io.StringIO(text, newline="") if line.strip() and not _EXCEL_HINT.match(line))
        cells = next(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), [])
        return sum(bool(names_a_column(cell)) for cell in cells)

    try:
        return max(DELIMITERS, key=columns_named)
    except csv.Error:
        return DELIMITERS[0]


def read_records(text: str, delimiter: str) -> Iterator[Record | Fault]:
    """The records one by one; a fault in place of one whose quotes are broken. Empty lines are left out.

    A quote that is never closed swallows everything after it, so reading ends there.
    """
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                yield _unclosed(text, begin, delimiter)
                return
            yield _misplaced(text, begin, reader.line_num, delimiter)
            continue
        is_hint = begin == 1 and _EXCEL_HINT.match(delimiter.join(cells))
        if not is_hint and any(cell.strip() for cell in cells):
            yield Record(begin, cells)


def _unclosed(text: str, begin: int, delimiter: str) -> Fault:
    """The fault of a quote still open at the end, named by the line the quote stands on."""
    line, rest = _open_quote(_from_line(text, begin), delimiter)
    return Fault(begin + line, "", "unclosed_quotes", excerpt(rest))


def _misplaced(text: str, begin: int, end: int, delimiter: str) -> Fault:
    """The fault of text straight after a closing quote, named by the line where that quote was opened."""
    lines = _LINE_END.split(_from_line(text, begin))[: end - begin + 1]
    line, rest = _open_quote("\n".join(lines), delimiter, stop_at_misplaced=True)
    return Fault(begin + line, "", "broken_quotes", excerpt(rest), end)


def _from_line(text: str, line: int) -> str:
    """The text from this line on, cut where a message has no more use for it."""
    position = 0
    for _ in range(line - 1):
        match = _LINE_END.search(text, position)
        if match is None:
            break
        position = match.end()
    return text[position : position + 300_000]


def _open_quote(text: str, delimiter: str, *, stop_at_misplaced: bool = False) -> tuple[int, str]:
    """Where the quote that goes wrong was opened: lines after the text's first, and the rest of its line."""
    opened, inside, position = 0, False, 0
    cell_begins = True
    while position < len(text):
        sign = text[position]
        if inside and sign == '"':
            after = text[position + 1 : position + 2]
            if after == '"':
                position += 1
            elif stop_at_misplaced and after not in ("", delimiter, "\r", "\n"):
                break
            else:
                inside = False
        elif not inside and sign == '"' and cell_begins:
            opened, inside = position, True
        cell_begins = not inside and (sign in (delimiter, "\r", "\n") or (cell_begins and sign == " "))
        position += 1
    first_line = _LINE_END.split(text[opened + 1 : opened + 200], maxsplit=1)[0]
    return len(_LINE_END.findall(text, 0, opened)), first_line


def _line_of(text: str, position: int) -> int:
    return len(_LINE_END.findall(text, 0, position)) + 1
