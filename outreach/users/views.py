"""Signing in and out, oneself, and the pages behind one-time links."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from outreach.core import transactions
from outreach.core.errors import DomainError, error_page
from outreach.core.i18n import LANGUAGES, current_language
from outreach.core.permissions import Act, public, requires
from outreach.users import service, sessions
from outreach.users.forms import ChangePasswordForm, FirstRunForm, MeForm, SetPasswordForm, SignInForm
from outreach.users.models import LinkPurpose, User
from outreach.users.roles import ROLE_LABELS
from outreach.users.service import LibraryBasics, LinkUnusable, TooManyAttempts

bp = Blueprint("users", __name__)

Answer = BaseResponse | str | tuple[str, int]


def safe_next(address: str | None) -> str:
    """`address` where it is a path on this site, else the front page. Nobody is sent elsewhere after signing in."""
    front = url_for("today.front")
    if not address or not address.startswith("/") or len(address) > 2000:
        return front
    # Browsers read a backslash as a slash and skip tabs and line breaks, so neither may stand in an address.
    if address.startswith("//") or "\\" in address or any(ord(each) < 33 for each in address):
        return front
    parts = urlsplit(address)
    return front if parts.scheme or parts.netloc else request.script_root + address


def _start(user: User) -> None:
    sessions.start(user)
    refresh()


@bp.get("/sign-in")
@public
def sign_in() -> Answer:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    return render_template("users/sign_in.html", form=SignInForm(formdata=None), next=request.args.get("next", ""))


@bp.post("/sign-in")
@public
def sign_in_now() -> Answer:
    """Sign in with e-mail and password."""
    form, status = SignInForm(), 422
    if form.validate_on_submit():
        try:
            user = service.check_sign_in(email=form.email.data, password=form.password.data)
        except DomainError as error:
            transactions.keep()
            form.add_error(error)
            status = 429 if isinstance(error, TooManyAttempts) else 422
        else:
            _start(user)
            return redirect(safe_next(request.form.get("next")))
    return render_template("users/sign_in.html", form=form, next=request.form.get("next", "")), status


@bp.post("/sign-out")
@public
def sign_out() -> Answer:
    """Sign out on this browser; harmless for whoever is out already."""
    language = current_language()
    sessions.end()
    session["language"] = language
    flash(_("Du er logget ud."), "message")
    return redirect(url_for("users.sign_in"))


@bp.post("/language")
@public
def choose_language() -> Answer:
    """A visitor's language; a colleague's own stands with their account."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session["language"] = wanted
    return redirect(safe_next(request.form.get("back")))


def _me_page(me: MeForm, password: ChangePasswordForm, status: int = 200) -> Answer:
    return render_template("users/me.html", form=me, password_form=password,
                           role=ROLE_LABELS[current_user.role]), status


@bp.get("/me")
@requires(Act.USE_PORTAL)
def me() -> Answer:
    """One's own page."""
    return _me_page(MeForm(formdata=None, obj=current_user), ChangePasswordForm(formdata=None))


@bp.post("/me")
@requires(Act.USE_PORTAL)
def edit_me() -> Answer:
    """Save name, title, phone and language."""
    form = MeForm()
    if not form.validate_on_submit():
        return _me_page(form, ChangePasswordForm(formdata=None), 422)
    service.edit_own_profile(by=current_user, name=form.name.data, title=form.title.data, phone=form.phone.data,
                             language=form.language.data)
    session["language"] = form.language.data
    refresh()
    flash(_("Gemt."), "message")
    return redirect(url_for("users.me"))


@bp.post("/me/password")
@requires(Act.USE_PORTAL)
def change_password() -> Answer:
    """Change one's own password."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            service.change_own_password(current=form.current_password.data, new=form.new_password.data,
                                        by=current_user, keep=g.get("user_session"))
        except DomainError as error:
            transactions.keep()
            form.add_error(error)
        else:
            flash(_("Din nye adgangskode gælder fra nu af."), "message")
            return redirect(url_for("users.me"))
    return _me_page(MeForm(formdata=None, obj=current_user), form, 422)


def _used_up() -> Response:
    return error_page(410, _("Linket virker ikke længere"),
                      _("Det er brugt eller for gammelt. Bed jeres administrator om et nyt."))


@bp.get("/set-password/<token>")
@public
def set_password(token: str) -> Answer:
    """The page behind a link to set a password. Looking does not use it up: mail programs look ahead."""
    try:
        link = service.open_link(token, LinkPurpose.SET_PASSWORD)
    except LinkUnusable:
        return _used_up()
    return render_template("users/set_password.html", form=SetPasswordForm(formdata=None), user=link.user)


@bp.post("/set-password/<token>")
@public
def set_password_now(token: str) -> Answer:
    """Set the password, use up the link, sign in."""
    form = SetPasswordForm()
    try:
        link = service.open_link(token, LinkPurpose.SET_PASSWORD)
        if form.validate_on_submit():
            _start(service.set_password_by_link(token=token, password=form.password.data))
            return redirect(url_for("today.front"))
    except LinkUnusable:
        return _used_up()
    except DomainError as error:
        form.add_error(error)
    return render_template("users/set_password.html", form=form, user=link.user), 422


@bp.get("/first-run/<token>")
@public
def first_run(token: str) -> Answer:
    """Where an empty portal begins."""
    try:
        service.open_link(token, LinkPurpose.FIRST_RUN)
    except LinkUnusable:
        return _used_up()
    return render_template("users/first_run.html", form=FirstRunForm(formdata=None, language=current_language()))


@bp.post("/first-run/<token>")
@public
def first_run_now(token: str) -> Answer:
    """Make the administrator and the library's profile, sign in, show what comes next."""
    form = FirstRunForm()
    try:
        service.open_link(token, LinkPurpose.FIRST_RUN)
        if form.validate_on_submit():
            library = LibraryBasics(name=form.library_name.data, address=form.library_address.data,
                                    postal_code=form.library_postal_code.data, city=form.library_city.data,
                                    phone=form.library_phone.data, email=form.library_email.data)
            _start(service.set_up_portal(token=token, name=form.name.data, email=form.email.data,
                                         password=form.password.data, language=form.language.data, library=library))
            return redirect(url_for("today.first_steps"))
    except LinkUnusable:
        return _used_up()
    except DomainError as error:
        form.add_error(error)
    return render_template("users/first_run.html", form=form), 422
