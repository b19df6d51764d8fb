"""Every fault has its words, and they name line, column and what to do."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from outreach.partners.importer import faults
from outreach.partners.importer.faults import Fault, fault_text, unknown_word_text


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, default_locale="da")
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(0, "", "empty_file"), "Filen er tom."),
        (Fault(2, "name", "missing"), "Linje 2, navn: Partneren mangler et navn."),
        (Fault(3, "email", "email", "post@"), "Linje 3, e-mail: ”post@” ligner ikke en mailadresse."),
        (
            Fault(4, "name", "duplicate_row", "Huset", 2),
            "Linje 4, navn: ”Huset” står allerede i linje 2. Behold den ene.",
        ),
        (
            Fault(1, "farve", "unknown_heading", "farve"),
            "Linje 1, farve: Overskriften ”farve” kender vi ikke. Ret den, eller fjern kolonnen.",
        ),
        (
            Fault(1, "", "unknown_heading"),
            "Linje 1: En kolonne mangler sin overskrift. Skriv den, eller fjern kolonnen.",
        ),
    ],
)
def test_a_fault_names_line_column_and_remedy(fault: Fault, expected: str) -> None:
    assert fault_text(fault) == expected


def test_the_column_is_called_what_the_file_calls_it() -> None:
    fault = Fault(2, "cvr", "cvr", "12345678")
    assert fault_text(fault, {"cvr": "CVR-nr."}) == (
        "Linje 2, CVR-nr.: ”12345678” er ikke et gyldigt CVR-nummer. Tjek de otte cifre."
    )


def test_an_unknown_word_with_its_first_lines() -> None:
    assert unknown_word_text("needs", "Fred", (2, 3, 4, 5, 6, 7), {"needs": "behov"}) == (
        "behov: ”Fred” (linje 2, 3, 4, 5, 6 …)"
    )


def test_every_documented_code_has_words() -> None:
    table = re.findall(r"^ *\| ([a-z_, ]+) \|", Fault.__doc__ or "", re.MULTILINE)
    codes = {code for cell in table for code in cell.split(", ")} - {"code"}
    assert codes == set(faults._SENTENCES)


@pytest.mark.parametrize("code", sorted(faults._SENTENCES))
def test_every_sentence_formats(code: str) -> None:
    assert "%(" not in fault_text(Fault(2, "name", code, "noget", 7))
