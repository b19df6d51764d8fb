"""One's own second factor: setting it up, its recovery codes, turning it off. An administrator without one is led here
before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import transactions
from outreach.core.errors import DomainError
from outreach.core.pdf import qr
from outreach.core.permissions import Act, access_of, requires
from outreach.library.queries import current_profile
from outreach.users import queries, service, totp
from outreach.users.forms import CodeForm
from outreach.users.views import bp
from outreach.users.views.answers import Answer, confirm_first, network_address, refusal, show_once, take_shown

#: Where an administrator without a second factor may go, besides what is open to everybody.
_ON_THE_WAY = frozenset({"users.confirm", "users.confirm_now", "users.second_factor", "users.begin_second_factor",
                         "users.second_factor_qr", "users.turn_on_second_factor", "users.recovery_codes", "users.stay"})


@bp.before_app_request
def _lead_to_second_factor() -> Answer | None:
    """An administrator who must have a second factor and has none gets to set it up first."""
    # What everybody may see asks nobody who they are: style, scripts, the monitor's question.
    if access_of(current_app, request.endpoint or "") in {None, "public"} or request.endpoint in _ON_THE_WAY:
        return None
    if not current_user.is_authenticated or current_user.has_second_factor:
        return None
    return redirect(url_for("users.second_factor")) if _must_have() else None


def _must_have() -> bool:
    # The profile is asked for last: nobody but an administrator without a second factor costs a query.
    return service.must_have(current_user, None) and service.must_have(current_user, current_profile())


def _page(form: CodeForm, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    secret = service.pending_secret(current_user)
    return render_template("users/second_factor.html", form=form, secret=totp.grouped(secret) if secret else None,
                           must_have=_must_have(), codes_left=len(queries.list_recovery_codes(current_user))
                           if current_user.has_second_factor else 0), status, headers or {}


@bp.get("/me/second-factor")
@requires(Act.USE_PORTAL)
def second_factor() -> Answer:
    """Whether a second factor is on, and the next step in setting it up."""
    return confirm_first(url_for("users.second_factor")) or _page(CodeForm(formdata=None))


@bp.post("/me/second-factor")
@requires(Act.USE_PORTAL)
def begin_second_factor() -> Answer:
    """Make a new secret and show it."""
    first = confirm_first(url_for("users.second_factor"))
    if first is None:
        service.begin_second_factor(by=current_user)
    return first or redirect(url_for("users.second_factor"))


@bp.get("/me/second-factor/qr.png")
@requires(Act.USE_PORTAL)
def second_factor_qr() -> Response:
    """The secret that is being set up, for the app's camera. Drawn anew each time and kept nowhere."""
    secret = service.pending_secret(current_user)
    if secret is None or confirm_first("") is not None:
        abort(404)
    address = totp.app_address(secret, account=current_user.email, issuer="Partnerportalen")
    return Response(qr.private_png(address), mimetype="image/png")


@bp.post("/me/second-factor/on")
@requires(Act.USE_PORTAL)
def turn_on_second_factor() -> Answer:
    """Turn it on, with a code that proves that the app is set up."""
    form, (status, headers) = CodeForm(), refusal()
    first = confirm_first(url_for("users.second_factor"))
    if first is not None:
        return first
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
def renew_recovery_codes() -> Answer:
    """New recovery codes."""
    first = confirm_first(url_for("users.second_factor"))
    if first is not None:
        return first
    if not current_user.has_second_factor:
        return redirect(url_for("users.second_factor"))
    return _hand_over(service.renew_recovery_codes(by=current_user))


def _hand_over(codes: Sequence[str]) -> Answer:
    show_once("recovery_codes", " ".join(codes))
    return redirect(url_for("users.recovery_codes"))


@bp.get("/me/recovery-codes")
@requires(Act.USE_PORTAL)
def recovery_codes() -> Answer:
    """The recovery codes that were just made, once."""
    shown = take_shown("recovery_codes")
    if shown is None:
        return redirect(url_for("users.second_factor"))
    return render_template("users/recovery_codes.html", codes=shown.split())


@bp.post("/me/second-factor/off")
@requires(Act.USE_PORTAL)
def turn_off_second_factor() -> Answer:
    """Turn it off."""
    first = confirm_first(url_for("users.second_factor"))
    if first is not None:
        return first
    service.remove_own_second_factor(by=current_user, profile=current_profile(), keep=g.user_session)
    flash(_("Totrinslogin er slået fra."), "message")
    return redirect(url_for("users.second_factor"))
