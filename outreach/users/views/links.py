"""The pages behind one-time links: choosing a password, and the first run."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.core import transactions
from outreach.core.errors import DomainError, error_page
from outreach.core.i18n import current_language
from outreach.core.permissions import public
from outreach.users import service
from outreach.users.forms import FirstRunForm, SetPasswordForm
from outreach.users.models import LinkPurpose
from outreach.users.service import LibraryBasics, LinkUnusable
from outreach.users.views import bp
from outreach.users.views.responses import enter, start_session


def _link_unusable() -> Response:
    return error_page(410, _("Linket virker ikke længere"),
                      _("Det er brugt eller for gammelt. Bed jeres administrator om et nyt."))


@bp.get("/set-password/<token>")
@public
def set_password(token: str) -> ResponseReturnValue:
    """The page behind a link to set a password. Opening it does not use it up: mail programs prefetch."""
    try:
        link = service.open_link(token, LinkPurpose.SET_PASSWORD)
    except LinkUnusable:
        return _link_unusable()
    return render_template("users/set_password.html", form=SetPasswordForm(formdata=None), user=link.user)


@bp.post("/set-password/<token>")
@public
@transactions.slow_work_first
def set_password_now(token: str) -> ResponseReturnValue:
    """Set the password, use up the link, sign in."""
    form = SetPasswordForm()
    try:
        link = service.open_link(token, LinkPurpose.SET_PASSWORD)
        if form.validate_on_submit():
            return enter(service.set_password_by_link(token=token, password=form.password.data))
    except LinkUnusable:
        return _link_unusable()
    except DomainError as error:
        form.add_error(error)
    return render_template("users/set_password.html", form=form, user=link.user), 422


@bp.get("/first-run/<token>")
@public
def first_run(token: str) -> ResponseReturnValue:
    """The form that sets up an empty portal."""
    try:
        service.open_link(token, LinkPurpose.FIRST_RUN)
    except LinkUnusable:
        return _link_unusable()
    return render_template("users/first_run.html", form=FirstRunForm(formdata=None, language=current_language()))


@bp.post("/first-run/<token>")
@public
@transactions.slow_work_first
def first_run_now(token: str) -> ResponseReturnValue:
    """Make the administrator and the library's profile, sign in, show what comes next."""
    form = FirstRunForm()
    try:
        service.open_link(token, LinkPurpose.FIRST_RUN)
        if form.validate_on_submit():
            library = LibraryBasics(name=form.library_name.data, address=form.library_address.data,
                                    postal_code=form.library_postal_code.data, city=form.library_city.data,
                                    phone=form.library_phone.data, email=form.library_email.data)
            start_session(service.set_up_portal(token=token, name=form.name.data, email=form.email.data,
                                         password=form.password.data, language=form.language.data, library=library))
            return redirect(url_for("today.first_steps"))
    except LinkUnusable:
        return _link_unusable()
    except DomainError as error:
        form.add_error(error)
    return render_template("users/first_run.html", form=form), 422
