"""What the views of this feature share: where to go after signing in, and the start of a session."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request, url_for
from flask_babel import refresh
from werkzeug.wrappers import Response as BaseResponse

from outreach.users import sessions
from outreach.users.models import User

Answer = BaseResponse | str | tuple[str, int]


def safe_next(address: str | None) -> str:
    """`address` where it is a path on this site, else the front page. Nobody is sent elsewhere after signing in."""
    front = url_for("today.front")
    if not address or not address.startswith("/") or len(address) > 2000:
        return front
    # Browsers read a backslash as a slash and skip tabs and line breaks, so neither may stand in an address.
    if address.startswith("//") or "\\" in address or any(ord(each) < 33 for each in address):
        return front
    parts = urlsplit(address)
    return front if parts.scheme or parts.netloc else request.script_root + address


def start_session(user: User) -> None:
    """Sign `user` in on this browser, in the language they have chosen."""
    sessions.start(user)
    refresh()
