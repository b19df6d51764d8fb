"""`flask partners import`: read a file of partners, tell what it would make, and make it when asked to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, may
from outreach.library.models import District, Kind, Need, Sector, TargetGroup, Worry
from outreach.library.queries import list_terms
from outreach.library.service import add_row
from outreach.library.vocabularies import VOCABULARIES
from outreach.partners import service
from outreach.partners.duplicates import hidden_register_for, register_for
from outreach.partners.importer.faults import fault_text, unknown_word_text
from outreach.partners.importer.parse import ParsedFile, PartnerRow, parse_partners, unknown_words
from outreach.partners.importer.plan import input_of, matcher, split_protected, without_words, words_by_label
from outreach.users.models import User
from outreach.users.queries import find_user_by_email

partners = AppGroup("partners", help="Partnere.")

_MODELS: dict[str, Any] = {"kind": Kind, "sector": Sector, "district": District, "target_groups": TargetGroup,
                           "needs": Need, "worries": Worry}
_MOST_SHOWN = 200


@partners.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--commit", is_flag=True, help="Skriv partnerne. Uden: vis kun, hvad der ville ske.")
@click.option("--add-words", is_flag=True, help="Tilføj ord, som bibliotekets lister mangler.")
@click.option("--ten-digits-ok", is_flag=True, help="De ti cifre, der blev spurgt til, er ikke CPR-numre.")
@click.option("--as", "as_user",
              help="Kollegaens mail: kollegaen bliver ansvarlig, og kun det, kollegaen må se, sammenlignes.")
@with_appcontext
def import_file(file: Path, commit: bool, add_words: bool, ten_digits_ok: bool, as_user: str | None) -> None:
    """Læs partnere ind fra FILE (CSV, UTF-8 eller Windows-1252, semikolon eller komma).

    Alt eller intet: er der én fejl i filen, bliver ingen linje skrevet. En linje, der passer til en partner, I har i
    forvejen, bliver nævnt og aldrig skrevet ind over den.
    """
    user = _user(as_user)
    with transactions.dry_run(commit=commit):
        terms = _terms()
        parsed = parse_partners(file.read_bytes(), {column: _labels(rows) for column, rows in terms.items()})
        _say_faults(parsed)
        if parsed.doubts and commit and not ten_digits_ok:
            raise click.ClickException(_("Se på de ti cifre. Er de ikke CPR-numre, så kør igen med --ten-digits-ok."))
        unknown = _find_unknown(parsed.rows, terms)
        _say_words(_("Ord, som bibliotekets lister mangler:"), unknown, parsed)
        if unknown and not add_words:
            if commit:
                raise click.ClickException(_("Intet er skrevet. Ret ordene i filen, eller kør igen med --add-words."))
            return
        if unknown:
            _add_open_words(parsed, terms, user)
        _write(parsed, user, commit=commit)


def _user(email: str | None) -> User | None:
    """The colleague the command acts as; without one it sees no protected partner."""
    if email is None:
        return None
    user = find_user_by_email(email)
    if user is None or not user.active:
        raise click.ClickException(_("Der er ingen kollega med den mail."))
    if not may(user, Act.IMPORT_PARTNERS):
        raise click.ClickException(_("Den kollega må ikke læse partnere ind."))
    return user


def _terms() -> dict[str, Any]:
    return {column: list_terms(model, active_only=False) for column, model in _MODELS.items()}


def _labels(rows: Any) -> list[str]:
    return [word for row in rows for word in (row.key, row.label_da, row.label_en) if word]


def _say_faults(parsed: ParsedFile) -> None:
    """Every fault by its line; stops where there is one."""
    for doubt in parsed.doubts:
        click.echo(fault_text(doubt, parsed.headings), err=True)
    for fault in parsed.faults:
        click.echo(fault_text(fault, parsed.headings), err=True)
    if parsed.faults:
        count = len(parsed.faults)
        raise click.ClickException(ngettext("Der er %(num)s fejl i filen. Intet er skrevet.",
                                            "Der er %(num)s fejl i filen. Intet er skrevet.", count))


def _find_unknown(rows: list[PartnerRow], terms: dict[str, Any]) -> dict[str, dict[str, tuple[int, ...]]]:
    return unknown_words(rows, {column: _labels(rows) for column, rows in terms.items()})


def _say_words(heading: str, columns: dict[str, dict[str, tuple[int, ...]]], parsed: ParsedFile) -> None:
    if columns:
        click.echo(heading)
    for column, words in columns.items():
        for word, lines in words.items():
            click.echo(f"  {unknown_word_text(column, word, lines, parsed.headings)}")


def _add_open_words(parsed: ParsedFile, terms: dict[str, Any], user: User | None) -> None:
    """Add the words that open partners have. Everybody sees the lists, so what only protected partners have (their
    district, say) is left out, of the lists and of the rows."""
    open_rows, protected_rows = split_protected(parsed.rows, words_by_label(terms))
    added = [(column, word) for column, words in _find_unknown(open_rows, terms).items() for word in words]
    for column, word in added:
        _add_word(column, word, user)
    if added:
        click.echo(_("De tilføjes. Skriv bagefter deres engelske ord og sætninger under Biblioteket."))
    left_out = _find_unknown(protected_rows, _terms())
    _say_words(_("Kun beskyttede partnere har disse ord, og alle kan se listerne. De tilføjes ikke, og partnerne læses "
                 "ind uden dem:"), left_out, parsed)
    protected_lines = {row.line for row in protected_rows}
    parsed.rows = [without_words(row, left_out) if row.line in protected_lines else row for row in parsed.rows]


def _add_word(column: str, word: str, user: User | None) -> None:
    vocabulary = next(vocabulary for vocabulary in VOCABULARIES if vocabulary.model is _MODELS[column])
    nothing = {"check": False, "sector": None}
    values = {entry.name: nothing.get(entry.control, "") for entry in vocabulary.entries}
    values |= {name: word for name in ("label_da", "title_da") if name in values}
    try:
        add_row(by=user, vocabulary=vocabulary, values=values)
    except DomainError as error:
        raise click.ClickException(error.message) from error


def _write(parsed: ParsedFile, user: User | None, *, commit: bool) -> None:
    words = words_by_label(_terms())
    find = matcher(parsed.rows, register_for(user))
    find_hidden = matcher(parsed.rows, hidden_register_for(user))
    inputs, known = [], 0
    for row in parsed.rows:
        match = find(row)
        if match is not None:
            known += 1
            if known <= _MOST_SHOWN:
                click.echo(_(
                    "Linje %(line)s: ”%(name)s” findes allerede som ”%(partner)s” (%(because)s) og bliver ikke rørt.",
                    line=row.line, name=row.name, partner=match[0].name, because=match[1]))
            continue
        hidden = find_hidden(row)
        inputs.append((input_of(row, words), hidden[0] if hidden else None))
    with click.progressbar(length=len(inputs), label=_("Partnere"), file=sys.stderr) as bar:
        try:
            service.import_partners(by=user, inputs=inputs, progress=bar.update)
        except DomainError as error:
            db.session.rollback()
            raise click.ClickException(error.message) from error
    new = ngettext("%(num)s ny partner", "%(num)s nye partnere", len(inputs))
    there = ngettext("%(num)s fandtes i forvejen", "%(num)s fandtes i forvejen", known)
    if commit:
        click.echo(_("Skrevet: %(new)s, %(there)s.", new=new, there=there))
    else:
        click.echo(_("Prøvekørsel: %(new)s, %(there)s. Intet er skrevet. Kør igen med --commit.", new=new, there=there))


COMMANDS = [partners]
