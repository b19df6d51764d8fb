"""What a read file would make: each row as a PartnerInput, and the rows that are partners we already know.

A row that matches is reported and left alone: it never changes a partner. A phone number, an address or a CVR number
counts only where one partner and one row have it: a municipality has one for all its houses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from outreach.core.danish_words import fold
from outreach.partners.duplicates import Register
from outreach.partners.importer.parse import PartnerRow
from outreach.partners.inputs import Basics, ChosenGroup, ChosenNeed, ContactInput, PartnerInput, QuoteInput
from outreach.partners.similarity import bare_name, bare_phone
from outreach.partners.stages import Stage

#: column -> folded label or key -> vocabulary row.
Words = Mapping[str, Mapping[str, Any]]


def words_by_label(terms: Mapping[str, Sequence[Any]]) -> dict[str, dict[str, Any]]:
    """Vocabulary rows by every way a file may write them. An active word wins over a resting one."""
    by_column: dict[str, dict[str, Any]] = {}
    for column, rows in terms.items():
        by_word: dict[str, Any] = {}
        by_column[column] = by_word
        for row in sorted(rows, key=lambda row: row.is_active):
            by_word |= {fold(word): row for word in (row.key, row.label_en, row.label_da) if word}
    return by_column


def split_protected(rows: Sequence[PartnerRow], words: Words) -> tuple[list[PartnerRow], list[PartnerRow]]:
    """(open, protected) rows. A row that does not say is protected where its kind is by default."""
    def is_protected(row: PartnerRow) -> bool:
        kind = words["kind"].get(fold(row.kind))
        return row.protected if row.protected is not None else bool(kind and kind.protected_by_default)

    return [row for row in rows if not is_protected(row)], [row for row in rows if is_protected(row)]


def without_words(row: PartnerRow, columns: Mapping[str, Mapping[str, Any]]) -> PartnerRow:
    """The row without these words: column -> word as written -> anything."""
    changes: dict[str, Any] = {}
    for column, words in columns.items():
        left_out, value = {fold(word) for word in words}, getattr(row, column)
        if isinstance(value, str):
            changes[column] = "" if fold(value) in left_out else value
        else:
            changes[column] = tuple(word for word in value if fold(word) not in left_out)
    return replace(row, **changes)


def input_of(row: PartnerRow, words: Words) -> PartnerInput:
    """The partner of one row. Every word of it must be in `words`."""
    def find_term(column: str, word: str) -> Any:
        return words[column][fold(word)] if word else None

    def several(column: str, texts: Sequence[str]) -> list[Any]:
        return list(dict.fromkeys(find_term(column, text) for text in texts))

    contact_name = row.contact_name or row.contact_role
    contact = ContactInput(contact_name, row.contact_role, row.contact_email, row.contact_phone)
    language = row.language or "da"
    return PartnerInput(
        basics=Basics(name=row.name, kind=find_term("kind", row.kind), sector=find_term("sector", row.sector),
                      district=find_term("district", row.district), address=row.address, postal_code=row.postal_code,
                      city=row.city, phone=row.phone, email=row.email, website=row.website, cvr=row.cvr,
                      language=language),
        is_protected=row.protected, code_name=row.code_name, stage=Stage(row.stage) if row.stage else Stage.PROSPECT,
        everyday=row.everyday, matters=row.matters,
        target_groups=tuple(ChosenGroup(term) for term in several("target_groups", row.target_groups)),
        needs=tuple(ChosenNeed(term) for term in several("needs", row.needs)),
        worries=tuple(several("worries", row.worries)),
        quotes=tuple(QuoteInput(text, language, source=_("læst ind fra fil")) for text in row.said),
        avoid_words=tuple(dict.fromkeys(row.avoid_words)), contacts=(contact,) if contact_name else ())


def matcher(rows: Sequence[PartnerRow], register: Register) -> Callable[[PartnerRow], tuple[Any, str] | None]:
    """A function that finds the known partner of a row, and why it is the same; None where the row is new."""
    phones = Counter(phone for row in rows for phone in _phones(row))
    emails = Counter(email for row in rows for email in _emails(row))
    cvrs = Counter(row.cvr for row in rows if row.cvr)

    def find(row: PartnerRow) -> tuple[Any, str] | None:
        for partner in register.by_name.get(bare_name(row.name), ()):
            if not partner.postal_code or not row.postal_code or partner.postal_code == row.postal_code:
                return partner, _("samme navn")
        ways = ((_emails(row), register.by_email, emails, _("samme mailadresse")),
                (_phones(row), register.by_phone, phones, _("samme telefonnummer")),
                ({row.cvr} - {""}, register.by_cvr, cvrs, _("samme CVR-nummer")))
        for values, known, count, because in ways:
            for value in values:
                if count[value] == 1 and len(known.get(value, ())) == 1:
                    return known[value][0], because
        return None

    return find


def _phones(row: PartnerRow) -> set[str]:
    return {bare for phone in (row.phone, row.contact_phone) if len(bare := bare_phone(phone)) >= 8}


def _emails(row: PartnerRow) -> set[str]:
    return {email.casefold() for email in (row.email, row.contact_email) if email}
