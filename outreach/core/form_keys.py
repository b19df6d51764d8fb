"""One key for each form that is shown: it rides on the CSRF token, so every form that posts has one without asking.

The hidden input `csrf_token` carries `<token of the session>~<key of this form>`. The key is signed and tells whose
page the form stood on and which form it is, so that a form sent twice is known again (`submissions`), and one sent
after the session ended still tells who wrote it (`kept`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import _FlaskFormCSRF, generate_csrf
from itsdangerous import BadData, URLSafeSerializer
from wtforms.widgets import PasswordInput

#: Stands in no signed token.
_BETWEEN = "~"
#: Fields of these names are secrets whatever their type.
_SECRET_NAMES = frozenset({"code", "otp", "pin", "token"})


@dataclass(frozen=True)
class FormKey:
    """Whose page a form stood on (0: nobody's), the name of its class ("" where it has none), and what makes it one
    of a kind. `text` is the key as it was sent."""

    user_id: int
    form: str
    text: str


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="form-key")


def token_with_key(form: Any = None) -> str:
    """The CSRF token of this session with a fresh key behind it. `form` is the form it stands in; buttons on their own
    have none."""
    user_id = int(current_user.id) if current_user and current_user.is_authenticated else 0
    name = type(form).__name__ if form is not None and _may_be_kept(form) else ""
    return f"{generate_csrf()}{_BETWEEN}{_signer().dumps([user_id, name, secrets.token_urlsafe(9)])}"


def _may_be_kept(form: Any) -> bool:
    """Passwords and codes are never kept anywhere, so their form says nothing of itself."""
    return bool(getattr(form, "keeps_text", True)) and not any(
        isinstance(field.widget, PasswordInput) or name in _SECRET_NAMES for name, field in form._fields.items())


def read_key(sent: str | None) -> FormKey | None:
    """The key in what a form sent as its CSRF token; None where there is none or it is not ours."""
    _token, between, text = (sent or "").partition(_BETWEEN)
    if not between:
        return None
    try:
        user_id, form, _nonce = _signer().loads(text)
    except (BadData, ValueError, TypeError):
        return None
    return FormKey(user_id, form, text)


class KeyedCSRF(CSRFProtect):
    """Flask-WTF's protection, with the form's key taken off the token before it is looked at."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = token_with_key
        app.context_processor(lambda: {"csrf_token": token_with_key})

    def _get_csrf_token(self) -> str | None:
        sent = super()._get_csrf_token()
        return sent.partition(_BETWEEN)[0] if sent else sent


class KeyedFormCSRF(_FlaskFormCSRF):
    """The same for the token field of a form class."""

    def setup_form(self, form: Any) -> Any:
        self.form = form
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return token_with_key(self.form)

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        field.data = (field.data or "").partition(_BETWEEN)[0]
        super().validate_csrf_token(form, field)
