"""Every security header of every answer, the cookie, and addresses that are none, in one place."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import quote, urlencode

from flask import Flask, Response, abort, current_app, flash, has_request_context, redirect, request
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.core import cpr, input_limits
from outreach.core.errors import error_page

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; style-src 'self'; "
    "worker-src 'self'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def add_headers(response: Response) -> Response:
    """Put the headers on one answer; nothing but fonts and static files is stored by a browser or proxy.

    A static file's address changes with it (`core/assets.py`), a font's does not."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        # Under a path prefix the host is others' too; what lies below it is not ours to speak for.
        below = "" if request.script_root else "; includeSubDomains"
        response.headers["Strict-Transport-Security"] = f"max-age=31536000{below}"
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint == "paper_font":
        response.headers["Cache-Control"] = "public, max-age=86400"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


class SessionInterface(SecureCookieSessionInterface):
    """A session that came by https never goes by http, whether or not the settings say so."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return super().get_cookie_secure(app) or (has_request_context() and request.is_secure)


def refuse_nul() -> None:
    """No address holds a NUL sign; a database server raises on it, so it never gets that far."""
    if "\x00" in request.path:
        abort(404)
    if any("\x00" in text for name, values in request.args.lists() for text in (name, *values)):
        abort(400)


def is_loopback(address: str | None) -> bool:
    """Whether a network address is this machine's own: 127.0.0.1, ::1."""
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def refuse_plain_http() -> Response | None:
    """Behind TLS nothing is answered without it, save to this machine itself and to who asks whether the portal is up:
    the cookie would not come back, and a password would have travelled in the clear."""
    if not current_app.config["SESSION_COOKIE_SECURE"] or request.is_secure or is_loopback(request.remote_addr):
        return None
    if request.endpoint in {"healthz", "readyz"}:
        return None
    return error_page(400, _("Åbn portalen med https"),
                      _("Adressen skal begynde med https://. Gør den allerede det, så bed jeres administrator om at se "
                        "på OUTREACH_TRUSTED_PROXIES."))


def refuse_cpr() -> ResponseReturnValue | None:
    """A CPR number in a search would stay in the browser's history and in a proxy's log: the page is asked for again
    without it. Ten digits that may be one are as good as one here."""
    found = {name for name, values in request.args.lists() if any(cpr.find_cpr(text) for text in values)}
    if not found:
        return None
    if request.endpoint is None:  # no page of ours: nothing to lead on to
        abort(404)
    if request.method not in {"GET", "HEAD"}:
        abort(400)
    flash(_("Det ligner et CPR-nummer, så det har vi ikke søgt efter. Søg på noget andet."), "warning")
    left = [(name, text) for name, values in request.args.lists() if name not in found for text in values]
    return redirect(f"{request.script_root}{quote(request.path)}" + (f"?{urlencode(left)}" if left else ""))


def install(app: Flask) -> None:
    """Add the headers to every answer, and look at every address first."""
    app.session_interface = SessionInterface()
    app.before_request(refuse_plain_http)
    app.before_request(input_limits.refuse_long_address)
    app.before_request(refuse_nul)
    app.before_request(refuse_cpr)
    app.before_request(input_limits.refuse_long_form)
    app.after_request(add_headers)
