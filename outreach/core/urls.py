"""Whole addresses of pages, to be handed to somebody: in a link, a calendar, a mail.

`OUTREACH_URL` says where colleagues find the portal, with its path prefix. Without it a page knows from the request
where it is; a command on this machine knows only where `flask serve` listens, and behind TLS that is nothing to hand
out.
"""

from __future__ import annotations

import os
from typing import Any

from flask import current_app, has_request_context, url_for

from outreach.core.serve import address_of


def full_address(endpoint: str, **values: Any) -> str:
    """The address of a page as others must write it. On the command line without the setting it begins with a gap to
    be filled in: see `is_known`."""
    own = current_app.config["PORTAL_URL"]
    if not own and has_request_context():
        return url_for(endpoint, **values, _external=True)
    path = current_app.url_map.bind("portal").build(endpoint, values)
    return f"{own or _of_this_machine()}{path}"


def is_known() -> bool:
    """Whether `full_address` can tell where the portal is."""
    return bool(current_app.config["PORTAL_URL"] or has_request_context()
                or not current_app.config["SESSION_COOKIE_SECURE"])


def _of_this_machine() -> str:
    if not is_known():
        return "https://…"
    return address_of(os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000))
