"""Signing in and out, and a visitor's language."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import transactions
from outreach.core.errors import DomainError
from outreach.core.i18n import LANGUAGES, current_language
from outreach.core.permissions import public
from outreach.users import service, sessions
from outreach.users.forms import SignInForm
from outreach.users.service import TooManyAttempts
from outreach.users.views import bp
from outreach.users.views.answers import Answer, safe_next, start_session


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
            start_session(user)
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
