"""One's own second factor: setting it up, its recovery codes, turning it off. Administrators without one are redirected
here first."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import transactions
from outreach.core.errors import DomainError
from outreach.core.pdf import qr
from outreach.core.permissions import Act, access_of, requires
from outreach.library.queries import current_profile
from outreach.users import queries, service, sessions, totp
from outreach.users.forms import CodeForm
from outreach.users.views import bp
from outreach.users.views.responses import confirmed, network_address, refusal, show_once, take_shown

#: Endpoints an administrator without a second factor may reach, besides public ones.
_ALLOWED_WITHOUT = frozenset({"users.confirm", "users.confirm_now", "users.second_factor", "users.begin_second_factor",
                         "users.second_factor_qr", "users.turn_on_second_factor", "users.recovery_codes", "users.stay"})


@bp.before_app_request
def _require_second_factor() -> ResponseReturnValue | None:
    """Redirect a user who must have a second factor and has none to setting it up."""
    # Public endpoints (styles, scripts, health checks) must not load the user.
    if access_of(current_app, request.endpoint or "") in {None, "public"} or request.endpoint in _ALLOWED_WITHOUT:
        return None
    if not current_user.is_authenticated or current_user.has_second_factor:
        return None
    return redirect(url_for("users.second_factor")) if _must_have() else None


def _must_have() -> bool:
    # The profile is loaded last: the query is needed only for administrators without a second factor.
    return service.must_have(current_user, None) and service.must_have(current_user, current_profile())


def _page(form: CodeForm, status: int = 200, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    secret = service.pending_secret(current_user)
    return render_template("users/second_factor.html", form=form, secret=totp.grouped(secret) if secret else None,
                           must_have=_must_have(), codes_left=len(queries.list_recovery_codes(current_user))
                           if current_user.has_second_factor else 0), status, headers or {}


@bp.get("/me/second-factor")
@requires(Act.USE_PORTAL)
@confirmed("users.second_factor")
def second_factor() -> ResponseReturnValue:
    """Whether a second factor is on, and the next step in setting it up."""
    return _page(CodeForm(formdata=None))


@bp.post("/me/second-factor")
@requires(Act.USE_PORTAL)
@confirmed("users.second_factor")
def begin_second_factor() -> ResponseReturnValue:
    """Make a new secret and show it."""
    service.begin_second_factor(by=current_user)
    return redirect(url_for("users.second_factor"))


@bp.get("/me/second-factor/qr.png")
@requires(Act.USE_PORTAL)
def second_factor_qr() -> Response:
    """The secret being set up as a QR code; rendered each time and stored nowhere."""
    secret = service.pending_secret(current_user)
    if secret is None or not sessions.is_confirmed():
        abort(404)
    address = totp.app_address(secret, account=current_user.email, issuer="Partnerportalen")
    return Response(qr.private_png(address), mimetype="image/png")


@bp.post("/me/second-factor/on")
@requires(Act.USE_PORTAL)
@confirmed("users.second_factor")
@transactions.slow_work_first
def turn_on_second_factor() -> ResponseReturnValue:
    """Turn it on, with a code that proves that the app is set up."""
    form, (status, headers) = CodeForm(), refusal()
    if form.validate_on_submit():
        try:
            codes = service.confirm_second_factor(by=current_user, code=form.code.data, address=network_address(),
                                                  keep=g.user_session)
        except DomainError as error:
            transactions.commit_on_error()
            form.add_error(error)
            status, headers = refusal(error)
        else:
            return _hand_over(codes)
    return _page(form, status, headers)


@bp.post("/me/second-factor/codes")
@requires(Act.USE_PORTAL)
@confirmed("users.second_factor")
@transactions.slow_work_first
def renew_recovery_codes() -> ResponseReturnValue:
    """New recovery codes."""
    if not current_user.has_second_factor:
        return redirect(url_for("users.second_factor"))
    return _hand_over(service.renew_recovery_codes(by=current_user))


def _hand_over(codes: Sequence[str]) -> ResponseReturnValue:
    show_once("recovery_codes", " ".join(codes))
    return redirect(url_for("users.recovery_codes"))


@bp.get("/me/recovery-codes")
@requires(Act.USE_PORTAL)
def recovery_codes() -> ResponseReturnValue:
    """The recovery codes that were just made, once."""
    shown = take_shown("recovery_codes")
    if shown is None:
        return redirect(url_for("users.second_factor"))
    return render_template("users/recovery_codes.html", codes=shown.split())


@bp.post("/me/second-factor/off")
@requires(Act.USE_PORTAL)
@confirmed("users.second_factor")
def turn_off_second_factor() -> ResponseReturnValue:
    """Turn it off."""
    service.remove_own_second_factor(by=current_user, profile=current_profile(), keep=g.user_session)
    flash(_("Totrinslogin er slået fra."), "message")
    return redirect(url_for("users.second_factor"))
