"""What can be done with the library's profile and its lists."""

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

#: The lists that our suggestions fill.
STARTED = (Kind, Sector, TargetGroup, Need, Worry, Condition, Question, WordAdvice)

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d", "ł": "l"})
_KEY_LENGTH = 60


def save_profile(*, by: Any, values: Mapping[str, str]) -> LibraryProfile:
    """Save the library's profile; makes it where the portal has none yet."""
    profile = queries.find_profile()
    is_new = profile is None
    profile = profile or LibraryProfile(name=values["name"])
    _set(profile, values)
    record(by=by, act="library_profile.add" if is_new else "library_profile.edit", subject=profile)
    db.session.flush()
    return profile


def set_logo(*, by: Any, content: bytes) -> None:
    """Put a new logo in the place of the old one. Raises DomainError at `logo`, NotFound without a profile."""
    profile = queries.get_profile()
    try:
        clean, media_type = clean_logo(content)
    except LogoRefused as refused:
        raise DomainError("logo", _refusal(refused)) from refused
    _change_logo(profile, stored_file(clean, media_type, by.id), by)


def remove_logo(*, by: Any) -> None:
    """Take the logo away; nothing happens where there is none."""
    profile = queries.get_profile()
    if profile.logo is not None:
        _change_logo(profile, None, by)


def _change_logo(profile: LibraryProfile, logo: Any, by: Any) -> None:
    """Papers that were made keep their own bytes, so the old file is of no use to anyone."""
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
    """Fill the lists of a new library that are empty with our suggestions. A list that holds something is left alone.
    Returns what then stands in the lists, by the key it has in the suggestions."""
    kept = {model: queries.list_rows(model) for model in STARTED}
    lists = add_lists(kept)
    db.session.flush()
    if not all(kept.values()):
        counts = queries.count_rows([model for model, rows in kept.items() if not rows])
        record(by=by, act="library.start_lists", subject_type="library", subject_id="lists", values={
            model.__tablename__: active for model, (active, _resting) in counts.items()})
    return lists


def add_row(*, by: Any, vocabulary: Vocabulary, values: Mapping[str, Any]) -> Any:
    """A new last row of a list. Raises DomainError at the field whose text stands there already."""
    rows = queries.list_rows(vocabulary.model)
    _refuse_duplicates(vocabulary, values, rows)
    row = vocabulary.model()
    changes = _apply(vocabulary, row, values)
    if hasattr(vocabulary.model, "key"):
        row.key = key_for(values[vocabulary.title_field], taken={each.key for each in rows})
    if vocabulary.has_positions:
        row.position = max((each.position for each in rows), default=-1) + 1
    db.session.add(row)
    _flush(vocabulary)
    record(by=by, act=f"{row.__tablename__}.add", subject=row, changes=changes)
    return row


def edit_row(*, by: Any, vocabulary: Vocabulary, row: Any, values: Mapping[str, Any]) -> None:
    """Change a row; its key stays what it was. Raises DomainError at the field that is a duplicate."""
    others = [each for each in queries.list_rows(vocabulary.model) if each is not row]
    _refuse_duplicates(vocabulary, values, others)
    record(by=by, act=f"{row.__tablename__}.edit", subject=row, changes=_apply(vocabulary, row, values))
    _flush(vocabulary)


def move_row(*, by: Any, vocabulary: Vocabulary, row: Any, step: int) -> None:
    """Move an active row one place up (-1) or down (1) among the active ones of its group; at the end it stays."""
    rows = queries.list_rows(vocabulary.model)
    peers = [each for each in rows if each.is_active and vocabulary.group_of(each) == vocabulary.group_of(row)]
    if not vocabulary.has_positions or row not in peers or not 0 <= peers.index(row) + step < len(peers):
        return
    other = peers[peers.index(row) + step]
    order = list(rows)
    here, there = order.index(row), order.index(other)
    order[here], order[there] = other, row
    before = row.position
    for position, each in enumerate(order):  # all anew: rows from files may share a position
        each.position = position
    record(by=by, act=f"{row.__tablename__}.move", subject=row,
           changes=[("position", str(before), str(row.position))])
    db.session.flush()


def set_row_active(*, by: Any, vocabulary: Vocabulary, row: Any, active: bool) -> None:
    """Let a row rest, or bring it back. Resting rows can no longer be chosen; where they were chosen they stay."""
    row.is_active = active
    changes = pending_changes(row)
    if changes:
        record(by=by, act=f"{row.__tablename__}.{'wake' if active else 'rest'}", subject=row, changes=changes)
    db.session.flush()


def key_for(label: str, taken: set[str]) -> str:
    """A key from the Danish label: small ASCII letters, digits and _, with a number behind where it is taken."""
    folded = normalise(label.casefold().translate(_LETTERS), "NFKD")
    words = "".join(each if each.isascii() and each.isalnum() else " " for each in folded
                    if not unicodedata.combining(each)).split()
    base = "_".join(words)[:_KEY_LENGTH - 4].strip("_") or "term"
    number, key = 1, base
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def _set(thing: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(thing, name) != value:
            setattr(thing, name, value)


def _apply(vocabulary: Vocabulary, row: Any, values: Mapping[str, Any]) -> list[Change]:
    """Set the values; a sector comes by its key and is told by its name."""
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
        wanted = search_key(values[entry.name]) if entry.unique else ""
        for each in others if wanted else ():
            if search_key(getattr(each, entry.name)) == wanted and _same_language(each, values):
                text = (_("”%(text)s” står her allerede.") if each.is_active
                        else _("”%(text)s” står her allerede, men hviler. Tag den frem i stedet."))
                raise DomainError(entry.name, text % {"text": getattr(each, entry.name)})


def _same_language(row: Any, values: Mapping[str, Any]) -> bool:
    """The same word may be library talk in one language and plain in the other."""
    return "language" not in values or row.language == values["language"]


def _flush(vocabulary: Vocabulary) -> None:
    """Two colleagues may add the same row at the same moment; the database lets one of them win."""
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise DomainError(vocabulary.title_field, _("En anden har lige skrevet det samme. Hent siden igen.")) from error
