"""The administrators' pages: the list of accounts, a new colleague, one colleague's account."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.i18n import current_language
from outreach.core.permissions import Act, requires
from outreach.core.urls import external_url
from outreach.library.queries import list_branches
from outreach.users import queries, service, sessions
from outreach.users.forms import ColleagueForm
from outreach.users.roles import ROLE_LABELS
from outreach.users.views import colleagues_bp as bp
from outreach.users.views.responses import confirmed, show_once, take_shown


@bp.get("/users")
@requires(Act.MANAGE_USERS)
def index() -> ResponseReturnValue:
    """Everybody with an account."""
    return render_template("users/index.html", rows=queries.list_colleagues(), roles=ROLE_LABELS)


@bp.get("/users/new")
@requires(Act.MANAGE_USERS)
@confirmed("colleagues.new")
def new() -> ResponseReturnValue:
    """The form for a new colleague."""
    form = ColleagueForm(list_branches(), formdata=None, data={"role": "staff", "language": current_language()})
    return render_template("users/new.html", form=form)


@bp.post("/users/new")
@requires(Act.MANAGE_USERS)
@confirmed("colleagues.new")
def invite() -> ResponseReturnValue:
    """Make the account, and the link to hand over."""
    form = ColleagueForm(list_branches())
    if form.validate_on_submit():
        try:
            user, token = service.invite(by=current_user, values=form.values())
        except DomainError as error:
            form.add_error(error)
        else:
            return hand_over(user.public_id, token)
    return render_template("users/new.html", form=form), 422


def hand_over(public_id: str, token: str) -> ResponseReturnValue:
    """Redirect to the colleague's page, where the link is shown once."""
    show_once(f"link_{public_id}", token)
    return redirect(url_for("colleagues.show", public_id=public_id))


@bp.get("/users/<public_id>")
@requires(Act.MANAGE_USERS)
def show(public_id: str) -> ResponseReturnValue:
    """One colleague's account: who, how they sign in, where they are signed in."""
    user = queries.get_user(public_id)
    rows = queries.list_live_sessions(user, idle=sessions.idle_limit(), absolute=sessions.absolute_limit())
    token = take_shown(f"link_{public_id}")
    link = external_url("users.set_password", token=token) if token else None
    identity = queries.find_password_identity_of(user)
    return render_template("users/colleague.html", user=user, role=ROLE_LABELS[user.role], sessions=rows, link=link,
                           ends=sessions.last_instant, can_sign_in=identity is not None)


@bp.route("/users/<public_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_USERS)
@confirmed("colleagues.edit", "public_id")
def edit(public_id: str) -> ResponseReturnValue:
    """A colleague's account: the form, and saving it."""
    back = url_for("colleagues.show", public_id=public_id)
    user = queries.get_user(public_id) if request.method == "GET" else queries.get_user_to_write(public_id)
    # A closed branch stays a choice for colleagues who have it.
    branches = [branch for branch in list_branches(active_only=False)
                if branch.is_active or branch.id == user.branch_id]
    form, stored = ColleagueForm(branches), ColleagueForm.stored(branches, user)
    if request.method == "GET":
        form = stored

    def show_form(status: int) -> ResponseReturnValue:
        return render_template("users/edit.html", form=form, user=user), status

    def save() -> ResponseReturnValue:
        service.edit_user(by=current_user, user=user, values=form.values())
        flash(_("Gemt."), "message")
        return redirect(back)

    return edit_record(form, stored, Record(user.name, back, lambda: last_actor("user", user.public_id)),
                       show=show_form, save=save)
