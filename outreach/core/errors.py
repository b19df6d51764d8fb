"""What can go wrong, and the page it gets.

Error pages show a clear sentence and no trace; the 500 page asks the database for nothing, since the
database may be what failed.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from outreach.core.db import db
from outreach.core.stored_files import LARGEST


class DomainError(Exception):
    """A business rule said no. `field` names the form field it belongs to ('' for the whole form);
    `message` is already in the reader's language."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = str(message)


class NotFound(Exception):
    """Nothing by that id that this person may know of."""


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
        503: (_("Portalen har travlt"), _("Vent et øjeblik, og prøv igen. Intet er gået tabt.")),
    }.get(code, (_("Noget gik galt hos os"), _("Fejlen er skrevet ned. Prøv igen om lidt.")))


def _too_large() -> str:
    """With the number that stands at a file's field: what may be sent at once is a little more, for the rest of the
    form."""
    if request.mimetype == "multipart/form-data":
        return _("En fil må højst fylde %(most)s MB. Gå tilbage, og vælg en mindre. Med browserens tilbageknap står "
                 "det, du skrev, der som regel endnu.", most=LARGEST // 2**20)
    return _("Der kan højst sendes %(most)s MB ad gangen. Gå tilbage, gør den mindre, og prøv igen.",
             most=(request.max_content_length or 0) // 2**20)


def form_page() -> str:
    """The address of the form that was sent, where it has a page of its own; else ''."""
    adapter = current_app.create_url_adapter(request)
    if request.method == "GET" or adapter is None or not adapter.test(request.path, method="GET"):
        return ""
    return f"{request.script_root}{request.full_path}".removesuffix("?")


def error_page(code: int, title: str | None = None, text: str | None = None, back: str = "") -> Response:
    """A plain error page with `code`, and a way `back` to the form; needs no database and no signed-in user."""
    heading, sentence = _words(code)
    html = render_template("errors/error.html", heading=title or heading, sentence=text or sentence, code=code,
                           back=back)
    return make_response(html, code)


def stale_form_page(_error: CSRFError) -> Response:
    """For a form of a session that is over, where there was no text in it to keep."""
    return error_page(400, _("Formularen var blevet for gammel"),
                      _("Gå tilbage, hent siden igen, og send den så. Kopiér gerne din tekst først."))


def _is_about_others(error: object) -> bool:
    """Whether the database gave up since others are at work: it is worth another try."""
    return "locked" in str(error) or getattr(error, "sqlstate", None) in {"40001", "40P01", "55P03"}


def _is_twice(error: object) -> bool:
    """Whether a row was refused since there is such a one already."""
    return "UNIQUE constraint" in str(error) or getattr(error, "sqlstate", None) == "23505"


def install(app: Flask) -> None:
    """Register the handlers."""

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

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> Response:
        db.session.rollback()
        locked = _is_about_others(error.orig)
        app.logger.error("database %s on %s", "locked" if locked else "failed", request.endpoint)
        return error_page(503 if locked else 500)

    @app.errorhandler(IntegrityError)
    def _clash(error: IntegrityError) -> Response:
        """Two wrote the same thing at the same moment, past the check that would have told the second."""
        if current_app.config.get("RAISE_ERRORS") or not _is_twice(error.orig):
            return _unexpected(error)
        db.session.rollback()
        app.logger.error("database clash on %s", request.endpoint)
        return error_page(409)

    @app.errorhandler(StaleDataError)
    def _gone(error: StaleDataError) -> Response:
        """What was to be changed was deleted at the same moment."""
        if current_app.config.get("RAISE_ERRORS"):
            return _unexpected(error)
        db.session.rollback()
        app.logger.error("database row gone on %s", request.endpoint)
        return error_page(409)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        if current_app.config.get("RAISE_ERRORS"):
            raise error
        db.session.rollback()
        # The exception's own words may hold what somebody typed; its kind and place do not.
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        line = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
        app.logger.error("unexpected %s at %s on %s", type(error).__name__, line, request.endpoint)
        return error_page(500)
