"""Signing in and out, proving who one is once more, staying, and a visitor's language."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import transactions
from outreach.core.errors import DomainError
from outreach.core.i18n import LANGUAGES, current_language
from outreach.core.permissions import Act, public, requires
from outreach.users import service, sessions
from outreach.users.forms import CodeForm, ConfirmForm, SignInForm
from outreach.users.models import LinkPurpose
from outreach.users.service import LinkUnusable
from outreach.users.views import bp
from outreach.users.views.answers import Answer, enter, network_address, refusal, safe_next, start_session
from outreach.users.views.session_expiry import time_left


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
    form, (status, headers) = SignInForm(), refusal()
    if form.validate_on_submit():
        try:
            user = service.check_sign_in(email=form.email.data, password=form.password.data,
                                         address=network_address())
        except DomainError as error:
            transactions.commit_on_error()
            form.add_error(error)
            status, headers = refusal(error)
        else:
            return enter(user, request.form.get("next"))
    return render_template("users/sign_in.html", form=form, next=request.form.get("next", "")), status, headers


@bp.get("/sign-in/code")
@public
def second_step() -> Answer:
    """The page that asks for the code, after the password."""
    try:
        service.open_link(session.get("step", ""), LinkPurpose.SECOND_STEP)
    except LinkUnusable:
        return redirect(url_for("users.sign_in", next=request.args.get("next") or None))
    return render_template("users/second_step.html", form=CodeForm(formdata=None), next=request.args.get("next", ""))


@bp.post("/sign-in/code")
@public
def second_step_now() -> Answer:
    """Sign in with the code."""
    form, (status, headers), after = CodeForm(), refusal(), request.form.get("next", "")
    token = session.get("step", "")
    try:
        service.open_link(token, LinkPurpose.SECOND_STEP)
        if form.validate_on_submit():
            user = service.finish_second_step(token=token, code=form.code.data, address=network_address())
            return start_session(user, after)
    except LinkUnusable:
        flash(_("Der gik for lang tid. Log ind igen."), "warning")
        return redirect(url_for("users.sign_in", next=after or None))
    except DomainError as error:
        transactions.commit_on_error()
        form.add_error(error)
        status, headers = refusal(error)
    return render_template("users/second_step.html", form=form, next=after), status, headers


@bp.get("/confirm")
@requires(Act.USE_PORTAL)
def confirm() -> Answer:
    """Asks for the password once more, before what would let somebody else in."""
    return render_template("users/confirm.html", form=ConfirmForm(formdata=None), next=request.args.get("next", ""))


@bp.post("/confirm")
@requires(Act.USE_PORTAL)
def confirm_now() -> Answer:
    """Take the password, and go on."""
    form, (status, headers), after = ConfirmForm(), refusal(), request.form.get("next", "")
    if form.validate_on_submit():
        try:
            service.check_own_password(by=current_user, password=form.password.data, address=network_address(),
                                       field="password")
        except DomainError as error:
            transactions.commit_on_error()
            form.add_error(error)
            status, headers = refusal(error)
        else:
            sessions.confirm()
            return redirect(safe_next(after))
    return render_template("users/confirm.html", form=form, next=after), status, headers


@bp.post("/stay")
@requires(Act.USE_PORTAL)
def stay() -> Answer:
    """Keep the session alive; how long it lasts from here."""
    sessions.stay()
    return jsonify(time_left())


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
