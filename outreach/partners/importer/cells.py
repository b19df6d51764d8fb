"""Read the cells of one partner: clean them, check them, and say what is wrong with them."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from outreach.core.cpr import find_cpr
from outreach.core.danish_words import fold
from outreach.core.text_rules import (
    clean,
    cvr_number,
    has_hidden_characters,
    is_email,
    is_phone,
    postal_code,
    web_address,
)
from outreach.partners import limits
from outreach.partners.code_names import reveals_partner
from outreach.partners.importer.columns import BY_KEY, LANGUAGES, STAGES, YES_OR_NO, Column
from outreach.partners.importer.faults import Fault, excerpt

_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*")
# Cells are joined by a sign that no number runs across, and searched together: most rows have no ten digits at all,
# or none that begin like a day of a month.
_SEPARATOR = "\x1f"
_TEN_DIGITS = re.compile(rf"(?![45])\d(?:(?:[^\w{_SEPARATOR}]|_){{0,8}}\d){{9}}")

_MOST_ENTRIES = {"said": limits.MOST_QUOTES, "avoid_words": limits.MOST_AVOID_WORDS}
# Columns where the same few texts come again and again.
_REPEATED = frozenset(
    {"kind", "sector", "postal_code", "city", "district", "protected", "language", "stage"}
    | {"target_groups", "needs", "worries", "avoid_words", "contact_role"})
# A CVR number has eight digits and its own check; everything else could hide a CPR number.
_NO_CPR_CHECK = frozenset({"cvr"})
# The fault of a column whose cell breaks its rules, where it is not called as the column.
_FAULT_CODES = {"protected": "yes_or_no", "contact_phone": "phone", "contact_email": "email"}


class _CellError(Exception):
    """What is wrong with a cell: a fault's code and number, not yet its place."""

    def __init__(self, code: str, number: int = 0) -> None:
        super().__init__(code)
        self.code, self.number = code, number


class Reader:
    """Reads one row after another. `known` maps vocabulary columns to their folded labels and keys; `has_hidden` False
    says that the file holds no hidden character, so that no cell is searched for one."""

    def __init__(self, known: Mapping[str, Collection[str]], *, has_hidden: bool = True) -> None:
        self._known = known
        self._has_hidden = has_hidden
        self._memory: dict[tuple[str, str], Any] = {}

    def read(self, line: int, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault], list[Fault]]:
        """Values by column, faults and doubts of a row with these cells, none of them empty."""
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        for key, cell in cells.items():
            try:
                values[key] = self._remembered(key, cell) if key in _REPEATED else self._value(BY_KEY[key], clean(cell))
            except _CellError as error:
                faults.append(Fault(line, key, error.code, excerpt(cell), error.number))
        cpr_faults, doubts = _cpr_numbers(line, cells)
        return values, [*faults, *cpr_faults, *_row_faults(line, cells, values)], doubts

    def _remembered(self, key: str, cell: str) -> Any:
        """The value of a cell in a column where most rows hold one of a few texts: each is read once."""
        if (key, cell) not in self._memory:
            self._memory[key, cell] = self._value(BY_KEY[key], clean(cell))
        return self._memory[key, cell]

    def _value(self, column: Column, cell: str) -> Any:
        """The cell's value. Raises _CellError."""
        if self._has_hidden and has_hidden_characters(cell):
            raise _CellError("control_character")
        if column.form in ("terms", "words", "quotes"):
            return self._entries(column, cell)
        if "\n" in cell and column.form == "line":
            raise _CellError("line_break")
        if len(cell) > column.longest:
            raise _CellError("too_long", column.longest)
        read = _READERS.get(column.key)
        value = read(cell) if read else cell
        if value is None:
            raise _CellError(_FAULT_CODES.get(column.key, column.key))
        if isinstance(value, str) and len(value) > column.longest:
            raise _CellError("too_long", column.longest)
        return value

    def _entries(self, column: Column, cell: str) -> tuple[str, ...]:
        if column.form == "quotes":
            entries = cell.split("|")
        else:
            entries = split_entries(" ".join(cell.split()), self._known.get(column.key, ()))
        distinct = {fold(entry): entry.strip() for entry in reversed(entries) if entry.strip()}
        ordered = tuple(reversed(distinct.values()))
        most = _MOST_ENTRIES.get(column.key, limits.MOST_TERMS)
        if len(ordered) > most:
            raise _CellError("too_many", most)
        if any(len(entry) > column.longest for entry in ordered):
            raise _CellError("too_long", column.longest)
        return ordered


def split_entries(cell: str, known: Collection[str]) -> list[str]:
    """The entries of a cell: divided by `|`, or where there is none by commas.

    Pieces that together make a known label (folded) stay together: the longest such label counts.
    """
    if "|" in cell:
        return cell.split("|")
    pieces = cell.split(",")
    entries: list[str] = []
    first = 0
    while first < len(pieces):
        for end in range(len(pieces), first, -1):
            entry = ",".join(pieces[first:end])
            if end == first + 1 or fold(entry) in known:
                break
        entries.append(entry)
        first = end
    return entries


def _cpr_numbers(line: int, cells: Mapping[str, str]) -> tuple[list[Fault], list[Fault]]:
    """A fault for each cell with a CPR number, a doubt for each with ten digits that may be one."""
    faults: list[Fault] = []
    doubts: list[Fault] = []
    if not _TEN_DIGITS.search(_SEPARATOR.join(cells.values())):
        return faults, doubts
    for key, cell in cells.items():
        hits = () if key in _NO_CPR_CHECK else find_cpr(cell)
        if any(hit.certain for hit in hits):
            faults.append(Fault(line, key, "cpr", excerpt(cell)))
        elif hits:
            doubts.append(Fault(line, key, "ten_digits", excerpt(cell)))
    return faults, doubts


def _row_faults(line: int, cells: Mapping[str, str], values: dict[str, Any]) -> list[Fault]:
    """What the cells of a row say of each other; gives a contact without a name its role for one."""
    faults = []
    if "name" not in cells:
        faults.append(Fault(line, "name", "missing"))
    if "contact_name" not in cells:
        if "contact_role" in values:
            values["contact_name"] = values.pop("contact_role")
        elif "contact_email" in cells or "contact_phone" in cells:
            cell = cells.get("contact_email") or cells.get("contact_phone", "")
            faults.append(Fault(line, "contact_name", "contact_without_name", excerpt(cell)))
    place = f"{cells.get('address', '')} {cells.get('city', '')}"
    if reveals_partner(cells.get("code_name", ""), name=cells.get("name", ""), address=place,
                       phone=cells.get("phone", "")):
        faults.append(Fault(line, "code_name", "code_name_tells", excerpt(cells["code_name"])))
    return faults


def _phone(cell: str) -> str | None:
    return cell if is_phone(cell) else None


def _email(cell: str) -> str | None:
    local, _at, domain = cell.rpartition("@")
    # The full check of the part before the @ is only needed where it is unusual.
    is_plain = len(local) <= 64 and _PLAIN_LOCAL.fullmatch(local) is not None
    return cell if is_email(f"a@{domain}" if is_plain else cell) else None


#: The value of a cell in a column with rules of its own; None where it breaks them.
_READERS: dict[str, Callable[[str], Any]] = {
    "phone": _phone, "email": _email, "contact_phone": _phone, "contact_email": _email, "website": web_address,
    "postal_code": postal_code, "cvr": cvr_number, "protected": lambda cell: YES_OR_NO.get(fold(cell)),
    "language": lambda cell: LANGUAGES.get(fold(cell)), "stage": lambda cell: STAGES.get(fold(cell))}
