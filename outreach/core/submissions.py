"""A form that is sent twice does its work once.

Who presses a button twice, or sends again because the first answer never came, gets the first answer again: what a form
with one key (`form_keys`) did last stands in a row, written in the same transaction as the work itself. Two at once:
SQLite lets one write at a time; on PostgreSQL the second waits for the first one's row. The same form with other words
in it (the Back button, a correction) is a new act.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, g, redirect, request, session
from flask_login import current_user
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core import clock
from outreach.core.db import Model, UtcDateTime, db
from outreach.core.expiry import expire_after
from outreach.core.form_keys import FormKey, read_key
from outreach.core.transactions import SAFE_METHODS, one_at_a_time

#: What belongs to the browser's session itself and not to an answer.
_NOT_ANSWER = frozenset({"token", "csrf_token"})


class Submission(Model):
    """What the form with one key was last sent with, and what it was answered. Hashes of key and content: the row tells
    nothing of what was written. `answer` is empty while the work is under way."""

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
    """One number for where the form went and all that was in it, files included. The key, which stands nowhere in the
    clear, keeps it from being guessed."""
    content = hashlib.sha256(json.dumps(
        [key, request.full_path, sorted(each for each in request.form.items(multi=True) if each[0] != "csrf_token")],
    ).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        content.update(f"{name}\0{file.filename}\0".encode() + hashlib.sha256(file.read()).digest())
        file.stream.seek(0)
    return content.hexdigest()


def was_answered(key: FormKey) -> bool:
    """Whether the form with this key has done its work."""
    return db.session.scalar(select(Submission.answer).where(
        Submission.user_id == key.user_id, Submission.key_hash == _hash_of(key))) not in {None, ""}


def _hash_of(key: FormKey) -> str:
    return hashlib.sha256(key.text.encode()).hexdigest()


def _claim(user_id: int, key_hash: str, content_hash: str) -> bool:
    """Take the key for this request; False where an earlier one has it. On PostgreSQL this waits for one under way."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(Submission).values(
        user_id=user_id, key_hash=key_hash, content_hash=content_hash, answer="", at=clock.now())
    return db.session.execute(row.on_conflict_do_nothing().returning(Submission.id)).first() is not None


def _answer_again() -> Response | None:
    """Before a view: the first answer, where this very form has been answered already."""
    if request.method in SAFE_METHODS or not current_user.is_authenticated:
        return None
    # Who writes to one address waits for whoever is writing there: a form is compared with what is stored (`editing`)
    # and saved without anybody in between.
    one_at_a_time(f"to {request.path}")
    if db.engine.dialect.name == "postgresql":
        db.session.flush()
        db.session.expire_all()  # who is asking was read before the wait
    key = read_key(request.form.get("csrf_token"))
    if key is None or key.user_id != current_user.id:
        return None
    key_hash, content_hash = _hash_of(key), _content_hash(key.text)
    if not _claim(key.user_id, key_hash, content_hash):
        row = db.session.execute(
            select(Submission.content_hash, Submission.answer).with_for_update(key_share=True)
            .where(Submission.user_id == key.user_id, Submission.key_hash == key_hash)).first()
        if row and row.answer and row.content_hash == content_hash:
            return _as_before(json.loads(row.answer))
    g.submission = (key.user_id, key_hash, content_hash)
    g.session_before = dict(session)
    return None


def _as_before(answer: dict[str, Any]) -> Response:
    session.update(answer["session"])
    return redirect(answer["location"], answer["status"])  # type: ignore[return-value]


def _remember(response: Response) -> Response:
    """After a view: what it answered, in the same transaction as what it did. Only a redirect tells that something
    was done; anything else is a page that asks again."""
    if "submission" in g and 300 <= response.status_code < 400:
        user_id, key_hash, content_hash = g.submission
        told = {name: value for name, value in session.items()
                if name not in _NOT_ANSWER and g.session_before.get(name) != value}
        answer = json.dumps({"location": response.location, "status": response.status_code, "session": told})
        db.session.execute(
            update(Submission).where(Submission.user_id == user_id, Submission.key_hash == key_hash)
            .values(content_hash=content_hash, answer=answer, at=clock.now()))
    return response


def install(app: Flask) -> None:
    """Hook both into every request. After the guard: an answer is given again only to who may have it."""
    app.before_request(_answer_again)
    app.after_request(_remember)
