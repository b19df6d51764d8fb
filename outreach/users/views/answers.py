"""What the views of this feature share: the start of a session, where to go on, what is shown once, and who must prove
once more who they are."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from flask_babel import refresh
from werkzeug.wrappers import Response as BaseResponse

from outreach.core.encryption import DecryptionError, decrypt, encrypt
from outreach.users import service, sessions
from outreach.users.models import User
from outreach.users.service import TooManyAttempts

Answer = BaseResponse | str | tuple[str, int] | tuple[str, int, dict[str, str]]


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


def enter(user: User, after: str | None = None) -> BaseResponse:
    """The password was right: sign `user` in and go on to `after`, or ask for the code of their second factor first."""
    if user.has_second_factor:
        session["step"] = service.begin_second_step(user)
        return redirect(url_for("users.second_step", next=after or None))
    return start_session(user, after)


def start_session(user: User, after: str | None = None) -> BaseResponse:
    """Sign `user` in on this browser, in the language they have chosen, and go on to `after`."""
    sessions.start(user)
    service.note_sign_in(user=user)
    refresh()
    return redirect(safe_next(after))


def network_address() -> str:
    """Where the request comes from: the nearest hop that is not one of our own proxies."""
    return request.remote_addr or ""


def refusal(error: Exception | None = None) -> tuple[int, dict[str, str]]:
    """Status and headers of a refused form, password or code."""
    if error is not None:
        # Neither who was tried nor what was typed: the one is in the audit where it is somebody, the other nobody's.
        current_app.logger.warning("refused %s on %s", type(error).__name__, request.endpoint)
    if isinstance(error, TooManyAttempts):
        return 429, {"Retry-After": str(error.seconds())}
    return 422, {}


def confirm_first(back: str) -> BaseResponse | None:
    """Where whoever sits here has not proved lately who they are: the way to do so, and from there to `back`."""
    return None if sessions.is_confirmed() else redirect(url_for("users.confirm", next=back))


def show_once(name: str, text: str) -> None:
    """Keep a secret for the next page. Sealed, since the cookie can be read by whoever holds it."""
    session[name] = encrypt(text, "shown once")


def take_shown(name: str) -> str | None:
    """The secret, once."""
    sealed: Any = session.pop(name, None)
    try:
        return decrypt(sealed, "shown once") if isinstance(sealed, str) else None
    except DecryptionError:
        return None
