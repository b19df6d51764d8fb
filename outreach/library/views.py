"""Pages of the library itself: its profile, its logo and its lists."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from outreach.audit.queries import last_actor
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError, NotFound
from outreach.core.permissions import Act, requires
from outreach.core.transactions import slow_work_first
from outreach.core.undo import flash_undo
from outreach.library import queries, service
from outreach.library.forms import LogoForm, ProfileForm, RowForm, row_form
from outreach.library.models import Kind, Need
from outreach.library.vocabularies import VOCABULARIES, Vocabulary, get_vocabulary, in_groups, texts

bp = Blueprint("library", __name__)

Answer = BaseResponse | str | tuple[str, int]


@bp.get("/library")
@requires(Act.USE_PORTAL)
def index() -> Answer:
    """Who the library is, and what its lists hold."""
    counts = queries.count_rows([vocabulary.model for vocabulary in VOCABULARIES])
    return render_template("library/index.html", profile=queries.find_profile(), vocabularies=VOCABULARIES,
                           counts=counts, can_start=not all(any(counts[model]) for model in service.SUGGESTED))


@bp.route("/library/profile", methods=["GET", "POST"])
@requires(Act.EDIT_LIBRARY)
def profile() -> ResponseReturnValue:
    """Who the library is, and how it is reached."""
    profile = queries.find_profile()
    form, stored = ProfileForm(obj=profile), ProfileForm(formdata=None, obj=profile)

    def save() -> ResponseReturnValue:
        service.save_profile(by=current_user, values=form.values())
        flash(_("Bibliotekets oplysninger er gemt."), "message")
        return redirect(url_for("library.index"))

    return edit_record(
        form, stored, Record(_("Biblioteket"), url_for("library.index"),
                             lambda: last_actor("library_profile", str(profile.id) if profile else "")),
        show=lambda status: (render_template("library/profile.html", form=form), status), save=save)


@bp.get("/library/logo")
@requires(Act.USE_PORTAL)
def logo() -> Answer:
    """The logo itself."""
    file = queries.get_profile().logo
    if file is None:
        raise NotFound
    return Response(file.content, content_type=file.media_type)


@bp.get("/library/logo/choose")
@requires(Act.EDIT_LIBRARY)
def choose_logo() -> Answer:
    """The form for the logo."""
    return render_template("library/logo.html", form=LogoForm(formdata=None), profile=queries.get_profile())


@bp.post("/library/logo/choose")
@requires(Act.EDIT_LIBRARY)
@slow_work_first
def save_logo() -> Answer:
    """Replace the logo."""
    form = LogoForm()
    if form.validate_on_submit():
        try:
            service.set_logo(by=current_user, content=form.logo.data.read())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Logoet er skiftet. Det kommer med på de papirer, I laver fra nu af."), "message")
            return redirect(url_for("library.index"))
    return render_template("library/logo.html", form=form, profile=queries.get_profile()), 422


@bp.post("/library/logo/remove")
@requires(Act.EDIT_LIBRARY)
def remove_logo() -> Answer:
    """Remove the logo."""
    service.remove_logo(by=current_user)
    flash(_("Logoet er fjernet."), "message")
    return redirect(url_for("library.index"))


@bp.get("/library/<slug>")
@requires(Act.USE_PORTAL)
def rows(slug: str) -> Answer:
    """One list: active rows, and inactive ones below."""
    vocabulary = get_vocabulary(slug)
    listed = queries.list_kinds() if vocabulary.model is Kind else queries.list_rows(vocabulary.model)
    active = in_groups(vocabulary, [row for row in listed if row.is_active])
    return render_template("library/rows.html", vocabulary=vocabulary, groups=active, texts=texts,
                           resting=[row for row in listed if not row.is_active])


@bp.get("/library/<slug>/new")
@requires(Act.EDIT_LIBRARY)
def new_row(slug: str) -> Answer:
    """The form for a new row."""
    vocabulary = get_vocabulary(slug)
    form = row_form(vocabulary)
    if vocabulary.group and request.args.get("group"):
        form[vocabulary.group].process_data(request.args["group"])
    return _row_page(vocabulary, form)


@bp.post("/library/<slug>/new")
@requires(Act.EDIT_LIBRARY)
def add_row(slug: str) -> Answer:
    """Add a row."""
    vocabulary = get_vocabulary(slug)
    form = row_form(vocabulary)
    if form.validate_on_submit():
        try:
            row = service.add_row(by=current_user, vocabulary=vocabulary, values=form.values(vocabulary))
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_added(vocabulary, vocabulary.title_of(row)), "message")
            return _back_to_list(vocabulary, row)
    return _row_page(vocabulary, form), 422


@bp.route("/library/<slug>/<public_id>", methods=["GET", "POST"])
@requires(Act.EDIT_LIBRARY)
def row(slug: str, public_id: str) -> ResponseReturnValue:
    """Change a row."""
    vocabulary = get_vocabulary(slug)
    entry = queries.get_row(vocabulary.model, public_id)
    title = vocabulary.title_of(entry)
    form, stored = row_form(vocabulary, entry), row_form(vocabulary, entry, formdata=None)

    def save() -> ResponseReturnValue:
        service.edit_row(by=current_user, vocabulary=vocabulary, row=entry, values=form.values(vocabulary))
        flash(_("”%(name)s” er gemt.", name=vocabulary.title_of(entry)), "message")
        return _back_to_list(vocabulary, entry)

    return edit_record(
        form, stored, Record(title, url_for("library.rows", slug=vocabulary.slug),
                             lambda: last_actor(entry.__tablename__, public_id)),
        show=lambda status: (_row_page(vocabulary, form, entry, title), status), save=save)


@bp.post("/library/<slug>/<public_id>/move")
@requires(Act.EDIT_LIBRARY)
def move_row(slug: str, public_id: str) -> Answer:
    """Move a row one place up or down."""
    vocabulary = get_vocabulary(slug)
    entry = queries.get_row(vocabulary.model, public_id)
    step = -1 if request.form.get("to") == "up" else 1
    service.move_row(by=current_user, vocabulary=vocabulary, row=entry, step=step)
    return _back_to_list(vocabulary, entry)


@bp.post("/library/<slug>/<public_id>/active")
@requires(Act.EDIT_LIBRARY)
def set_row_active(slug: str, public_id: str) -> Answer:
    """Deactivate a row, or activate it again."""
    vocabulary = get_vocabulary(slug)
    entry = queries.get_row(vocabulary.model, public_id)
    active = request.form.get("active") == "yes"
    service.set_row_active(by=current_user, vocabulary=vocabulary, row=entry, active=active)
    name = vocabulary.title_of(entry)
    flash_undo(_("”%(name)s” kan bruges igen.", name=name) if active
               else _("”%(name)s” hviler. Den kan ikke vælges mere, men bliver stående, hvor den er brugt.", name=name),
               url_for("library.set_row_active", slug=slug, public_id=public_id), active="no" if active else "yes")
    return redirect(url_for("library.rows", slug=vocabulary.slug))


def _added(vocabulary: Vocabulary, name: str) -> str:
    """The message after adding a row; a new need has no offers that answer it yet."""
    if vocabulary.model is Need:
        return _("”%(name)s” er tilføjet. Endnu svarer intet tilbud på det: Sæt hak ved det på de tilbud, der gør.",
                 name=name)
    return _("”%(name)s” er tilføjet.", name=name)


def _back_to_list(vocabulary: Vocabulary, entry: Any) -> BaseResponse:
    return redirect(url_for("library.rows", slug=vocabulary.slug, _anchor=f"row-{entry.public_id}"))


def _row_page(vocabulary: Vocabulary, form: RowForm, entry: Any = None, title: str = "") -> str:
    heading = (title or vocabulary.title_of(entry)) if entry is not None else vocabulary.new
    return render_template("library/row.html", vocabulary=vocabulary, form=form, row=entry, heading_text=heading)
