"""Acts on the library's profile and its lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from outreach.audit.service import Change, pending_changes, record
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.formatting import search_key
from outreach.core.stored_files import stored_file
from outreach.core.text_rules import normalise
from outreach.core.transactions import begin_writing
from outreach.library import queries
from outreach.library.logo import LogoRefused, clean_logo
from outreach.library.models import (
    Condition,
    Kind,
    LibraryProfile,
    Need,
    Question,
    Sector,
    TargetGroup,
    WordAdvice,
    Worry,
)
from outreach.library.starter import Lists, add_lists
from outreach.library.vocabularies import Vocabulary

#: The lists that can be filled with suggestions.
SUGGESTED = (Kind, Sector, TargetGroup, Need, Worry, Condition, Question, WordAdvice)

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d", "ł": "l"})
_KEY_LENGTH = 60


def save_profile(*, by: Any, values: Mapping[str, str]) -> LibraryProfile:
    """Save the library's profile; creates it where there is none yet."""
    profile = queries.find_profile()
    is_new = profile is None
    profile = profile or LibraryProfile(name=values["name"])
    _set(profile, values)
    record(by=by, act="library_profile.add" if is_new else "library_profile.edit", subject=profile)
    db.session.flush()
    return profile


def set_logo(*, by: Any, content: bytes) -> None:
    """Replace the logo. Raises DomainError at `logo`, NotFound without a profile."""
    profile = queries.get_profile()
    try:
        clean, media_type = clean_logo(content)
    except LogoRefused as refused:
        raise DomainError("logo", _refusal(refused)) from refused
    begin_writing()
    _change_logo(profile, stored_file(clean, media_type, by.id), by)


def remove_logo(*, by: Any) -> None:
    """Remove the logo, if there is one."""
    profile = queries.get_profile()
    if profile.logo is not None:
        _change_logo(profile, None, by)


def _change_logo(profile: LibraryProfile, logo: Any, by: Any) -> None:
    """Replace the logo and delete the old file: issued documents have copies of their own."""
    old = profile.logo
    profile.logo = logo
    db.session.flush()
    record(by=by, act="library_profile.logo", subject=profile, changes=[
        ("logo", old.sha256[:12] if old else None, logo.sha256[:12] if logo else None)])
    if old is not None:
        db.session.delete(old)
    db.session.flush()


def _refusal(refused: LogoRefused) -> str:
    return {
        "too_heavy": _("Filen fylder mere end 2 MB. Gem logoet mindre, og prøv igen."),
        "too_large": _("Billedet er mere end 4.000 punkter på den ene side. Gør det mindre, og prøv igen."),
        "not_a_picture": _("Filen er ikke et PNG- eller JPEG-billede. Gem logoet som PNG, og prøv igen."),
        "broken": _("Billedet kan ikke læses: filen er i stykker. Gem det igen, og prøv så."),
    }[refused.reason]


def start_lists(*, by: Any) -> Lists:
    """Fill the empty lists of a new library with suggestions; lists with rows are left alone. Returns the rows of all
    lists, by the key of the suggestion."""
    existing = {model: queries.list_rows(model) for model in SUGGESTED}
    lists = add_lists(existing)
    db.session.flush()
    if not all(existing.values()):
        counts = queries.count_rows([model for model, rows in existing.items() if not rows])
        record(by=by, act="library.start_lists", subject_type="library", subject_id="lists", values={
            model.__tablename__: active for model, (active, _resting) in counts.items()})
    return lists


def add_row(*, by: Any, vocabulary: Vocabulary, values: Mapping[str, Any]) -> Any:
    """Add a row at the end of a list. Raises DomainError at the field whose text is in the list already."""
    rows = queries.list_rows(vocabulary.model)
    _refuse_duplicates(vocabulary, values, rows)
    row = vocabulary.model()
    changes = _apply(vocabulary, row, values)
    if hasattr(vocabulary.model, "key"):
        row.key = key_for(values[vocabulary.title_field], taken={other.key for other in rows})
    if vocabulary.has_positions:
        row.position = max((other.position for other in rows), default=-1) + 1
    db.session.add(row)
    _flush(vocabulary)
    record(by=by, act=f"{row.__tablename__}.add", subject=row, changes=changes)
    return row


