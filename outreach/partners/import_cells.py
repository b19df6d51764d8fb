"""Read the cells of one partner: clean them, check them, and say what is wrong with them."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from email_validator import EmailNotValidError, validate_email
from stdnum.dk import cvr as danish_cvr
from stdnum.exceptions import ValidationError

from outreach.core.cpr import find_cpr
from outreach.core.danish_words import fold
from outreach.partners import limits
from outreach.partners.code_names import tells
from outreach.partners.import_columns import BY_KEY, LANGUAGES, STAGES, YES_OR_NO, Column
from outreach.partners.import_faults import Fault, excerpt

# Line breaks and tabs are text, every other control character is refused, as in the forms.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{2,24}")
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*(?<![^@]{65})")
_WEBSITE = re.compile(r"https?://[^\s/\"'<>]+\.[^\s\"'<>]+")
_POSTAL_CODE = re.compile(r"(?:DK[- ]?)?([0-9]{4})", re.IGNORECASE)
# Cells are joined by a sign that no number runs across, and searched together: most rows have no ten digits at all,
# or none that begin like a day of a month.
_APART = "\x1f"
_TEN_DIGITS = re.compile(rf"(?![45])\d(?:(?:[^\w{_APART}]|_){{0,8}}\d){{9}}")

_MOST = {"said": limits.MOST_QUOTES, "avoid_words": limits.MOST_AVOID_WORDS}
# Columns where the same few texts come again and again.
_ALIKE = frozenset(
    {"kind", "sector", "postal_code", "city", "district", "protected", "language", "stage"}
    | {"target_groups", "needs", "worries", "avoid_words", "contact_role"}
)
# A CVR number has eight digits and its own check; everything else could hide a CPR number.
_NO_CPR_CHECK = frozenset({"cvr"})


def holds_controls(text: str) -> bool:
    """Whether the text has a control character anywhere; asked once per file instead of once per cell."""
    return _CONTROL.search(text) is not None


class Reader:
    """Reads one row after another. `known` maps vocabulary columns to their folded labels and keys."""

    def __init__(self, known: Mapping[str, Collection[str]], *, has_controls: bool = True) -> None:
        self._known = known
        self._has_controls = has_controls
        self._memory: dict[tuple[str, str], Any] = {}

    def read(self, line: int, written: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault], list[Fault]]:
        """Values by column, faults and doubts of a row with these cells, none of them empty."""
        faults: list[Fault] = []
        values: dict[str, Any] = {}
        for key, cell in written.items():
            found = self._remembered(key, cell) if key in _ALIKE else self._value(BY_KEY[key], _clean(cell))
            if isinstance(found, _Wrong):
                faults.append(Fault(line, key, found.code, excerpt(cell), found.number))
            else:
                values[key] = found
        cpr_faults, doubts = _cpr_numbers(line, written)
        faults += cpr_faults
        faults += _of_the_row(line, written, values)
        return values, faults, doubts

    def _remembered(self, key: str, cell: str) -> Any:
        """The value of a cell in a column where most rows hold one of a few texts: each is read once."""
        if (key, cell) not in self._memory:
            self._memory[key, cell] = self._value(BY_KEY[key], _clean(cell))
        return self._memory[key, cell]

    def _value(self, column: Column, cell: str) -> Any:
        """The cell's value, or what is wrong with it."""
        if self._has_controls and _CONTROL.search(cell):
            return _Wrong("control_character")
        if column.form in ("terms", "words", "quotes"):
            return self._several(column, cell)
        if "\n" in cell and column.form == "line":
            return _Wrong("line_break")
        if len(cell) > column.longest:
            return _Wrong("too_long", column.longest)
        special = _SPECIAL.get(column.key)
        return special(cell) if special else cell

    def _several(self, column: Column, cell: str) -> Any:
        if column.form == "quotes":
            entries = cell.split("|")
        else:
            entries = split_entries(" ".join(cell.split()), self._known.get(column.key, ()))
        distinct = {fold(entry): entry.strip() for entry in reversed(entries) if entry.strip()}
        ordered = tuple(reversed(distinct.values()))
        most = _MOST.get(column.key, limits.MOST_TERMS)
        if len(ordered) > most:
            return _Wrong("too_many", most)
        if any(len(entry) > column.longest for entry in ordered):
            return _Wrong("too_long", column.longest)
        return ordered


