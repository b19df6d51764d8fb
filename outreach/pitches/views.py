"""The pitch's pages: start, editor, what stands beside it, the picture, the download."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect

from outreach.core.concurrent_edits import Record, resolve_conflicts
from outreach.core.errors import ChangedMeanwhile, DomainError, error_page
from outreach.core.i18n import LANGUAGES
from outreach.core.pdf import Blocked, Busy, CannotPrint, Superseded
from outreach.core.permissions import Act, requires
from outreach.core.three_way_merge import fingerprints
from outreach.core.transactions import begin_writing, slow_work_first
from outreach.library.queries import get_profile
from outreach.partners.queries import get_open_partner
from outreach.pitches import queries, service
from outreach.pitches.content import PitchContent
from outreach.pitches.editor_context import apply_act, conflict_of, editor_context, landing
from outreach.pitches.forms import PitchForm
from outreach.pitches.preview_panel import PreviewPanel, preview_panel
from outreach.pitches.render_cache import render_picture
from outreach.pitches.service import Stale

bp = Blueprint("pitches", __name__)

# Pixels: sharp on a screen of twice the usual density at the width it is shown; `large` is for reading it closely.
_WIDTH, _LARGE_WIDTH = 1040, 1600


@bp.post("/partners/<public_id>/pitches")
@requires(Act.MAKE_PAPERS)
def start(public_id: str) -> Redirect:
    """Draft a page for a partner, in its own language unless another is asked for."""
    partner = get_open_partner(public_id, current_user)
    language = request.form.get("language")
    pitch = service.start_pitch(partner=partner, by=current_user, language=language if language in LANGUAGES else None)
    return redirect(url_for("pitches.editor", public_id=pitch.public_id), 303)


@bp.get("/pitches/<public_id>")
@requires(Act.MAKE_PAPERS)
def editor(public_id: str) -> str:
    """The page's words and, beside them, the page. `?beside=later` leaves the page out, for who fetches it apart."""
    pitch, partner = queries.get_pitch(public_id, current_user)
    content = service.content_of(pitch)
    later = request.args.get("beside") == "later"
    panel = None if later else preview_panel(pitch, partner, get_profile(), current_user)
    return _page(pitch, partner, PitchForm.showing(pitch, content), content, panel)


@bp.post("/pitches/<public_id>")
@requires(Act.MAKE_PAPERS)
def save(public_id: str) -> Any:
    """Keep what the form says, after the pressed button has done its work on it."""
    pitch, partner = queries.get_pitch(public_id, current_user, to_write=True)
    form, act = PitchForm(), request.form.get("act", "")
    asks = _settled(pitch, partner, form)
    if asks is not None:
        return asks
    content = form.content()
    try:
        if act and not form.merged_fields:  # a button counts offers: it must not hit another one than its reader saw
            content = apply_act(act, content, editor_context(pitch, partner, content), partner,
                                pitch.language)
        service.save_pitch(pitch=pitch, partner=partner, content=content, revision=pitch.revision, by=current_user)
    except DomainError as error:
        form.add_error(error)
        return _refused(pitch, partner, form, form.content())
    return _onward(public_id, landing(act, content), request.form.get("find", "").strip() if act == "find" else "")


def _settled(pitch: Any, partner: Any, form: PitchForm) -> Any:
    """What to answer instead of saving: the form with what is wrong in it, or both versions where a colleague saved
    meanwhile. None where the form now holds what is to be saved."""
    stored = PitchForm.showing(pitch, service.content_of(pitch))
    form.apply_choices(stored)
    if not form.validate():
        return _refused(pitch, partner, form, None)
    if not form.version.data and form.seen_revision != pitch.revision:
        form.version.data = "-"  # an old page that says nothing of what it was filled from is asked about everything
    record = Record(_("Partnerark"), url_for("pitches.editor", public_id=pitch.public_id),
                    lambda: conflict_of(pitch, form.content(), current_user).by)
    return resolve_conflicts(form, stored, record)


def _onward(public_id: str, place: str, find: str = "") -> Redirect:
    """Back to the editor, where the reader was, with their words that contain `find`. A script reads the place in the
    query, a browser the anchor."""
    if request.args.get("beside") == "later":
        return redirect(url_for("pitches.editor", public_id=public_id, beside="later", at=place or None,
                                find=find or None), 303)
    return redirect(url_for("pitches.editor", public_id=public_id, find=find or None, _anchor=place or None), 303)


