"""Requests that fail since the disk is full or read-only, or the database is busy or does not answer.

They are answered with status 503 and the cause in plain words. A posted form is shown again as it was filled in: the
view runs once more with `g.form_refilled`, which validates and writes nothing. Where even reading fails, a page without
the database holds the sent text and sends it again.
"""

from __future__ import annotations

import copy
import enum
import errno
import os
import shutil
import sqlite3
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request, session
from flask.globals import request_ctx
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError
from werkzeug.exceptions import InternalServerError
from wtforms import StringField

from outreach.core.db import db
from outreach.core.errors import error_page, form_page, unexpected_error
from outreach.core.idempotency import FormKey, read_key
from outreach.core.input_limits import fields_of, form_classes
from outreach.core.pdf.render_lock import Busy
from outreach.core.transactions import SAFE_METHODS

#: What stays in `g` when a request is handled a second time.
_KEPT_IN_G = frozenset({"request_id", "request_began", "session_at_start"})
#: Free space below which an input/output error means a full disk.
_NO_SPACE_BYTES = 256 * 1024


class Failure(enum.Enum):
    """Why nothing could be saved, or read."""

    FULL = "full"
    READ_ONLY = "read-only"
    AWAY = "away"
    BUSY = "busy"


_BY_ERRNO = {errno.ENOSPC: Failure.FULL, errno.EDQUOT: Failure.FULL, errno.EROFS: Failure.READ_ONLY}
_BY_SQLITE_CODE = {sqlite3.SQLITE_FULL: Failure.FULL, sqlite3.SQLITE_READONLY: Failure.READ_ONLY,
                   sqlite3.SQLITE_BUSY: Failure.BUSY, sqlite3.SQLITE_LOCKED: Failure.BUSY}
_BY_SQLSTATE = {"53100": Failure.FULL, "25006": Failure.READ_ONLY, "53300": Failure.BUSY, "40001": Failure.BUSY,
                "40P01": Failure.BUSY, "55P03": Failure.BUSY}


def failure_of(error: BaseException | None) -> Failure | None:
    """The failure an exception stands for; None for a fault of the portal itself."""
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0)
    if not isinstance(error, OperationalError | InternalError):
        return None
    cause: Any = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the primary code; the rest tells variants apart
        if code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
            return _failure_of_disk()
        return _BY_SQLITE_CODE.get(code)
    state = getattr(cause, "sqlstate", None)
    if state is None or state.startswith(("08", "57P")):  # no connection, or the server is stopping or starting
        return Failure.AWAY
    return _BY_SQLSTATE.get(state)


def _failure_of_disk() -> Failure:
    folder = current_app.instance_path
    if not os.access(folder, os.W_OK):
        return Failure.READ_ONLY
    return Failure.FULL if shutil.disk_usage(folder).free < _NO_SPACE_BYTES else Failure.AWAY


def _words(failure: Failure) -> tuple[str, str]:
    """Heading, and what to do about it."""
    tell = _("Sig det til jeres administrator, og prøv igen om lidt.")
    return {
        Failure.FULL: (_("Der er ikke plads på serveren"), tell),
        Failure.READ_ONLY: (_("Der kan ikke gemmes på serveren lige nu"), tell),
        Failure.AWAY: (_("Databasen svarer ikke lige nu"), tell),
        Failure.BUSY: (_("Portalen har travlt"), _("Vent et øjeblik, og prøv igen.")),
    }[failure]


def _respond(failure: Failure) -> Response:
    """The response to a request that could not be done. Ends its transaction; what it noted in the session is gone."""
    if "session_at_start" in g:
        session.clear()
        session.update(copy.deepcopy(g.session_at_start))
    request_ctx.flashes = None
    for name in set(g) - _KEPT_IN_G:
        g.pop(name)
    _end_transaction()
    heading, advice = _words(failure)
    if request.method in SAFE_METHODS:
        return error_page(503, heading, advice)
    kept = _("Det, du skrev, står her endnu, men er ikke gemt.")
    if request.headers.get("X-Draft"):
        not_saved = _("Kladden er ikke gemt.")
        return Response(f"{heading}. {not_saved}", 503, content_type="text/plain; charset=utf-8")
    if request.files and any(file.filename for file in request.files.values()):
        kept += " " + _("Filen skal vælges igen.")
    key = read_key(request.form.get("csrf_token"))
    if key is None or not key.form:
        return error_page(503, heading, _("Intet er ændret.") + " " + advice, back=form_page())
    g.save_failed = f"{heading}. {kept} {advice}"
    return _form_again() or _sent_text(key, heading, f"{kept} {advice}")


def _end_transaction() -> None:
    try:
        db.session.rollback()
    except DBAPIError:  # the connection itself is broken
        db.session().invalidate()


def _form_again() -> Response | None:
    """The form's own page as it was filled in, or the first response where the form had been saved before; None where
    there is no such page, or reading fails too."""
    g.form_refilled = True
    try:
        early = current_app.preprocess_request()
        if early is not None:
            return make_response(early)
        response = make_response(current_app.dispatch_request())
    except Exception:  # the page without the database takes its place
        _end_transaction()
        return None
    if response.status_code not in {200, 409, 422} or response.mimetype != "text/html":
        return None
    response.status_code = 503
    return response


def _sent_text(key: FormKey, heading: str, sentence: str) -> Response:
    """A page that needs no database: the text as it was sent, and a button that sends it all again."""
    labels: dict[str, str] = {}
    for form in form_classes():
        if form.__name__ == key.form:
            labels = {name: str(field.args[0]) if field.args else "" for name, field in fields_of(form)
                      if issubclass(field.field_class, StringField)}
    sent = [(name, text) for name, text in request.form.items(multi=True) if not name.startswith("_")]
    written = [(labels.get(name, ""), text) for name, text in sent
               if text.strip() and name not in {"csrf_token", "version"} and (labels.get(name) or " " in text)]
    html = render_template("errors/not_saved.html", heading=heading, sentence=sentence, sent=sent, written=written,
                           action=f"{request.script_root}{request.full_path}".removesuffix("?"))
    return make_response(html, 503)


def install(app: Flask) -> None:
    """Register the handlers. A failure while the response is finished reaches Flask as an internal server error."""

    @app.before_request
    def _remember_session() -> None:
        if request.method not in SAFE_METHODS and "session_at_start" not in g:
            g.session_at_start = copy.deepcopy(dict(session))

    def _handle(error: Exception) -> Response:
        failure = failure_of(error)
        if failure is None:
            return unexpected_error(error)
        app.logger.error("cannot save or read (%s) on %s", failure.value, request.endpoint)
        response = _respond(failure)
        response.headers["Retry-After"] = "30"
        return response

    for kind in (OperationalError, InternalError, OSError):
        app.register_error_handler(kind, _handle)

    @app.errorhandler(Busy)
    def _too_many_papers(_error: Busy) -> Response:
        return error_page(429, *_words(Failure.BUSY))

    @app.errorhandler(InternalServerError)
    def _while_finishing(error: InternalServerError) -> Response:
        cause = error.original_exception
        return _handle(cause) if isinstance(cause, Exception) and failure_of(cause) else error_page(500)
