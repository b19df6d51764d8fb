"""Values available in every template: permissions, the library's profile, the date and the user."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_login import current_user

from outreach.config import VERSION
from outreach.core import clock
from outreach.core.permissions import Act, may
from outreach.library.queries import current_profile


def _profile() -> Any:
    """The library's profile for the page's head; None when not signed in or before the portal is set up."""
    return current_profile() if current_user.is_authenticated else None


def install(app: Flask) -> None:
    """Register the context processor."""

    @app.context_processor
    def _common() -> dict[str, Any]:
        return {
            "Act": Act,
            "may": lambda act: may(current_user, act),
            "library": _profile,
            "today": clock.today,
            "version": VERSION,
            "current_user": current_user,
        }