class _Wrong:
    """What is wrong with a cell: a fault's code and number, not yet its place."""

    def __init__(self, code: str, number: int = 0) -> None:
        self.code = code
        self.number = number


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


def _clean(cell: str) -> str:
    """As the forms keep text: composed characters and Unix line breaks."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _cpr_numbers(line: int, written: Mapping[str, str]) -> tuple[list[Fault], list[Fault]]:
    """A fault for each cell with a CPR number, a doubt for each with ten digits that may be one."""
    faults: list[Fault] = []
    doubts: list[Fault] = []
    if not _TEN_DIGITS.search(_APART.join(written.values())):
        return faults, doubts
    for key, cell in written.items():
        hits = () if key in _NO_CPR_CHECK else find_cpr(cell)
        if any(hit.certain for hit in hits):
            faults.append(Fault(line, key, "cpr", excerpt(cell)))
        elif hits:
            doubts.append(Fault(line, key, "ten_digits", excerpt(cell)))
    return faults, doubts


def _of_the_row(line: int, written: Mapping[str, str], values: dict[str, Any]) -> list[Fault]:
    """What the cells of a row say of each other; gives a contact without a name its role for one."""
    faults = []
    if "name" not in written:
        faults.append(Fault(line, "name", "missing"))
    if "contact_name" not in written:
        if "contact_role" in values:
            values["contact_name"] = values.pop("contact_role")
        elif "contact_email" in written or "contact_phone" in written:
            cell = written.get("contact_email") or written.get("contact_phone", "")
            faults.append(Fault(line, "contact_name", "contact_without_name", excerpt(cell)))
    place = f"{written.get('address', '')} {written.get('city', '')}"
    if tells(written.get("code_name", ""), name=written.get("name", ""), address=place,
             phone=written.get("phone", "")):
        faults.append(Fault(line, "code_name", "code_name_tells", excerpt(written["code_name"])))
    return faults


def _phone(cell: str) -> Any:
    return cell if _PHONE.fullmatch(cell) else _Wrong("phone")


def _email(cell: str) -> Any:
    local, _at, domain = cell.rpartition("@")
    # The full check of the part before the @ is only needed where it is unusual.
    is_plain = _PLAIN_LOCAL.fullmatch(local) is not None
    return cell if _is_email(f"a@{domain}" if is_plain else cell) else _Wrong("email")


@lru_cache(maxsize=4096)
def _is_email(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _website(cell: str) -> Any:
    address = cell if "://" in cell else f"https://{cell}"
    if len(address) > limits.WEBSITE:
        return _Wrong("too_long", limits.WEBSITE)
    return address if _WEBSITE.fullmatch(address) else _Wrong("website")


def _postal_code(cell: str) -> Any:
    match = _POSTAL_CODE.fullmatch(cell)
    return match[1] if match else _Wrong("postal_code")


def _cvr(cell: str) -> Any:
    try:
        return danish_cvr.validate(cell)
    except ValidationError:
        return _Wrong("cvr")


def _yes_or_no(cell: str) -> Any:
    return YES_OR_NO.get(fold(cell), _Wrong("yes_or_no"))


def _language(cell: str) -> Any:
    return LANGUAGES.get(fold(cell), _Wrong("language"))


def _stage(cell: str) -> Any:
    return STAGES.get(fold(cell), _Wrong("stage"))


_SPECIAL = {
    "phone": _phone,
    "email": _email,
    "website": _website,
    "postal_code": _postal_code,
    "cvr": _cvr,
    "protected": _yes_or_no,
    "language": _language,
    "stage": _stage,
    "contact_email": _email,
    "contact_phone": _phone,
}
