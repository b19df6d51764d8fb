"""Permissions: one table of acts and roles, and the marks that views carry.

A view without a mark is never reached (`enforce_access`).
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user


class Role(enum.Enum):
    """A colleague's role."""

    STAFF = "staff"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Act(enum.Enum):
    """Something that can be allowed or not."""

    USE_PORTAL = "use_portal"
    EDIT_PARTNERS = "edit_partners"
    ARCHIVE_PARTNERS = "archive_partners"
    IMPORT_PARTNERS = "import_partners"
    MAKE_PAPERS = "make_papers"
    READ_REPORTS = "read_reports"
    SET_TARGETS = "set_targets"
    EDIT_OFFERS = "edit_offers"
    EDIT_LIBRARY = "edit_library"
    MANAGE_USERS = "manage_users"
    READ_LOG = "read_log"
    BLANK_LOG = "blank_log"


_ALL = frozenset(Role)
_COORDINATING = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})

#: The role x act table. Code, tests and docs/running.md all read this one.
ROLES_FOR: dict[Act, frozenset[Role]] = {
    Act.USE_PORTAL: _ALL,
    Act.EDIT_PARTNERS: _ALL,
    Act.MAKE_PAPERS: _ALL,
    Act.ARCHIVE_PARTNERS: _ALL,
    # Everybody sees the totals; rows only of partners that are open to them.
    Act.READ_REPORTS: _ALL,
    Act.SET_TARGETS: frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    Act.IMPORT_PARTNERS: _COORDINATING,
    Act.EDIT_OFFERS: _COORDINATING,
    Act.EDIT_LIBRARY: _COORDINATING,
    Act.MANAGE_USERS: frozenset({Role.ADMINISTRATOR}),
    # Everybody reads the history of what they may see; the whole log and blanking values is for administrators.
    Act.READ_LOG: frozenset({Role.ADMINISTRATOR}),
    Act.BLANK_LOG: frozenset({Role.ADMINISTRATOR}),
}


class HasRole(Protocol):
    role: Role


View = TypeVar("View", bound=Callable[..., Any])


def may(user: Any, act: Act) -> bool:
    """Whether this user may do this; False for anyone not signed in."""
    return getattr(user, "role", None) in ROLES_FOR[act]


def requires(act: Act) -> Callable[[View], View]:
    """Mark a view as open to whoever may do `act`."""

    def mark(view: View) -> View:
        view.access = act  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as open without sign-in. A test lists all of these."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def access_of(app: Flask, endpoint: str) -> Act | str | None:
    """The mark of an endpoint, or None where it has none."""
    return getattr(app.view_functions.get(endpoint), "access", None)


def enforce_access() -> Any:
    """Before every request: let the user only reach views whose mark allows it.

    None lets the request through; anything else is the response instead of the view's.
    """
    if request.endpoint is None:
        return None  # no such page: 404 by routing
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(404)
    if access == "public":
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if not may(current_user, access):  # type: ignore[arg-type]
        current_app.logger.warning("refused %s to %s", request.endpoint, getattr(current_user, "public_id", "?"))
        abort(403)
    return None
