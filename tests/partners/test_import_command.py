"""Reading partners in from a file, at the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import District, Need
from outreach.partners.models import Partner
from outreach.users.models import User
from tests.factories import MARKERS, add_marked, add_partner

FILE = """navn;slags;postnummer;behov;sagt;trin;kontaktperson
Huset;Familiehus;8900;Ro|Noget at tage med hjem;Vi har brug for ro|Og tid;Første kontakt;Lederen
Klubben;Family house;;;;;
"""


@pytest.fixture
def coordinator(make_user: Callable[..., User]) -> User:
    return make_user(Role.COORDINATOR, "Karen")


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Callable[..., Result]:
    """run(text, *options) -> what `flask partners import` did with the text as a file."""

    def run(text: str, *options: str) -> Result:
        file = tmp_path / "partners.csv"
        file.write_text(text, encoding="utf-8")
        return app.test_cli_runner().invoke(args=["partners", "import", str(file), *options])

    return run


def names() -> list[str]:
    return list(db.session.scalars(db.select(Partner.name).order_by(Partner.id)))


def test_a_dry_run_writes_nothing(run: Callable[..., Result]) -> None:
    result = run(FILE)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (
        0, "Prøvekørsel: 2 nye partnere, 0 fandtes i forvejen. Intet er skrevet. Kør igen med --commit.")
    assert names() == []


def test_commit_writes_every_value(run: Callable[..., Result], coordinator: User) -> None:
    result = run(FILE, "--commit", "--as", coordinator.email)
    assert result.stdout.splitlines()[-1] == "Skrevet: 2 nye partnere, 0 fandtes i forvejen."
    house = db.session.scalars(db.select(Partner).where(Partner.name == "Huset")).one()
    assert (house.kind.key, house.sector.key, house.postal_code, house.stage.value, house.owner_id) == (
        "family_house", "social", "8900", "glance", coordinator.id)
    assert [need.need.key for need in house.needs] == ["calm", "home"]
    assert sorted(quote.text for quote in house.quotes) == ["Og tid", "Vi har brug for ro"]
    assert [contact.name for contact in house.contacts] == ["Lederen"]
    assert "lederen" in house.search_key
    assert db.session.scalars(db.select(AuditEntry.act)).all() == ["partner.import", "partner.import"]


def test_one_fault_and_nothing_is_written(run: Callable[..., Result]) -> None:
    result = run("navn;e-mail\nHuset;hus@sted.dk\nKlubben;ikke en mail\n", "--commit")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "Linje 3, e-mail: ”ikke en mail” ligner ikke en mailadresse."
    assert names() == []


def test_a_known_partner_is_named_and_left_alone(run: Callable[..., Result], coordinator: User) -> None:
    add_partner(coordinator, "Huset")
    result = run(FILE, "--commit")
    assert result.stdout.splitlines()[0] == (
        "Linje 2: ”Huset” findes allerede som ”Huset” (samme navn) og bliver ikke rørt.")
    assert names() == ["Huset", "Klubben"]
    assert db.session.scalars(db.select(Partner.postal_code)).all() == ["", ""]


def test_the_file_twice_makes_the_partners_once(run: Callable[..., Result]) -> None:
    run(FILE, "--commit")
    run(FILE, "--commit")
    assert names() == ["Huset", "Klubben"]


def test_unknown_words_are_listed_and_added_only_when_asked(run: Callable[..., Result]) -> None:
    text = "navn;behov\nHuset;Ro|Frisk luft\n"
    refused = run(text, "--commit")
    assert (refused.exit_code, names()) == (1, [])
    assert refused.stdout.splitlines() == ["Ord, som bibliotekets lister mangler:", "  behov: ”Frisk luft” (linje 2)"]
    assert run(text, "--commit", "--add-words").exit_code == 0
    assert [need.need.label_da for need in db.session.scalars(db.select(Partner)).one().needs] == ["Ro", "Frisk luft"]


def test_words_of_protected_partners_alone_are_never_added(run: Callable[..., Result], coordinator: User) -> None:
    result = run("navn;slags;beskyttet;bydel;behov\n"
                 "Krisehuset;Krisecenter;;Vinkelvej;Ro|Gemte døre\n"
                 "Skjulestedet;Familiehus;ja;Baggården;Luft\n"
                 "Familiehuset;Familiehus;;Midtbyen;Luft\n", "--commit", "--add-words", "--as", coordinator.email)
    assert (result.exit_code, result.stdout.splitlines()[-5:]) == (0, [
        "Kun beskyttede partnere har disse ord, og alle kan se listerne. De tilføjes ikke, og partnerne læses ind "
        "uden dem:",
        "  bydel: ”Vinkelvej” (linje 2)", "  bydel: ”Baggården” (linje 3)", "  behov: ”Gemte døre” (linje 2)",
        "Skrevet: 3 nye partnere, 0 fandtes i forvejen."])
    assert {"Midtbyen", "Vinkelvej", "Baggården"} & set(db.session.scalars(db.select(District.label_da))) == {
        "Midtbyen"}
    assert {"Luft", "Gemte døre"} & set(db.session.scalars(db.select(Need.label_da))) == {"Luft"}
    assert [(partner.name, partner.district and partner.district.label_da,
             [need.need.label_da for need in partner.needs])
            for partner in db.session.scalars(db.select(Partner).order_by(Partner.id))] == [
        ("Krisehuset", None, ["Ro"]), ("Skjulestedet", None, ["Luft"]), ("Familiehuset", "Midtbyen", ["Luft"])]


def test_a_dry_run_adds_no_words(run: Callable[..., Result]) -> None:
    run("navn;behov\nHuset;Frisk luft\n", "--add-words")
    assert "Frisk luft" not in db.session.scalars(db.select(Need.label_da)).all()


def test_a_hidden_partner_is_never_named_but_its_circle_is_told(
        run: Callable[..., Result], coordinator: User, make_user: Callable[..., User]) -> None:
    add_marked(make_user(Role.STAFF, "Anna"))
    result = run(f"navn;slags\n{MARKERS['name']};Familiehus\n", "--commit", "--as", coordinator.email)
    assert result.stdout.splitlines() == ["Skrevet: 1 ny partner, 0 fandtes i forvejen."]
    assert db.session.scalars(db.select(AuditEntry.act).where(AuditEntry.act == "partner.duplicate")).all() == [
        "partner.duplicate"]


def test_a_protected_one_needs_somebody_who_sees_it(run: Callable[..., Result], coordinator: User) -> None:
    text = "navn;slags\nHuset;Krisecenter\n"
    assert (run(text, "--commit").exit_code, names()) == (1, [])
    assert (run(text, "--commit", "--as", coordinator.email).exit_code, names()) == (0, ["Huset"])


def test_who_may_not_import_may_not_here_either(run: Callable[..., Result], make_user: Callable[..., User]) -> None:
    result = run(FILE, "--commit", "--as", make_user(Role.STAFF, "Anna").email)
    assert (result.exit_code, names()) == (1, [])
