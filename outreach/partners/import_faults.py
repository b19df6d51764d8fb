"""What can be wrong in an import file, as values; the words for it stand in `import_wording`."""

from dataclasses import dataclass

from outreach.core.cpr import masked

# As much of a cell as a message needs for the reader to find it.
_SHOWN = 40


@dataclass(frozen=True)
class Fault:
    """One fault: where, what, and a little of what stands there.

    `line` counts physical lines of the file from 1, also inside quoted cells; `column` is the column's key (see
    `import_columns`) or the heading as written, empty where the whole line or file is meant. `number` is what the
    code says:

    | code | number |
    |---|---|
    | empty_file, not_a_text_file, encoding, no_headings, missing_heading, unknown_heading | 0 |
    | file_too_large | most megabytes |
    | too_many_rows | most rows |
    | duplicate_heading | 0 |
    | broken_quotes | line where the quote ends in the wrong place |
    | unclosed_quotes | 0 |
    | too_many_cells | cells the headings have |
    | missing, control_character, line_break, cpr, ten_digits | 0 |
    | too_long, too_many | most characters, most entries |
    | email, phone, website, postal_code, cvr, yes_or_no, language, stage | 0 |
    | contact_without_name, code_name_tells | 0 |
    | duplicate_row | the earlier line |
    """

    line: int
    column: str
    code: str
    value_excerpt: str = ""
    number: int = 0


def excerpt(text: str) -> str:
    """A little of a cell, on one line, with the digits of anything like a CPR number put out of sight."""
    shown = "".join(each if each.isprintable() else "·" for each in masked(text[: 2 * _SHOWN]))
    shown = " ".join(shown.split())
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1].rstrip() + "…"
