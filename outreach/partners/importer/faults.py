"""What can be wrong in an import file: as values, and as plain sentences that say where, what, and what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from outreach.core.cpr import masked
from outreach.partners.importer.columns import BY_KEY

# As much of a cell as a message needs for the reader to find it.
_SHOWN = 40


@dataclass(frozen=True)
class Fault:
    """One fault: where, what, and a little of what stands there.

    `line` counts physical lines of the file from 1, also inside quoted cells; `column` is the column's key (see
    `columns`) or the heading as written, empty where the whole line or file is meant. `number` is what the
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
    shown = "".join(letter if letter.isprintable() else "·" for letter in masked(text[: 2 * _SHOWN]))
    shown = " ".join(shown.split())
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1].rstrip() + "…"


def fault_text(fault: Fault, headings: Mapping[str, str] | None = None) -> str:
    """The fault as one line in the current language: "Linje 12, e-mail: …".

    `headings` (of the parsed file) names columns as the file does; without them the Danish heading is used.
    """
    what = _SENTENCES[fault.code](fault)
    if not fault.line:
        return what
    if not fault.column:
        return _("Linje %(line)s: %(what)s", line=fault.line, what=what)
    column = (headings or {}).get(fault.column) or _column_name(fault.column)
    return _("Linje %(line)s, %(column)s: %(what)s", line=fault.line, column=column, what=what)


def unknown_word_text(column: str, word: str, lines: tuple[int, ...], headings: Mapping[str, str]) -> str:
    """A word the vocabularies lack, with the first lines it stands on."""
    shown = ", ".join(str(line) for line in lines[:5]) + (" …" if len(lines) > 5 else "")
    heading = headings.get(column) or _column_name(column)
    return _("%(column)s: ”%(word)s” (linje %(lines)s)", column=heading, word=word, lines=shown)


def _column_name(key: str) -> str:
    return BY_KEY[key].danish if key in BY_KEY else key


def _fixed(text: Callable[[], str]) -> Callable[[Fault], str]:
    return lambda _fault: text()


_SENTENCES: dict[str, Callable[[Fault], str]] = {
    # The whole file.
    "empty_file": _fixed(lambda: _("Filen er tom.")),
    "not_a_text_file": _fixed(lambda: _("Filen er ikke en CSV-fil. Åbn den i regnearket, og gem den som ”CSV UTF-8”.")),
    "encoding": _fixed(
        lambda: _("Her står tegn, der ikke kan læses. Gem filen som ”CSV UTF-8” fra regnearket, og prøv igen.")),
    "file_too_large": lambda fault: _(
        "Filen er for stor (højst %(most)s MB). Del den i flere, og tag dem én ad gangen.", most=fault.number),
    "too_many_rows": lambda fault: _(
        "Filen har for mange linjer (højst %(most)s partnere). Del den i flere.", most=fault.number),
    # The headings.
    "no_headings": lambda fault: _(
        "Den første linje skal være overskrifter som ”navn;slags;sektor”, delt af semikolon eller komma. Her står: "
        "”%(found)s”.", found=fault.value_excerpt),
    "missing_heading": _fixed(lambda: _("Der mangler en kolonne med partnerens navn.")),
    "unknown_heading": lambda fault: (
        _("Overskriften ”%(found)s” kender vi ikke. Ret den, eller fjern kolonnen.", found=fault.value_excerpt)
        if fault.value_excerpt
        else _("En kolonne mangler sin overskrift. Skriv den, eller fjern kolonnen.")),
    "duplicate_heading": lambda fault: _(
        "Overskriften ”%(found)s” står der to gange. Behold den ene kolonne.", found=fault.value_excerpt),
    # A line.
    "unclosed_quotes": lambda fault: _(
        "Et citationstegn lukkes aldrig, så resten af filen kan ikke læses. Det står foran: ”%(found)s”.",
        found=fault.value_excerpt),
    "broken_quotes": lambda fault: _(
        "Et citationstegn begynder her og slutter forkert i linje %(end)s. Skriv citationstegn inde i en tekst "
        "dobbelt. Her står: ”%(found)s”.",
        end=fault.number, found=fault.value_excerpt),
    "too_many_cells": lambda fault: _(
        "Linjen har flere felter end de %(most)s overskrifter. Det overskydende er: ”%(found)s”. Sæt citationstegn "
        "om en tekst, der selv indeholder semikolon eller komma.",
        most=fault.number, found=fault.value_excerpt),
    "duplicate_row": lambda fault: _(
        "”%(found)s” står allerede i linje %(line)s. Behold den ene.", found=fault.value_excerpt, line=fault.number),
    # A cell.
    "missing": _fixed(lambda: _("Partneren mangler et navn.")),
    "control_character": lambda fault: _(
        "Teksten indeholder et usynligt styretegn: ”%(found)s”. Skriv den igen.", found=fault.value_excerpt),
    "line_break": lambda fault: _("Skriv det på én linje. Her står: ”%(found)s”.", found=fault.value_excerpt),
    "too_long": lambda fault: _(
        "Teksten er for lang (højst %(most)s tegn). Den begynder: ”%(found)s”.",
        most=fault.number, found=fault.value_excerpt),
    "too_many": lambda fault: _("Der står for mange (højst %(most)s). Behold de vigtigste.", most=fault.number),
    "email": lambda fault: _("”%(found)s” ligner ikke en mailadresse.", found=fault.value_excerpt),
    "phone": lambda fault: _(
        "”%(found)s” ligner ikke et telefonnummer. Skriv det med tal, fx 89 15 89 15.", found=fault.value_excerpt),
    "website": lambda fault: _(
        "”%(found)s” ligner ikke en webadresse. Skriv den som www.sted.dk.", found=fault.value_excerpt),
    "postal_code": lambda fault: _("”%(found)s” er ikke et postnummer med fire cifre.", found=fault.value_excerpt),
    "cvr": lambda fault: _("”%(found)s” er ikke et gyldigt CVR-nummer. Tjek de otte cifre.", found=fault.value_excerpt),
    "yes_or_no": lambda fault: _("Skriv ja eller nej. Her står: ”%(found)s”.", found=fault.value_excerpt),
    "language": lambda fault: _("Skriv dansk eller engelsk. Her står: ”%(found)s”.", found=fault.value_excerpt),
    "stage": lambda fault: _(
        "Trinnet ”%(found)s” kender vi ikke. Skriv fx ”Mulig partner” eller ”Første kontakt”.",
        found=fault.value_excerpt),
    "contact_without_name": lambda fault: _(
        "Kontaktpersonen mangler navn eller rolle. Her står kun: ”%(found)s”.", found=fault.value_excerpt),
    "code_name_tells": _fixed(
        lambda: _("Dæknavnet røber partnerens navn. Vælg et, der ikke siger, hvem eller hvor det er.")),
    "cpr": lambda fault: _(
        "Det ligner et CPR-nummer: ”%(found)s”. Det må ikke stå her. Slet det i filen.", found=fault.value_excerpt),
    "ten_digits": lambda fault: _(
        "Her står ti cifre, der kan være et CPR-nummer: ”%(found)s”. Er det ét, så slet det i filen.",
        found=fault.value_excerpt),
}
