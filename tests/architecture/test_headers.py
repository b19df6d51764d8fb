"""The headers of every kind of answer, letter by letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach import config
from outreach.core import urls

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
                               "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; "
                               "script-src 'self'; style-src 'self'; worker-src 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
STATIC = urls.static_url_path(config.ROOT / "static")
NO_STORE = {"Cache-Control": "no-store"}
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
#: Headers that say what the answer is, not how to treat it.
CONTENT = {"Content-Type", "Content-Length", "Content-Disposition", "Last-Modified", "ETag", "Date", "Location",
           "Set-Cookie", "Vary", "Allow", "Connection", "Accept-Ranges", "X-Request-ID"}


def treated(response: object) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in CONTENT}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("path", "more"), [
    ("/sign-in", NO_STORE), ("/me", NO_STORE), ("/healthz", NO_STORE), ("/nowhere", NO_STORE),
    ("/set-password/x", NO_STORE), (f"{STATIC}/css/base.css", FOR_GOOD),
    (f"{STATIC}/css/none.css", NO_STORE), ("/static/css/base.css", NO_STORE)])
def test_visitor_responses_have_the_headers(app: Flask, path: str, more: dict[str, str]) -> None:
    with app.test_client().get(path) as response:
        assert treated(response) == ALWAYS | more


def test_signed_in_page_has_the_headers(client_as: Callable[..., FlaskClient]) -> None:
    assert treated(client_as().get("/me")) == ALWAYS | NO_STORE


@pytest.mark.own_app
def test_error_page_has_the_headers(app: Flask) -> None:
    from outreach.core.permissions import public

    app.config["RAISE_ERRORS"] = False
    app.add_url_rule("/broken", "broken", public(lambda: 1 / 0))
    assert treated(app.test_client().get("/broken")) == ALWAYS | NO_STORE


def test_behind_tls_hsts_is_sent(app: Flask) -> None:
    response = app.test_client().get("/sign-in", base_url="https://localhost")
    assert treated(response) == ALWAYS | NO_STORE | {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def test_under_a_path_prefix_hsts_leaves_out_subdomains(app: Flask) -> None:
    response = app.test_client().get("/sign-in", base_url="https://localhost/portal")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_behind_a_tls_proxy_hsts_is_sent(app: Flask) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    response = app.test_client().get("/sign-in")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_cookie_is_http_only_and_same_site(app: Flask) -> None:
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert cookie.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=Lax"]


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_cookie_over_tls_is_secure(app: Flask, scheme: str, secure: bool) -> None:
    cookie = app.test_client().get("/sign-in", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
    assert ("Secure" in cookie.split("; ")) is secure


@pytest.mark.parametrize(("address", "status"), [
    ("/partners/a%00b", 404), ("/partners?q=%00", 400), ("/partners?%00=1", 400), ("/sign-in?next=/%00", 400),
    ("/papers/%00.pdf", 404)])
def test_nul_in_an_address_is_refused(client_as: Callable[..., FlaskClient], address: str, status: int) -> None:
    assert client_as().get(address).status_code == status
