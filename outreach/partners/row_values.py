"""The column values of a partner's rows: from its input, the same for one from a page and fifty thousand from a file;
and the stored keys that lists sort by and search in, made anew whenever a name or a contact changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from outreach.core import clock
from outreach.core.db import new_public_id
from outreach.core.formatting import search_key, sort_key
from outreach.partners.inputs import PartnerInput
from outreach.partners.models import (
    AvoidWord,
    Contact,
    Partner,
    PartnerCondition,
    PartnerNeed,
    PartnerTargetGroup,
    PartnerWorry,
    Quote,
    StageMove,
)
from outreach.partners.protection import code_name_of
from outreach.users.models import User

#: The columns that a search looks in.
_SEARCHED = ("name", "address", "postal_code", "city", "phone", "email")
#: The lists of a new partner: attribute of Partner -> model.
CHILDREN: dict[str, Any] = {
    "target_groups": PartnerTargetGroup, "needs": PartnerNeed, "worries": PartnerWorry, "quotes": Quote,
    "avoid_words": AvoidWord, "conditions": PartnerCondition, "contacts": Contact, "stage_moves": StageMove}


def partner_values(data: PartnerInput, *, by: User | None) -> dict[str, Any]:
    """The values of the partner's own row. The one who makes it owns it."""
    basics, kind = data.basics, data.basics.kind
    protected = data.is_protected if data.is_protected is not None else bool(kind and kind.protected_by_default)
    values: dict[str, Any] = {
        "public_id": new_public_id(), "name": basics.name, "address": basics.address,
        "postal_code": basics.postal_code, "city": basics.city, "phone": basics.phone, "email": basics.email,
        "website": basics.website, "cvr": basics.cvr, "p_number": basics.p_number, "language": basics.language,
        "kind_id": kind.id if kind else None,
        "sector_id": basics.sector.id if basics.sector else kind.sector_id if kind else None,
        "district_id": basics.district.id if basics.district else None,
        "is_protected": protected, "code_name": data.code_name, "everyday": data.everyday, "matters": data.matters,
        "times_words": data.times.words, "times": data.times.as_json(),
        "owner_id": by.id if by else None, "branch_id": by.branch_id if by else None,
        "stage": data.stage, "stage_since": clock.today()}
    contacts = ((contact.name, contact.role, contact.email, contact.phone) for contact in data.contacts)
    return values | make_keys(values, contacts)


def child_values(data: PartnerInput, *, by: User | None) -> dict[str, list[dict[str, Any]]]:
    """The values of the rows that belong to it, by attribute, without the partner's key."""
    today, by_id = clock.today(), by.id if by else None
    return {
        "target_groups": [{"target_group_id": group.term.id, "rank": rank, "basis": group.basis}
                          for rank, group in enumerate(data.target_groups, start=1)],
        "needs": [{"need_id": need.term.id, "rank": rank, "basis": need.basis, "words": need.words}
                  for rank, need in enumerate(data.needs, start=1)],
        "worries": [{"worry_id": worry.id, "rank": rank} for rank, worry in enumerate(data.worries, start=1)],
        "quotes": [{"text": quote.text, "language": quote.language, "said_on": quote.said_on or today,
                    "source": quote.source, "translation": quote.translation, "noted_by_id": by_id,
                    "translation_by_id": by_id if quote.translation else None,
                    "marks": quote.marks.as_json() if quote.marks else {},
                    "may_print": quote.marks.may_print if quote.marks else True} for quote in data.quotes],
        "avoid_words": [{"word": word} for word in data.avoid_words],
        "conditions": [{"condition_id": condition.term.id if condition.term else None, "words": condition.words,
                        "position": position} for position, condition in enumerate(data.conditions)],
        "contacts": [{"name": contact.name, "role": contact.role, "email": contact.email, "phone": contact.phone,
                      "position": position} for position, contact in enumerate(data.contacts)],
        "stage_moves": [{"from_stage": None, "to_stage": data.stage, "moved_on": today, "by_id": by_id}]}


def make_keys(values: Mapping[str, str], contacts: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """The keys of a partner with these column values (public_id, code_name and the searched ones); `contacts` are the
    texts of each contact that a search looks in."""
    code_name = code_name_of(values["public_id"], values["code_name"])
    people = (text for texts in contacts for text in texts)
    return {"sort_key": sort_key(values["name"]),
            "search_key": search_key(" ".join((*(values[name] for name in _SEARCHED), *people))),
            "code_sort_key": sort_key(code_name), "code_search_key": search_key(code_name, 200)}


def rebuild_keys(partner: Partner) -> None:
    """Make a partner's keys anew. Its public id must be set: a missing code name is made from it."""
    values = {name: getattr(partner, name) for name in (*_SEARCHED, "public_id", "code_name")}
    contacts = ((contact.name, contact.role, contact.email, contact.phone) for contact in partner.contacts)
    keys = make_keys(values, contacts)
    for name, key in keys.items():
        setattr(partner, name, key)