@bp.post("/pitches/<public_id>/autosave")
@requires(Act.MAKE_PAPERS)
def autosave(public_id: str) -> Any:
    """Keep what has been typed so far; answers a fragment with the new revision, or with what is wrong."""
    pitch, partner = queries.get_pitch(public_id, current_user, to_write=True)
    form = PitchForm()
    if not form.validate():
        return _fragment("pitches/_saved.html", 422, form=form, pitch=pitch, conflict=None)
    try:
        service.save_pitch(pitch=pitch, partner=partner, content=form.content(), revision=form.seen_revision,
                           by=current_user)
    except Stale:
        return _fragment("pitches/_saved.html", 409, form=form, pitch=pitch,
                         conflict=conflict_of(pitch, form.content(), current_user))
    return _fragment("pitches/_saved.html", 200, form=None, pitch=pitch, conflict=None,
                     version=fingerprints(form.texts()))


@bp.get("/pitches/<public_id>/beside")
@requires(Act.MAKE_PAPERS)
def beside(public_id: str) -> Response:
    """The fragment beside the editor: does it fit, the picture, the language check, what was handed over.

    `?quick=1`: where the page is too long, what to shorten may be left for the next call.
    """
    pitch, partner = queries.get_pitch(public_id, current_user)
    return _fragment("pitches/_preview_panel.html", 200, pitch=pitch, partner=partner,
                     panel=preview_panel(pitch, partner, get_profile(), current_user,
                                         measured="quick" not in request.args))


@bp.get("/pitches/<public_id>/page.png")
@requires(Act.MAKE_PAPERS)
def page_png(public_id: str) -> Response:
    """The page as a PNG; 409 where a newer one was asked for meanwhile, 503 where too many wait. `rev` only tells one
    save's picture from the next."""
    pitch, partner = queries.get_pitch(public_id, current_user)
    width = _LARGE_WIDTH if "large" in request.args else _WIDTH
    try:
        image = render_picture(service.sheet_of(pitch, get_profile(), partner), width,
                               supersede_key=("picture", pitch.public_id, current_user.id))
    except Superseded:
        return Response(status=409)
    except Busy:
        return Response(status=503, headers={"Retry-After": "2"})
    except (CannotPrint, Blocked):
        return error_page(422)
    return Response(image, content_type="image/png")


@bp.post("/pitches/<public_id>/freeze")
@requires(Act.MAKE_PAPERS)
@slow_work_first
def issue(public_id: str) -> Any:
    """Hand the page over: keep what the form says, prove that it is one page, issue it, and give the file."""
    pitch, partner = queries.get_pitch(public_id, current_user)
    form = PitchForm() if "title" in request.form else PitchForm.showing(pitch, service.content_of(pitch))
    if "title" in request.form:
        asks = _settled(pitch, partner, form)
        if asks is not None:
            return asks
    content, revision = form.content(), pitch.revision
    try:
        rendered = service.render_to_issue(pitch=pitch, partner=partner, profile=get_profile(), content=content)
    except ExceptionGroup as refusals:
        for error in refusals.exceptions:
            form.add_error(error)  # type: ignore[arg-type]
        return _refused(pitch, partner, form, content)
    except DomainError as error:
        form.add_error(error)
        return _refused(pitch, partner, form, content)
    begin_writing()
    pitch, partner = queries.get_pitch(public_id, current_user, to_write=True)
    if pitch.revision != revision:
        raise ChangedMeanwhile
    document = service.issue_pitch(pitch=pitch, partner=partner, profile=get_profile(), content=content,
                                   rendered=rendered, by=current_user)
    return redirect(url_for("issued_documents.pdf", public_id=document.public_id, download=1), 303)


@bp.get("/pitches/<public_id>/language")
@requires(Act.MAKE_PAPERS)
def language(public_id: str) -> str:
    """Ask before a page is drafted afresh in the other language."""
    pitch, partner = queries.get_pitch(public_id, current_user)
    other = "en" if pitch.language == "da" else "da"
    return render_template("pitches/language.html", pitch=pitch, partner=partner, other=other,
                           known=queries.find_latest_for_partner(partner, other))


def _page(pitch: Any, partner: Any, form: PitchForm, content: PitchContent, panel: PreviewPanel | None) -> str:
    return render_template("pitches/editor.html", pitch=pitch, partner=partner, form=form, panel=panel,
                           context=editor_context(pitch, partner, content, request.args.get("find", "")))


def _refused(pitch: Any, partner: Any, form: PitchForm, content: PitchContent | None) -> tuple[str, int]:
    """The editor again with every word kept. No page is rendered here: this request holds the database."""
    return _page(pitch, partner, form, content or service.content_of(pitch), None), 422


def _fragment(template: str, status: int, **values: Any) -> Response:
    return Response(render_template(template, **values), status, content_type="text/html; charset=utf-8")
