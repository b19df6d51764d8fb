"""One's own page."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import current_user

from outreach.core import transactions
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.users import service
from outreach.users.forms import ChangePasswordForm, MeForm
from outreach.users.roles import ROLE_LABELS
from outreach.users.views import bp
from outreach.users.views.answers import Answer


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
