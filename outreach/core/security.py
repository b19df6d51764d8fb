"""Security headers, the session cookie, and requests refused by address, transport or CPR number."""

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
    """Add the headers to a response; only fonts and static files may be cached.

    A static file's address changes with its content (`core.urls.static_url_path`), a font's does not."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        # Under a path prefix the host serves other applications too, so subdomains are left out.
        subdomains = "" if request.script_root else "; includeSubDomains"
        response.headers["Strict-Transport-Security"] = f"max-age=31536000{subdomains}"
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif request.endpoint == "paper_font":
        response.headers["Cache-Control"] = "public, max-age=86400"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


class SessionInterface(SecureCookieSessionInterface):
    """Marks the cookie of a session begun over https as secure, whatever the settings say."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return super().get_cookie_secure(app) or (has_request_context() and request.is_secure)


def refuse_nul() -> None:
    """Refuse NUL characters in the address: PostgreSQL raises on them."""
    if "\x00" in request.path:
        abort(404)
    if any("\x00" in text for name, values in request.args.lists() for text in (name, *values)):
        abort(400)


def is_loopback(address: str | None) -> bool:
    """Whether a network address is a loopback address: 127.0.0.1, ::1."""
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def refuse_plain_http() -> Response | None:
    """Behind TLS refuse plain http, except from this machine and for health checks: the cookie would not be sent back,
    and a password would travel unencrypted."""
    if not current_app.config["SESSION_COOKIE_SECURE"] or request.is_secure or is_loopback(request.remote_addr):
        return None
    if request.endpoint in {"healthz", "readyz"}:
        return None
    return error_page(400, _("Åbn portalen med https"),
                      _("Adressen skal begynde med https://. Gør den allerede det, så bed jeres administrator om at se "
                        "på OUTREACH_TRUSTED_PROXIES."))


def refuse_cpr() -> ResponseReturnValue | None:
    """Redirect to the page without parameters that contain a CPR number, certain or possible: it would stay in the
    browser's history and in proxy logs."""
    refused = {name for name, values in request.args.lists() if any(cpr.find_cpr(text) for text in values)}
    if not refused:
        return None
    if request.endpoint is None:
        abort(404)
    if request.method not in {"GET", "HEAD"}:
        abort(400)
    flash(_("Det ligner et CPR-nummer, så det har vi ikke søgt efter. Søg på noget andet."), "warning")
    remaining = [(name, text) for name, values in request.args.lists() if name not in refused for text in values]
    return redirect(f"{request.script_root}{quote(request.path)}" + (f"?{urlencode(remaining)}" if remaining else ""))


def install(app: Flask) -> None:
    """Check every request first, and add the headers to every response."""
    app.session_interface = SessionInterface()
    app.before_request(refuse_plain_http)
    app.before_request(input_limits.refuse_long_address)
    app.before_request(refuse_nul)
    app.before_request(refuse_cpr)
    app.before_request(input_limits.refuse_long_form)
    app.after_request(add_headers)
