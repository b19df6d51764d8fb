"""Form keys: a form that is sent twice does its work once and gets the first response again.

The hidden input `csrf_token` carries `<CSRF token of the session>~<form key>`, so every form that posts has a key. The
key is signed and holds whose page the form stood on and the form's class name, so that text sent after the session
ended can still be saved for its author (`drafts`).

The response to each key is stored in the transaction that did the work. With two requests at once, SQLite allows one
writer at a time; on PostgreSQL the second waits for the first one's row. The same form with other content (the Back
button, a correction) is a new request.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, session
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import _FlaskFormCSRF, generate_csrf
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from wtforms.widgets import PasswordInput

from outreach.core import clock
from outreach.core.db import Model, UtcDateTime, db
from outreach.core.expiry import expire_after
from outreach.core.transactions import SAFE_METHODS, advisory_lock, at_begin

#: Separates token and key; occurs in no signed token.
_SEPARATOR = "~"
#: Fields of these names are secrets whatever their type.
_SECRET_NAMES = frozenset({"code", "otp", "pin", "token"})
#: Session values that are not part of a response.
_NOT_REPLAYED = frozenset({"token", "csrf_token"})


@dataclass(frozen=True)
class FormKey:
    """The user whose page a form stood on (0: not signed in), the name of its class ("" where it has none or its text
    must not be stored), and the key as it was sent."""

    user_id: int
    form: str
    text: str


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="form-key")


def token_with_key(form: Any = None) -> str:
    """The CSRF token of this session followed by a fresh key. `form` is None for a button outside a form class."""
    user_id = int(current_user.id) if current_user and current_user.is_authenticated else 0
    name = type(form).__name__ if form is not None and _may_be_stored(form) else ""
    return f"{generate_csrf()}{_SEPARATOR}{_signer().dumps([user_id, name, secrets.token_urlsafe(9)])}"


def _may_be_stored(form: Any) -> bool:
    """Whether the text of a form may be saved as a draft: not where it has a password or a code."""
    return bool(getattr(form, "stores_drafts", True)) and not any(
        isinstance(field.widget, PasswordInput) or name in _SECRET_NAMES for name, field in form._fields.items())


def read_key(sent: str | None) -> FormKey | None:
    """The key in a form's CSRF token; None where there is none or its signature is wrong."""
    _token, separator, text = (sent or "").partition(_SEPARATOR)
    if not separator:
        return None
    try:
        user_id, form, _nonce = _signer().loads(text)
    except (BadData, ValueError, TypeError):
        return None
    return FormKey(user_id, form, text)


class KeyedCSRF(CSRFProtect):
    """Flask-WTF's protection; the form key is cut off the token before it is checked."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = token_with_key
        app.context_processor(lambda: {"csrf_token": token_with_key})

    def _get_csrf_token(self) -> str | None:
        sent = super()._get_csrf_token()
        return sent.partition(_SEPARATOR)[0] if sent else sent


class KeyedFormCSRF(_FlaskFormCSRF):
    """The same for the token field of a form class."""

    def setup_form(self, form: Any) -> Any:
        self.form = form
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return token_with_key(self.form)

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        field.data = (field.data or "").partition(_SEPARATOR)[0]
        super().validate_csrf_token(form, field)


class Submission(Model):
    """The last request with one form key and its response. Key and content are stored as hashes only. `answer` is JSON
    (location, status, session changes); empty while the request is being handled."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    key_hash: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)

    __table_args__ = (UniqueConstraint("user_id", "key_hash", name="uq_submission_user_id_key_hash"),)


expire_after(Submission, Submission.at, timedelta(days=1))


