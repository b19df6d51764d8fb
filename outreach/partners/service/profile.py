"""Changing who a partner is, whom it is there for and what it told us of its everyday."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from outreach.audit.service import Change, pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.library.models import Worry
from outreach.partners import limits
from outreach.partners.code_names import reveals_partner
from outreach.partners.inputs import Basics, ChosenCondition, ChosenGroup, ChosenNeed
from outreach.partners.models import (
    AvoidWord,
    Basis,
    PartnerCondition,
    PartnerNeed,
    PartnerTargetGroup,
    PartnerWorry,
)
from outreach.partners.protection import OpenPartner, row_of
from outreach.partners.row_values import rebuild_keys
from outreach.partners.times import Times, stored_times
from outreach.users.models import User


def change_basics(*, by: User, partner: OpenPartner, basics: Basics) -> None:
    """Name, kind, place and numbers. DomainError where a protected partner's code name would reveal one of them."""
    row = row_of(partner)
    if row.is_protected and reveals_partner(row.code_name, name=basics.name, address=f"{basics.address} {basics.city}",
                                            phone=basics.phone):
        raise DomainError("name", _("Dæknavnet ”%(code)s” røber det. Skift dæknavnet først.", code=row.code_name))
    changes = [*_term_changes(row, kind=basics.kind, sector=basics.sector, district=basics.district)]
    row.kind, row.sector, row.district = basics.kind, basics.sector, basics.district
    for name in ("name", "address", "postal_code", "city", "phone", "email", "website", "cvr", "p_number", "language"):
        setattr(row, name, getattr(basics, name))
    _note(by, partner, [*pending_changes(row), *changes])
    rebuild_keys(row)
    db.session.flush()


def change_people_and_needs(*, by: User, partner: OpenPartner, target_groups: Sequence[ChosenGroup],
                            needs: Sequence[ChosenNeed]) -> None:
    """Whom they are there for and what would help, in order of weight, each said or guessed."""
    _not_too_many("target_groups", target_groups)
    _not_too_many("needs", needs)
    row = row_of(partner)
    old_groups = [f"{group.target_group.key} ({group.basis.value})" for group in row.target_groups]
    old_needs = [_need_text(need.need.key, need.basis, need.words) for need in row.needs]
    _replace(row.target_groups, [PartnerTargetGroup(target_group_id=group.term.id, rank=rank, basis=group.basis)
                                 for rank, group in enumerate(target_groups, start=1)], "target_group_id")
    _replace(row.needs, [PartnerNeed(need_id=need.term.id, rank=rank, basis=need.basis, words=need.words)
                         for rank, need in enumerate(needs, start=1)], "need_id")
    _note(by, partner, _list_changes(
        target_groups=(old_groups, [f"{group.term.key} ({group.basis.value})" for group in target_groups]),
        needs=(old_needs, [_need_text(need.term.key, need.basis, need.words) for need in needs])))
    db.session.flush()


def change_everyday(*, by: User, partner: OpenPartner, everyday: str, matters: str, worries: Sequence[Worry],
                    avoid_words: Sequence[str], conditions: Sequence[ChosenCondition] | None = None,
                    times: Times | None = None) -> None:
    """How their days are, what counts for them, what could hold them back, what we must keep to, when it suits them,
    and words they asked us not to use. `conditions` and `times` None: as they are."""
    _not_too_many("worries", worries)
    words = list(dict.fromkeys(word for word in (word.strip() for word in avoid_words) if word))
    if len(words) > limits.MOST_AVOID_WORDS:
        raise DomainError("avoid_words", _("Højst %(most)s ord.", most=limits.MOST_AVOID_WORDS))
    for word in words:
        if len(word) > limits.AVOID_WORD:
            raise DomainError("avoid_words", _("Ordet ”%(word)s …” er for langt: højst %(most)s tegn.",
                                               word=word[:20], most=limits.AVOID_WORD))
    row = row_of(partner)
    row.everyday, row.matters = everyday, matters
    if times is not None and times != stored_times(row.times_words, row.times or {}):
        row.times_words, row.times = times.words, times.as_json()
    old_conditions = [_condition_text(condition.condition, condition.words) for condition in row.conditions]
    changes = [*pending_changes(row), *_list_changes(
        worries=([worry.worry.key for worry in row.worries], [worry.key for worry in worries]),
        avoid_words=([avoided.word for avoided in row.avoid_words], words),
        conditions=(old_conditions, old_conditions if conditions is None else
                    [_condition_text(condition.term, condition.words) for condition in conditions]))]
    if conditions is not None:
        _not_too_many("conditions", conditions)
        _set_conditions(row, conditions)
    _replace(row.worries, [PartnerWorry(worry_id=worry.id, rank=rank) for rank, worry in enumerate(worries, start=1)],
             "worry_id")
    kept = {word.word: word for word in row.avoid_words}
    row.avoid_words = [kept.get(word) or AvoidWord(word=word) for word in words]
    _note(by, partner, changes)
    db.session.flush()


def _set_conditions(row: Any, conditions: Sequence[ChosenCondition]) -> None:
    for chosen in conditions:
        if len(chosen.words) > limits.CONDITION_WORDS:
            raise DomainError("condition_words", _("”%(words)s …” er for langt: højst %(most)s tegn på en linje.",
                                                   words=chosen.words[:20], most=limits.CONDITION_WORDS))
    rows = {(condition.condition_id, condition.words): condition for condition in row.conditions}
    row.conditions = [
        rows.get((term_id, chosen.words)) or PartnerCondition(condition_id=term_id, words=chosen.words)
        for chosen in conditions for term_id in (chosen.term.id if chosen.term else None,)]
    for position, condition in enumerate(row.conditions):
        condition.position = position


def _need_text(key: str, basis: Basis, words: str) -> str:
    return f"{key} ({basis.value}){f' »{words}«' if words else ''}"


def _condition_text(term: Any, words: str) -> str:
    return " ".join(part for part in (term.key if term else "", f"»{words}«" if words else "") if part)


def _note(by: User, partner: OpenPartner, changes: Sequence[Change]) -> None:
    """Record an edit, and let the partner count as changed even where only its lists were."""
    row = row_of(partner)
    if record(by=by, act="partner.edit", subject=row, partner_id=row.id, changes=changes):
        row.updated_at = clock.now()


def _term_changes(row: Any, **terms: Any) -> list[Change]:
    """Old and new key of each vocabulary word that changes."""
    pairs = ((name, getattr(row, name), new) for name, new in terms.items())
    return [(name, old.key if old else None, new.key if new else None) for name, old, new in pairs if old is not new]


def _list_changes(**lists: tuple[Sequence[str], Sequence[str]]) -> list[Change]:
    return [(name, ", ".join(old) or None, ", ".join(new) or None) for name, (old, new) in lists.items()
            if list(old) != list(new)]


def _not_too_many(field: str, chosen: Sequence[Any]) -> None:
    if len(chosen) > limits.MOST_TERMS:
        raise DomainError(field, _("Vælg højst %(most)s, så de vigtigste ses.", most=limits.MOST_TERMS))


def _replace(rows: list[Any], new_rows: list[Any], key: str) -> None:
    """Make a ranked list what it should be, keeping rows that stay: the key of a row cannot be written twice."""
    by_key = {getattr(row, key): row for row in rows}
    kept = []
    for new in new_rows:
        old = by_key.get(getattr(new, key))
        if old is not None:
            old.rank = new.rank
            for name in ("basis", "words"):
                if hasattr(new, name):
                    setattr(old, name, getattr(new, name))
        kept.append(old or new)
    rows[:] = kept
