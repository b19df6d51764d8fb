"""Read a file of partners: bytes in, rows and faults out. Nothing is looked up and nothing is written here.

The columns and their headings stand in `columns`, the faults in `faults`. A row with a fault is left
out of the rows, so whoever writes them asks for no faults first: all or nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from outreach.core.danish_words import fold
from outreach.core.text_rules import has_hidden_characters
from outreach.partners.importer.cells import Reader
from outreach.partners.importer.columns import heading_key
from outreach.partners.importer.faults import Fault, excerpt
from outreach.partners.importer.records import MOST_ROWS, Record, decode, find_delimiter, read_records

# The columns whose entries are words of the library's vocabularies.
VOCABULARY_COLUMNS = ("kind", "sector", "district", "target_groups", "needs", "worries")


@dataclass(frozen=True)
class PartnerRow:
    """One partner of the file, cleaned. Empty cells are "", () or None; `line` is where its record begins.

    `protected` None: as the kind says. `language` "da", "en" or None; `stage` a stage's code or None. `website` has
    its https://, `cvr` its eight digits. A contact without a name goes by its role.
    """

    line: int
    name: str
    kind: str = ""
    sector: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    district: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    cvr: str = ""
    protected: bool | None = None
    code_name: str = ""
    target_groups: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    everyday: str = ""
    matters: str = ""
    worries: tuple[str, ...] = ()
    avoid_words: tuple[str, ...] = ()
    language: str | None = None
    stage: str | None = None
    contact_name: str = ""
    contact_role: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass
class ParsedFile:
    """What a file holds: sound rows, faults by line, and doubts to ask about (ten digits that may be a CPR number).

    `headings` maps column keys to the headings as the file writes them, for messages in its own words.
    """

    rows: list[PartnerRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""


def parse_partners(data: bytes, vocabulary: Mapping[str, Collection[str]] | None = None) -> ParsedFile:
    """Read a file of partners. Never raises, whatever the bytes.

    `vocabulary` maps columns of `VOCABULARY_COLUMNS` to the labels and keys the library has; it only tells where
    a comma belongs to a label. Words that are in none of them are found by `unknown_words`.
    """
    parsed = ParsedFile()
    decoded = decode(data)
    if isinstance(decoded, Fault):
        parsed.faults.append(decoded)
        return parsed
    parsed.encoding = decoded.encoding
    parsed.delimiter = find_delimiter(decoded.text, heading_key)
    records = read_records(decoded.text, parsed.delimiter)
    columns = _read_headings(next(records, None), parsed)
    if columns:
        known = {column: _folded(words) for column, words in (vocabulary or {}).items()}
        reader = Reader(known, has_hidden=has_hidden_characters(decoded.text))
        _read_rows(records, columns, reader, parsed)
    parsed.faults.sort(key=lambda fault: fault.line)
    return parsed


def unknown_words(rows: Iterable[PartnerRow], vocabulary: Mapping[str, Collection[str]]
                  ) -> dict[str, dict[str, tuple[int, ...]]]:
    """Words of the rows that the vocabularies lack: column -> word as first written -> lines it stands on.

    Capitals and white space make no difference. A column missing from `vocabulary` has no words at all.
    """
    unknown: dict[str, dict[str, list[int]]] = {column: {} for column in VOCABULARY_COLUMNS}
    known = {column: _folded(vocabulary.get(column, ())) for column in VOCABULARY_COLUMNS}
    first_written: dict[tuple[str, str], str] = {}
    for row in rows:
        for column in VOCABULARY_COLUMNS:
            words = getattr(row, column)
            for word in (words,) if isinstance(words, str) else words:
                if word and fold(word) not in known[column]:
                    written = first_written.setdefault((column, fold(word)), word)
                    unknown[column].setdefault(written, []).append(row.line)
    return {column: {word: tuple(lines) for word, lines in words.items()} for column, words in unknown.items() if words}


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _read_headings(first: Record | Fault | None, parsed: ParsedFile) -> list[str | None]:
    """The column key at each place, None where the heading is unknown; empty if no row can be read.

    Headings left empty at the end count as no headings at all; one between others is an unknown heading.
    """
    if first is None or isinstance(first, Fault):
        parsed.faults.append(first or Fault(0, "", "empty_file"))
        return []
    keys: list[str | None] = []
    written = [cell.strip() for cell in first.cells]
    while not written[-1]:
        written.pop()
    for heading in written:
        key = heading_key(heading)
        if key is None:
            parsed.faults.append(Fault(first.line, excerpt(heading), "unknown_heading", excerpt(heading)))
        elif key in parsed.headings:
            parsed.faults.append(Fault(first.line, key or "", "duplicate_heading", excerpt(heading)))
        elif key is not None:
            parsed.headings[key] = heading
        keys.append(key)
    if not parsed.headings:
        parsed.faults[:] = [Fault(first.line, "", "no_headings", excerpt(" ".join(first.cells)))]
        return []
    if "name" not in parsed.headings:
        parsed.faults.append(Fault(first.line, "name", "missing_heading"))
        return []
    return [] if any(fault.code == "duplicate_heading" for fault in parsed.faults) else keys


def _read_rows(records: Iterable[Record | Fault], columns: Sequence[str | None], reader: Reader,
               parsed: ParsedFile) -> None:
    earlier_rows: dict[str, list[tuple[str, int]]] = {}
    for count, record in enumerate(records, start=1):
        if count > MOST_ROWS:
            parsed.faults.append(Fault(record.line, "", "too_many_rows", number=MOST_ROWS))
            return
        if isinstance(record, Fault):
            parsed.faults.append(record)
            continue
        row, faults, doubts = _read_row(record, columns, reader)
        if row is not None:
            earlier_line = _earlier_line(row, earlier_rows)
            if earlier_line:
                faults = [Fault(row.line, "name", "duplicate_row", excerpt(row.name), earlier_line)]
        parsed.faults += faults
        parsed.doubts += doubts
        if row is not None and not faults:
            parsed.rows.append(row)


def _read_row(record: Record, columns: Sequence[str | None], reader: Reader
              ) -> tuple[PartnerRow | None, list[Fault], list[Fault]]:
    """The row, or None with its faults; and what to ask about."""
    stripped = [cell.strip() for cell in record.cells]
    cells = {key: cell for key, cell in zip(columns, stripped, strict=False) if key and cell}
    values, faults, doubts = reader.read(record.line, cells)
    # Cells beyond the headings are the usual sign of a delimiter inside a text without quotes.
    if len(stripped) > len(columns) and any(stripped[len(columns) :]):
        beyond = next(cell for cell in stripped[len(columns) :] if cell)
        faults.insert(0, Fault(record.line, "", "too_many_cells", excerpt(beyond), len(columns)))
    return (None if faults else PartnerRow(record.line, **values)), faults, doubts


def _earlier_line(row: PartnerRow, earlier_rows: dict[str, list[tuple[str, int]]]) -> int:
    """The line of an earlier row for the same partner, 0 if there is none; remembers this row.

    Same name and the same postal code, or one of the two without: a municipality can have two houses of one name.
    """
    namesakes = earlier_rows.setdefault(fold(row.name), [])
    for postal_code, line in namesakes:
        if not postal_code or not row.postal_code or postal_code == row.postal_code:
            return line
    namesakes.append((row.postal_code, row.line))
    return 0
