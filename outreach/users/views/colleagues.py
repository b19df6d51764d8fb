"""The administrators' pages: who is here, a new colleague, one colleague's account."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError
from outreach.core.i18n import current_language
from outreach.core.permissions import Act, requires
from outreach.library.queries import list_branches
from outreach.users import queries, service, sessions
from outreach.users.forms import ColleagueForm
from outreach.users.roles import ROLE_LABELS
from outreach.users.views import colleagues_bp as bp
from outreach.users.views.answers import Answer, confirm_first, show_once, take_shown


@bp.get("/users")
@requires(Act.MANAGE_USERS)
def index() -> Answer:
    """Everybody with an account."""
    return render_template("users/index.html", rows=queries.list_colleagues(), roles=ROLE_LABELS)


@bp.get("/users/new")
@requires(Act.MANAGE_USERS)
def new() -> Answer:
    """The form for a new colleague."""
    form = ColleagueForm(list_branches(), formdata=None, data={"role": "staff", "language": current_language()})
    return confirm_first(url_for("colleagues.new")) or render_template("users/new.html", form=form)


@bp.post("/users/new")
@requires(Act.MANAGE_USERS)
def invite() -> Answer:
    """Make the account, and the link to hand over."""
    first = confirm_first(url_for("colleagues.new"))
    if first is not None:
        return first
    form = ColleagueForm(list_branches())
    if form.validate_on_submit():
        try:
            user, token = service.invite(by=current_user, values=form.values())
        except DomainError as error:
            form.add_error(error)
        else:
            return hand_over(user.public_id, token)
    return render_template("users/new.html", form=form), 422


def hand_over(public_id: str, token: str) -> Answer:
    """On to the colleague's page, where the link is shown once."""
    show_once(f"link_{public_id}", token)
    return redirect(url_for("colleagues.show", public_id=public_id))


@bp.get("/users/<public_id>")
@requires(Act.MANAGE_USERS)
def show(public_id: str) -> Answer:
    """One colleague's account: who, how they sign in, where they are signed in."""
    user = queries.get_user(public_id)
    rows = queries.list_live_sessions(user, idle=sessions.idle_limit(), whole=sessions.whole_limit())
    token = take_shown(f"link_{public_id}")
    link = url_for("users.set_password", token=token, _external=True) if token else None
    identity = queries.find_password_identity_of(user)
    return render_template("users/colleague.html", user=user, role=ROLE_LABELS[user.role], sessions=rows, link=link,
                           ends=sessions.last_instant, can_sign_in=identity is not None)


@bp.get("/users/<public_id>/edit")
@requires(Act.MANAGE_USERS)
def edit(public_id: str) -> Answer:
    """The form for a colleague's account."""
    user = queries.get_user(public_id)
    branch = user.branch
    branches = [*list_branches(), *([branch] if branch and not branch.is_active else [])]
    values = {"name": user.name, "email": user.email, "role": user.role.value, "title": user.title,
              "phone": user.phone, "language": user.language, "branch": branch.public_id if branch else None}
    form = ColleagueForm(branches, formdata=None, data=values)
    return (confirm_first(url_for("colleagues.edit", public_id=public_id))
            or render_template("users/edit.html", form=form, user=user))


@bp.post("/users/<public_id>/edit")
@requires(Act.MANAGE_USERS)
def save(public_id: str) -> Answer:
    """Save a colleague's account."""
    first = confirm_first(url_for("colleagues.edit", public_id=public_id))
    if first is not None:
        return first
    user = queries.get_user(public_id)
    form = ColleagueForm(list_branches(active_only=False))
    if form.validate_on_submit():
        try:
            service.edit_user(by=current_user, user=user, values=form.values())
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Gemt."), "message")
            return redirect(url_for("colleagues.show", public_id=public_id))
    return render_template("users/edit.html", form=form, user=user), 422
