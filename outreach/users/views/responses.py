"""Responses the views share: starting a session, redirects, refusals, secrets shown once, password confirmation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from flask_babel import refresh
from werkzeug.wrappers import Response as BaseResponse

from outreach.core.encryption import DecryptionError, decrypt, encrypt
from outreach.users import service, sessions
from outreach.users.models import User
from outreach.users.service import TooManyAttempts

View = TypeVar("View", bound=Callable[..., Any])


def safe_next(address: str | None) -> str:
    """`address` where it is a path on this site, else the front page: no redirect leads to another site."""
    front = url_for("today.front")
    if not address or not address.startswith("/") or len(address) > 2000:
        return front
    # Browsers read a backslash as a slash and skip tabs and line breaks, so neither may stand in an address.
    if address.startswith("//") or "\\" in address or any(ord(character) < 33 for character in address):
        return front
    parts = urlsplit(address)
    return front if parts.scheme or parts.netloc else request.script_root + address


def enter(user: User, after: str | None = None) -> BaseResponse:
    """After the right password: sign `user` in and redirect to `after`, or ask for the code of their second factor."""
    if user.has_second_factor:
        session["step"] = service.begin_second_step(user)
        return redirect(url_for("users.second_step", next=after or None))
    return start_session(user, after)


def start_session(user: User, after: str | None = None) -> BaseResponse:
    """Sign `user` in on this browser, in the language they have chosen, and redirect to `after`."""
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
        # Neither account nor password is logged; the audit names the account where there is one.
        current_app.logger.warning("refused %s on %s", type(error).__name__, request.endpoint)
    if isinstance(error, TooManyAttempts):
        return 429, {"Retry-After": str(error.seconds())}
    return 422, {}


def confirmed(endpoint: str, *arguments: str) -> Callable[[View], View]:
    """Let a view run only where the user has confirmed their password recently; else redirect to do so, and from there
    to `endpoint` with these of the view's arguments. Goes below `@requires`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def confirm_first(*args: Any, **kwargs: Any) -> Any:
            if sessions.is_confirmed():
                return view(*args, **kwargs)
            after = url_for(endpoint, **{name: kwargs[name] for name in arguments})
            return redirect(url_for("users.confirm", next=after))

        return cast(View, confirm_first)

    return decorate


def show_once(name: str, text: str) -> None:
    """Store a secret in the session for the next page, encrypted since the session cookie can be read."""
    session[name] = encrypt(text, "shown once")


def take_shown(name: str) -> str | None:
    """The stored secret, removed from the session; None where there is none."""
    token: Any = session.pop(name, None)
    try:
        return decrypt(token, "shown once") if isinstance(token, str) else None
    except DecryptionError:
        return None
