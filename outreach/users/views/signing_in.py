"""Signing in and out, confirming one's password, prolonging the session, and a visitor's language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import clock, transactions
from outreach.core.errors import DomainError
from outreach.core.formatting import clock_time
from outreach.core.i18n import LANGUAGES, current_language
from outreach.core.permissions import Act, public, requires
from outreach.users import service, sessions
from outreach.users.forms import CodeForm, ConfirmForm, SignInForm
from outreach.users.models import LinkPurpose
from outreach.users.service import LinkUnusable
from outreach.users.views import bp
from outreach.users.views.responses import enter, network_address, refusal, safe_next, start_session

#: From this long before the session's last instant, every page shows when it ends.
EXPIRY_NOTICE = timedelta(minutes=30)


def time_left() -> dict[str, Any]:
    """When the session ends: seconds until then if nothing happens, and whether it can be prolonged; `at` is the clock
    time at which it ends in any case."""
    row, now = g.user_session, clock.now()
    last = sessions.last_instant(row)
    seconds = int((sessions.ends_at(row) - now).total_seconds())
    return {"seconds": max(0, seconds), "can_stay": sessions.ends_at(row) < last,
            "at": clock_time(clock.local(last).time()), "is_near": last - now <= EXPIRY_NOTICE}


@bp.app_context_processor
def _session_expiry() -> dict[str, Any]:
    return {"session_ends": lambda: time_left() if g.get("user_session") is not None else None,
            "idle_minutes": lambda: int(sessions.idle_limit().total_seconds() // 60)}


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    return render_template("users/sign_in.html", form=SignInForm(formdata=None), next=request.args.get("next", ""))


@bp.post("/sign-in")
@public
@transactions.slow_work_first
def sign_in_now() -> ResponseReturnValue:
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
def second_step() -> ResponseReturnValue:
    """The page that asks for the code, after the password."""
    try:
        service.open_link(session.get("step", ""), LinkPurpose.SECOND_STEP)
    except LinkUnusable:
        return redirect(url_for("users.sign_in", next=request.args.get("next") or None))
    return render_template("users/second_step.html", form=CodeForm(formdata=None), next=request.args.get("next", ""))


@bp.post("/sign-in/code")
@public
@transactions.slow_work_first
def second_step_now() -> ResponseReturnValue:
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
def confirm() -> ResponseReturnValue:
    """Ask for the password once more, before a change that could let somebody else in."""
    return render_template("users/confirm.html", form=ConfirmForm(formdata=None), next=request.args.get("next", ""))


@bp.post("/confirm")
@requires(Act.USE_PORTAL)
@transactions.slow_work_first
def confirm_now() -> ResponseReturnValue:
    """Check the password and go on."""
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
def stay() -> ResponseReturnValue:
    """Prolong the session; answers with how long it lasts now."""
    sessions.prolong()
    return jsonify(time_left())


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out on this browser; harmless where already signed out."""
    language = current_language()
    sessions.end()
    session["language"] = language
    flash(_("Du er logget ud."), "message")
    return redirect(url_for("users.sign_in"))


@bp.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Set a visitor's language; a colleague's own is part of their account."""
    language = request.form.get("language", "")
    if language in LANGUAGES:
        session["language"] = language
    return redirect(safe_next(request.form.get("back")))
