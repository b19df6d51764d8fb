"""The page "Rapporter på papir": the board's page with a preview, and the full report, made in the background."""

from __future__ import annotations

import base64
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError
from outreach.core.i18n import LANGUAGES, current_language, in_language
from outreach.core.pdf import DoesNotFit, PaperLimitError, page_png, pages_png
from outreach.core.permissions import Act, requires
from outreach.core.transactions import begin_writing, slow_work_first
from outreach.reports.document import make_board, see_board
from outreach.reports.filters import just_begun_year, parse_filters
from outreach.reports.labels import period_label
from outreach.reports.paper_forms import BoardForm
from outreach.reports.periods import Period
from outreach.reports.queries.quotations import list_learnt, list_observations
from outreach.reports.report_jobs import QuotationChoice, board_of, record_board_page, start_report
from outreach.reports.sheet import BoardSheet

bp = Blueprint("report_papers", __name__)
_WIDTH = 1040


@bp.get("/reports/papers")
@requires(Act.READ_REPORTS)
def index() -> ResponseReturnValue:
    """Choose period, language and paper."""
    period, language, faults = _asked()
    form = _form(period, fresh=True)
    return _page(period, language, form, faults=faults)


@bp.post("/reports/papers/board")
@requires(Act.READ_REPORTS)
@slow_work_first
def board() -> ResponseReturnValue:
    """Preview the board's page anew, or download it."""
    period, language, _faults = _asked()
    form = _form(period, fresh=False)
    if not form.validate_on_submit():  # refused words are not set on paper: it shows the page without any
        return _page(period, language, form, status=422, with_words=False)
    try:
        if "see" in request.form:
            return _page(period, language, form)
        paper = make_board(_sheet(period, language, form))
    except PaperLimitError as error:
        form.add_error(error)
        return _page(period, language, form, status=422, with_words=False)
    except DoesNotFit as error:
        form.name_cuts(error.overflows, _too_long)
        return _page(period, language, form, status=422)
    begin_writing()
    record_board_page(by=current_user, language=language, period=period)
    name = "bestyrelsens-side" if language == "da" else "board-page"
    response = Response(paper.pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{period.file_name_part(language)}.pdf"'
    return response


@bp.post("/reports/papers/report")
@requires(Act.READ_REPORTS)
def report() -> ResponseReturnValue:
    """Start the job that makes the full report."""
    period, language, _faults = _asked()
    try:
        job = start_report(by=current_user, period=period, language=language)
    except DomainError as error:
        flash(error.message, "warning")
        return redirect(url_for("report_papers.index", period=period.code, language=language))
    return redirect(url_for("jobs.show", job_id=job.public_id))


def _asked() -> tuple[Period, str, tuple[tuple[str, str], ...]]:
    """Period, language and faults of the query string. Other filters are ignored: the papers cover the whole
    library."""
    filters = parse_filters({name: request.args.get(name, "") for name in ("period", "from", "to")}, current_user,
                            for_export=True)
    language = request.args.get("language", "")
    return filters.scope.period, language if language in LANGUAGES else current_language(), filters.faults


def _form(period: Period, *, fresh: bool) -> BoardForm:
    form = BoardForm(formdata=None) if fresh else BoardForm()
    form.offer(list_observations(period), list_learnt(period))
    if fresh:
        form.suggest()
    return form


def _sheet(period: Period, language: str, form: BoardForm, *, with_words: bool = True) -> BoardSheet:
    with in_language(language):
        observation, learnt = ((form.chosen("observation"), form.chosen("learnt")) if with_words
                               else (QuotationChoice(), QuotationChoice()))
        return board_of(period, current_user, observation, learnt)


def _page(period: Period, language: str, form: BoardForm, *, status: int = 200, with_words: bool = True,
          **more: Any) -> ResponseReturnValue:
    sheet = _sheet(period, language, form, with_words=with_words)
    seen = see_board(sheet)
    image = page_png(seen.pdf, _WIDTH) if seen.fits else pages_png(seen.pdf, _WIDTH)
    return render_template(
        "reports/papers.html", just_begun=just_begun_year(period), period=period, language=language,
        form=form, fits=seen.fits, sheet=sheet,
        period_words=period_label(period), image=base64.b64encode(image).decode(), **{"faults": (), **more}), status


def _too_long(characters: int | None) -> str:
    if characters is None:
        return _("Der er mere på siden, end den kan rumme. Skriv en kortere tekst.")
    return _("Siden bliver for lang. Gør teksten %(count)s tegn kortere.", count=characters)
