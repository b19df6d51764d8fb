"""Addresses: whole ones for links in mails, calendars and commands, and the one static files are served below.

`OUTREACH_URL` is the portal's address for colleagues, with its path prefix. Without it the address is taken from the
request; a command knows only where `flask serve` listens, which is no use to others behind TLS.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, has_request_context, url_for

from outreach.core.embedded_server import address_of


def external_url(endpoint: str, **values: Any) -> str:
    """The absolute address of a page. In a command without OUTREACH_URL it may begin with "https://…", to be filled in:
    see `is_portal_url_known`."""
    own = current_app.config["PORTAL_URL"]
    if not own and has_request_context():
        return url_for(endpoint, **values, _external=True)
    path = current_app.url_map.bind("portal").build(endpoint, values)
    return f"{own or _of_this_machine()}{path}"


def is_portal_url_known() -> bool:
    """Whether `external_url` returns a complete address."""
    return bool(current_app.config["PORTAL_URL"] or has_request_context()
                or not current_app.config["SESSION_COOKIE_SECURE"])


def _of_this_machine() -> str:
    if not is_portal_url_known():
        return "https://…"
    return address_of(os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000))


@cache
def static_url_path(folder: Path) -> str:
    """`/static/` and ten hex digits of a hash over all files below `folder`, read once per process.

    Browsers may cache static files for ever, since their address changes when one of them does."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return f"/static/{digest.hexdigest()[:10]}"
