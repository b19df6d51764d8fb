"""Every security header of every answer, the cookie, and addresses that are none, in one place."""

from __future__ import annotations

from flask import Flask, Response, abort, has_request_context, request
from flask.sessions import SecureCookieSessionInterface

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; style-src 'self'"
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
    """Put the headers on one answer; nothing but fonts and static files is stored by a browser or proxy."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint in {"static", "paper_font"}:
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


def install(app: Flask) -> None:
    """Add the headers to every answer, and look at every address first."""
    app.session_interface = SessionInterface()
    app.before_request(refuse_nul)
    app.after_request(add_headers)