def _content_hash(key: str) -> str:
    """A hash of the form's address and content, files included. The key, stored nowhere in the clear, keeps the content
    from being guessed. Made once for a request."""
    if "content_hash" in g:
        return str(g.content_hash)
    content = hashlib.sha256(json.dumps(
        [key, request.full_path, sorted(item for item in request.form.items(multi=True) if item[0] != "csrf_token")],
    ).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        content.update(f"{name}\0{file.filename}\0".encode() + hashlib.sha256(file.read()).digest())
        file.stream.seek(0)
    g.content_hash = content.hexdigest()
    return str(g.content_hash)


def was_answered(key: FormKey) -> bool:
    """Whether the form with this key was sent before and has done its work."""
    return db.session.scalar(select(Submission.answer).where(
        Submission.user_id == key.user_id, Submission.key_hash == _hash_of(key))) not in {None, ""}


def _hash_of(key: FormKey) -> str:
    return hashlib.sha256(key.text.encode()).hexdigest()


def _claim(user_id: int, key_hash: str, content_hash: str) -> bool:
    """Insert the key's row; False where an earlier request did. On PostgreSQL this waits for a request in progress."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(Submission).values(
        user_id=user_id, key_hash=key_hash, content_hash=content_hash, answer="", at=clock.now())
    return db.session.execute(row.on_conflict_do_nothing().returning(Submission.id)).first() is not None


def _replay_response() -> Response | None:
    """Before a view: the first response, where the same form with the same content has had one already."""
    if request.method in SAFE_METHODS or not current_user.is_authenticated:
        return None
    if not g.may_write:
        # The view does its slow work first. What was answered already needs none of it.
        at_begin(_replay_or_claim)
        g.session_before = dict(session)
        return _replayed()
    return _replay_or_claim()


def _replayed() -> Response | None:
    """The first response to this form with this content, where there is one."""
    key = read_key(request.form.get("csrf_token"))
    if key is None or key.user_id != current_user.id:
        return None
    content_hash = _content_hash(key.text)  # files are read here and not while writing
    row = db.session.execute(select(Submission.content_hash, Submission.answer).where(
        Submission.user_id == key.user_id, Submission.key_hash == _hash_of(key))).first()
    if row and row.answer and row.content_hash == content_hash:
        return _stored_response(json.loads(row.answer))
    return None


def _replay_or_claim() -> Response | None:
    """The first response; None where this request is to do the work. No other with the same key does it meanwhile."""
    # One write per address at a time: a form is compared with the stored record (`concurrent_edits`) and saved without
    # another write in between.
    advisory_lock(f"to {request.path}")
    if db.engine.dialect.name == "postgresql":
        db.session.flush()
        db.session.expire_all()  # the user was read before the wait
    key = read_key(request.form.get("csrf_token"))
    if key is None or key.user_id != current_user.id:
        return None
    key_hash, content_hash = _hash_of(key), _content_hash(key.text)
    if not _claim(key.user_id, key_hash, content_hash):
        row = db.session.execute(
            select(Submission.content_hash, Submission.answer).with_for_update(key_share=True)
            .where(Submission.user_id == key.user_id, Submission.key_hash == key_hash)).first()
        if row and row.answer and row.content_hash == content_hash:
            return _stored_response(json.loads(row.answer))
    g.submission = (key.user_id, key_hash, content_hash)
    g.setdefault("session_before", dict(session))
    return None


def _stored_response(answer: dict[str, Any]) -> Response:
    session.update(answer["session"])
    return redirect(answer["location"], answer["status"])  # type: ignore[return-value]


def _store_response(response: Response) -> Response:
    """After a view: store its response in the same transaction. Only a redirect means that the work was done; anything
    else is a page that asks again."""
    if "submission" in g and 300 <= response.status_code < 400:
        user_id, key_hash, content_hash = g.submission
        session_changes = {name: value for name, value in session.items()
                           if name not in _NOT_REPLAYED and g.session_before.get(name) != value}
        answer = json.dumps({"location": response.location, "status": response.status_code, "session": session_changes})
        db.session.execute(
            update(Submission).where(Submission.user_id == user_id, Submission.key_hash == key_hash)
            .values(content_hash=content_hash, answer=answer, at=clock.now()))
    return response


def install(app: Flask) -> None:
    """Hook into every request, after the access check: a response is replayed only to a user who may have it."""
    app.before_request(_replay_response)
    app.after_request(_store_response)
