"""The stored keys that lists sort by and search in: made in one place, whenever a name or a contact changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from outreach.core.formatting import search_key, sort_key
from outreach.partners.models import Partner
from outreach.partners.protection import code_name_of

_FOUND_BY = ("name", "address", "postal_code", "city", "phone", "email")


def made_keys(values: Mapping[str, str], contacts: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """The keys of a partner with these column values (public_id, code_name and what it is found by) and, for each
    contact, the texts it is found by."""
    code_name = code_name_of(values["public_id"], values["code_name"])
    people = (text for texts in contacts for text in texts)
    return {"sort_key": sort_key(values["name"]),
            "search_key": search_key(" ".join((*(values[name] for name in _FOUND_BY), *people))),
            "code_sort_key": sort_key(code_name), "code_search_key": search_key(code_name, 200)}


def rebuild_keys(partner: Partner) -> None:
    """Make the keys anew. The partner's public id must be set: a missing code name is made from it."""
    values = {name: getattr(partner, name) for name in (*_FOUND_BY, "public_id", "code_name")}
    keys = made_keys(values, ((each.name, each.role, each.email, each.phone) for each in partner.contacts))
    for name, key in keys.items():
        setattr(partner, name, key)
