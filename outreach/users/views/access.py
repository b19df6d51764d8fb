"""An administrator's acts on a colleague's access: links, second factor, sessions, closing and opening the account."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.users import queries, service
from outreach.users.models import LinkPurpose
from outreach.users.views import colleagues_bp as bp
from outreach.users.views.colleagues import hand_over
from outreach.users.views.responses import confirmed


def _page(public_id: str) -> str:
    return url_for("colleagues.show", public_id=public_id)


@bp.post("/users/<public_id>/link")
@requires(Act.MANAGE_USERS)
@confirmed("colleagues.show", "public_id")
def make_link(public_id: str) -> ResponseReturnValue:
    """A new one-time link for choosing a password."""
    user = queries.get_user(public_id)
    if not user.active:
        raise DomainError("", _("Kontoen er lukket. Åbn den først."))
    return hand_over(public_id, service.make_link(purpose=LinkPurpose.SET_PASSWORD, user=user, by=current_user))


@bp.post("/users/<public_id>/second-factor/reset")
@requires(Act.MANAGE_USERS)
@confirmed("colleagues.show", "public_id")
def reset_second_factor(public_id: str) -> ResponseReturnValue:
    """Take a colleague's second factor away."""
    user = queries.get_user(public_id)
    if user.id == current_user.id:
        raise DomainError("", _("Din egen styrer du på din egen side."))
    service.reset_second_factor(user=user, by=current_user)
    flash(_("%(name)s logger nu ind uden kode og kan sætte totrinslogin op igen.", name=user.name), "message")
    return redirect(_page(public_id))


@bp.post("/users/<public_id>/deactivate")
@requires(Act.MANAGE_USERS)
@confirmed("colleagues.show", "public_id")
def deactivate(public_id: str) -> ResponseReturnValue:
    """Close a colleague's account."""
    user = queries.get_user(public_id)
    service.deactivate(by=current_user, user=user)
    flash(_("Kontoen er lukket, og %(name)s er logget ud alle steder.", name=user.name), "message")
    return redirect(_page(public_id))


@bp.post("/users/<public_id>/reactivate")
@requires(Act.MANAGE_USERS)
@confirmed("colleagues.show", "public_id")
def reactivate(public_id: str) -> ResponseReturnValue:
    """Open a colleague's account again."""
    user = queries.get_user(public_id)
    service.reactivate(by=current_user, user=user)
    flash(_("Kontoen er åben igen."), "message")
    return redirect(_page(public_id))


@bp.post("/users/<public_id>/sessions/<session_id>/end")
@requires(Act.MANAGE_USERS)
def end_session(public_id: str, session_id: str) -> ResponseReturnValue:
    """Sign one browser of a colleague out."""
    user = queries.get_user(public_id)
    service.end_session(session=queries.get_session(user, session_id), by=current_user)
    flash(_("Der er logget ud på den browser."), "message")
    return redirect(_page(public_id))


@bp.post("/users/<public_id>/sessions/end")
@requires(Act.MANAGE_USERS)
def end_sessions(public_id: str) -> ResponseReturnValue:
    """Sign a colleague out everywhere."""
    user = queries.get_user(public_id)
    service.end_sessions(user=user, by=current_user)
    flash(_("%(name)s er logget ud alle steder.", name=user.name), "message")
    return redirect(_page(public_id))
