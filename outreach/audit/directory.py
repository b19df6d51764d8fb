"""What the log pages ask of features above the audit: who the colleagues are, and which partners a reader may see.

The audit lies below `users` and `partners` and imports neither; `outreach.features` registers their queries here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Select


class LoggedPartner(Protocol):
    """A partner as one reader may see it; with `is_open` False only its code name and ids are real."""

    @property
    def id(self) -> int: ...
    @property
    def public_id(self) -> str: ...
    @property
    def display_name(self) -> str: ...
    @property
    def is_open(self) -> bool: ...


@dataclass(frozen=True)
class Directory:
    """`get_open_partner` raises where the reader may not see the partner; `hidden_partner_ids` selects the inner keys
    of partners the reader may not see, `select_user_id` that of a colleague by public id; `list_users` takes
    `active_only`."""

    partners_by_id: Callable[[Iterable[int], Any], Mapping[int, LoggedPartner]]
    hidden_partner_ids: Callable[[Any], Select[Any]]
    get_open_partner: Callable[[str, Any], LoggedPartner]
    select_user_id: Callable[[str], Select[Any]]
    list_users: Callable[..., Sequence[Any]]


_directory: Directory | None = None


def register(directory: Directory) -> None:
    """Use these queries from now on."""
    global _directory
    _directory = directory


def directory() -> Directory:
    """The registered queries. Raises RuntimeError where nothing was registered."""
    if _directory is None:
        raise RuntimeError("no directory is registered for the log pages")
    return _directory