def edit_row(*, by: Any, vocabulary: Vocabulary, row: Any, values: Mapping[str, Any]) -> None:
    """Change a row; its key stays what it was. Raises DomainError at the field that is a duplicate."""
    others = [other for other in queries.list_rows(vocabulary.model) if other is not row]
    _refuse_duplicates(vocabulary, values, others)
    record(by=by, act=f"{row.__tablename__}.edit", subject=row, changes=_apply(vocabulary, row, values))
    _flush(vocabulary)


def move_row(*, by: Any, vocabulary: Vocabulary, row: Any, step: int) -> None:
    """Move an active row one place up (-1) or down (1) among the active ones of its group; at the end it stays."""
    rows = queries.list_rows(vocabulary.model)
    peers = [other for other in rows if other.is_active and vocabulary.group_of(other) == vocabulary.group_of(row)]
    if not vocabulary.has_positions or row not in peers or not 0 <= peers.index(row) + step < len(peers):
        return
    other = peers[peers.index(row) + step]
    order = list(rows)
    from_index, to_index = order.index(row), order.index(other)
    order[from_index], order[to_index] = other, row
    before = row.position
    for position, moved in enumerate(order):  # all are renumbered: rows from files may share a position
        moved.position = position
    record(by=by, act=f"{row.__tablename__}.move", subject=row,
           changes=[("position", str(before), str(row.position))])
    db.session.flush()


def set_row_active(*, by: Any, vocabulary: Vocabulary, row: Any, active: bool) -> None:
    """Deactivate a row, or activate it again. Inactive rows cannot be chosen; existing uses stay."""
    row.is_active = active
    changes = pending_changes(row)
    if changes:
        record(by=by, act=f"{row.__tablename__}.{'wake' if active else 'rest'}", subject=row, changes=changes)
    db.session.flush()


def key_for(label: str, taken: set[str]) -> str:
    """A key from the Danish label: small ASCII letters, digits and _, with a number appended where it is taken."""
    folded = normalise(label.casefold().translate(_LETTERS), "NFKD")
    words = "".join(character if character.isascii() and character.isalnum() else " " for character in folded
                    if not unicodedata.combining(character)).split()
    base = "_".join(words)[:_KEY_LENGTH - 4].strip("_") or "term"
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _apply(vocabulary: Vocabulary, row: Any, values: Mapping[str, Any]) -> list[Change]:
    """Set the values and return the changes; a sector is given by key and recorded by name."""
    plain = {name: value for name, value in values.items() if name != "sector"}
    _set(row, plain)
    changes = pending_changes(row)
    if any(entry.control == "sector" for entry in vocabulary.entries):
        before, after = row.sector, queries.find_sector(values.get("sector"))
        if before is not after:
            row.sector = after
            changes.append(("sector", before.label_da if before else None, after.label_da if after else None))
    return changes


def _refuse_duplicates(vocabulary: Vocabulary, values: Mapping[str, Any], others: Sequence[Any]) -> None:
    for entry in vocabulary.entries:
        text_key = search_key(values[entry.name]) if entry.unique else ""
        for other in others if text_key else ():
            if search_key(getattr(other, entry.name)) == text_key and _same_language(other, values):
                text = (_("”%(text)s” står her allerede.") if other.is_active
                        else _("”%(text)s” står her allerede, men hviler. Tag den frem i stedet."))
                raise DomainError(entry.name, text % {"text": getattr(other, entry.name)})


def _same_language(row: Any, values: Mapping[str, Any]) -> bool:
    """Whether row and values have the same language: a word may be jargon in one and plain in the other."""
    return "language" not in values or row.language == values["language"]


def _flush(vocabulary: Vocabulary) -> None:
    """Flush; raises DomainError where a concurrent request has inserted the same row."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise DomainError(vocabulary.title_field, _("En anden har lige skrevet det samme. Hent siden igen.")) from error
