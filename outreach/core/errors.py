"""Domain errors, and the error pages for them and for everything else.

Error pages show a sentence and no traceback, and use no database, since the database may be what failed.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from outreach.core.db import db
from outreach.core.stored_files import MAX_FILE_BYTES


class DomainError(Exception):
    """A business rule was violated. `field` names the form field it belongs to ('' for the whole form); `message` is in
    the user's language."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = str(message)


class ChangedMeanwhile(Exception):
    """What was worked on is no longer what is stored: somebody else has saved since. Nothing was written."""


class NotFound(Exception):
    """There is no record with that id, or none this user may know of."""


def _words(code: int) -> tuple[str, str]:
    """Heading and sentence for a status code."""
    return {
        400: (_("Det kunne vi ikke læse"),
              _("Gå tilbage, og prøv igen. Hjælper det ikke, så sig det til jeres administrator.")),
        401: (_("Log ind først"), _("Siden kræver, at du er logget ind.")),
        403: (_("Det har du ikke adgang til"),
              _("Din rolle giver ikke adgang til siden. Spørg jeres administrator, hvis du har brug for den.")),
        404: (_("Siden findes ikke"), _("Adressen er forkert, eller også er det, du leder efter, flyttet.")),
        405: (_("Det kan du ikke herfra"), _("Gå tilbage, og brug knapperne på siden.")),
        409: (_("En anden har rettet imens"), _("Hent siden igen, så du ser det nyeste.")),
        413: (_("Filen eller teksten er for stor"), _too_large()),
        429: (_("Vent lidt"), _("Der kom for mange forsøg på kort tid. Prøv igen om lidt.")),
    }.get(code, (_("Noget gik galt hos os"), _("Fejlen er skrevet ned. Prøv igen om lidt.")))


def _too_large() -> str:
    """Names the limit shown at a file field; a request may be a little larger, for the rest of the form."""
    if request.mimetype == "multipart/form-data":
        return _("En fil må højst fylde %(most)s MB. Gå tilbage, og vælg en mindre. Med browserens tilbageknap står "
                 "det, du skrev, der som regel endnu.", most=MAX_FILE_BYTES // 2**20)
    return _("Der kan højst sendes %(most)s MB ad gangen. Gå tilbage, gør den mindre, og prøv igen.",
             most=(request.max_content_length or 0) // 2**20)


def form_page() -> str:
    """The address of the submitted form, where GET shows its page; else ''."""
    adapter = current_app.create_url_adapter(request)
    if request.method == "GET" or adapter is None or not adapter.test(request.path, method="GET"):
        return ""
    return f"{request.script_root}{request.full_path}".removesuffix("?")


def error_page(code: int, title: str | None = None, text: str | None = None, back: str = "") -> Response:
    """An error page with status `code` and a link `back` to the form; needs no database and no signed-in user."""
    heading, sentence = _words(code)
    html = render_template("errors/error.html", heading=title or heading, sentence=text or sentence, code=code,
                           back=back)
    return make_response(html, code)


def stale_form_page(_error: CSRFError) -> Response:
    """For a form of an ended session that had no text to store."""
    return error_page(400, _("Formularen var blevet for gammel"),
                      _("Gå tilbage, hent siden igen, og send den så. Kopiér gerne din tekst først."))


def _is_unique_violation(error: object) -> bool:
    """Whether a row was refused since one with the same key exists."""
    return "UNIQUE constraint" in str(error) or getattr(error, "sqlstate", None) == "23505"


def raised_at(error: BaseException) -> str:
    """File and line where an exception was raised, for logs: its message may contain what somebody typed."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"


def unexpected_error(error: Exception) -> Response:
    """The page for a fault of the portal, which is logged; raises it where tests ask for that."""
    if current_app.config.get("RAISE_ERRORS"):
        raise error
    db.session.rollback()
    current_app.logger.error("unexpected %s at %s on %s", type(error).__name__, raised_at(error), request.endpoint)
    return error_page(500)


def install(app: Flask) -> None:
    """Register the handlers; those for failures of disk and database are in `save_failures`."""

    @app.errorhandler(NotFound)
    def _not_found(_error: NotFound) -> Response:
        return error_page(404)

    app.register_error_handler(CSRFError, stale_form_page)

    @app.errorhandler(DomainError)
    def _refused(error: DomainError) -> Response:
        return error_page(422, _("Det kunne ikke lade sig gøre"), error.message)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response | HTTPException:
        if error.response is not None or (error.code or 500) < 400:
            return error
        return error_page(error.code or 500, back=form_page() if error.code == 413 else "")

    @app.errorhandler(IntegrityError)
    def _unique_violation(error: IntegrityError) -> Response:
        """Two requests inserted the same row at once, so that the service's own check found none."""
        if current_app.config.get("RAISE_ERRORS") or not _is_unique_violation(error.orig):
            return unexpected_error(error)
        db.session.rollback()
        app.logger.error("database clash on %s", request.endpoint)
        return error_page(409)

    @app.errorhandler(ChangedMeanwhile)
    def _changed(_error: ChangedMeanwhile) -> Response:
        return error_page(409)

    @app.errorhandler(StaleDataError)
    def _row_deleted(error: StaleDataError) -> Response:
        """The row to change was deleted by a concurrent request."""
        if current_app.config.get("RAISE_ERRORS"):
            return unexpected_error(error)
        db.session.rollback()
        app.logger.error("database row gone on %s", request.endpoint)
        return error_page(409)

    app.register_error_handler(Exception, unexpected_error)
