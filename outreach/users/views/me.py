"""One's own page."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.core import transactions
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.users import queries, service, sessions
from outreach.users.forms import ChangePasswordForm, EmailForm, MeForm
from outreach.users.roles import ROLE_LABELS
from outreach.users.views import bp
from outreach.users.views.responses import confirmed, network_address, refusal


def _about_me() -> MeForm:
    """The form filled from the stored account, with its base version set."""
    form = MeForm(formdata=None, obj=current_user)
    form.set_base_version(form)
    return form


def _me_page(me: MeForm, password: ChangePasswordForm, status: int = 200,
             headers: dict[str, str] | None = None) -> ResponseReturnValue:
    rows = queries.list_live_sessions(current_user, idle=sessions.idle_limit(), absolute=sessions.absolute_limit())
    return render_template("users/me.html", form=me, password_form=password, role=ROLE_LABELS[current_user.role],
                           sessions=rows, here=g.user_session, ends=sessions.last_instant), status, headers or {}


@bp.get("/me")
@requires(Act.USE_PORTAL)
def me() -> ResponseReturnValue:
    """One's own page."""
    return _me_page(_about_me(), ChangePasswordForm(formdata=None))


@bp.post("/me")
@requires(Act.USE_PORTAL)
def edit_me() -> ResponseReturnValue:
    """Save name, title, phone and language."""
    user = queries.get_user_to_write(current_user.public_id)
    form, stored = MeForm(), MeForm(formdata=None, obj=user)

    def save() -> ResponseReturnValue:
        service.edit_own_profile(by=user, name=form.name.data, title=form.title.data, phone=form.phone.data,
                                 language=form.language.data)
        session["language"] = form.language.data
        refresh()
        flash(_("Gemt."), "message")
        return redirect(url_for("users.me"))

    return edit_record(form, stored, Record(_("Om dig"), url_for("users.me"),
                                            lambda: last_actor("user", user.public_id)),
                       show=lambda status: _me_page(form, ChangePasswordForm(formdata=None), status), save=save)


@bp.post("/me/password")
@requires(Act.USE_PORTAL)
@transactions.slow_work_first
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    form, (status, headers) = ChangePasswordForm(), refusal()
    if form.validate_on_submit():
        try:
            service.change_own_password(current=form.current_password.data, new=form.new_password.data,
                                        by=current_user, address=network_address(), keep=g.get("user_session"))
        except DomainError as error:
            transactions.commit_on_error()
            form.add_error(error)
            status, headers = refusal(error)
        else:
            sessions.confirm()
            flash(_("Din nye adgangskode gælder fra nu af. Du er logget ud alle andre steder."), "message")
            return redirect(url_for("users.me"))
    return _me_page(_about_me(), form, status, headers)


@bp.get("/me/email")
@requires(Act.USE_PORTAL)
@confirmed("users.email")
def email() -> ResponseReturnValue:
    """Where to change one's own mail address."""
    return render_template("users/email.html", form=EmailForm(formdata=None))


@bp.post("/me/email")
@requires(Act.USE_PORTAL)
@confirmed("users.email")
def change_email() -> ResponseReturnValue:
    """Change it; it is what one signs in with."""
    form = EmailForm()
    if form.validate_on_submit():
        try:
            service.change_email(user=current_user, email=form.email.data, by=current_user)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Fra nu af logger du ind med %(email)s.", email=current_user.email), "message")
            return redirect(url_for("users.me"))
    return render_template("users/email.html", form=form), 422


@bp.post("/me/sessions/<public_id>/end")
@requires(Act.USE_PORTAL)
@confirmed("users.me")
def end_my_session(public_id: str) -> ResponseReturnValue:
    """Sign one other browser of one's own out."""
    service.end_session(session=queries.get_session(current_user, public_id), by=current_user)
    flash(_("Der er logget ud på den anden browser."), "message")
    return redirect(url_for("users.me", _anchor="sessions"))


@bp.post("/me/sessions/end")
@requires(Act.USE_PORTAL)
@confirmed("users.me")
def end_my_other_sessions() -> ResponseReturnValue:
    """Sign every browser but this one out."""
    service.end_sessions(user=current_user, by=current_user, keep=g.user_session)
    flash(_("Du er logget ud alle andre steder end her."), "message")
    return redirect(url_for("users.me", _anchor="sessions"))
