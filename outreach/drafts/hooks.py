"""A form outlives its session, and can be put aside as a draft: what happens around every POST.

A form sent when the session is over is kept, encrypted, for the colleague it was shown to (its key tells,
`core.form_keys`), who signs in and goes on. Taking it out again sends it to its own page as a form that is not sent
yet (`g.unsent`): the page shows it filled in, nothing is validated and nothing is written.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import ImmutableMultiDict

from outreach.core import clock, transactions
from outreach.core.errors import NotFound, stale_form_page
from outreach.core.form_keys import FormKey, read_key
from outreach.core.formatting import clock_time, instant
from outreach.core.permissions import access_of
from outreach.core.submissions import was_answered
from outreach.drafts import queries, service
from outreach.drafts.models import KeptForm, Reason
from outreach.users.queries import find_active_user

#: Buttons that mean the draft and not the form: put it aside, take it out, throw it away.
DRAFT, TAKE, THROW = "_draft", "_kept", "_throw"


def here() -> str:
    """The address of this request, as a form at it is known by."""
    return request.full_path.rstrip("?")[:300]


def _key() -> FormKey | None:
    """The key of the sent form, where it is one whose text may be kept."""
    key = read_key(request.form.get("csrf_token"))
    return key if key and key.form and key.user_id else None


def _keep(reason: Reason, key: FormKey) -> KeptForm | None:
    user = find_active_user(key.user_id)
    if user is None or was_answered(key):
        return None
    return service.keep_form(by=user, reason=reason, path=here(), form=key.form, items=request.form.items(multi=True))


def _instead(key: FormKey) -> Any:
    """The answer to a form whose session is over: None where there is nothing to keep."""
    row = _keep(Reason.SESSION, key)
    if row is None:
        return None
    g.kept_aside = True
    if row.left_out:
        flash(_("Et felt lignede et CPR-nummer og er ikke gemt."), "warning")
    if current_user.is_authenticated:
        if current_user.id != key.user_id:
            return None
        return redirect(url_for("drafts.waiting", public_id=row.public_id))
    flash(_("Du var logget ud. Det, du skrev, er ikke gået tabt: log ind, så står det klar."), "message")
    return redirect(url_for("users.sign_in", next=url_for("drafts.waiting", public_id=row.public_id)[
        len(request.script_root):]))


def _session_over() -> Any:
    """Before the guard: a form of who is signed in no longer."""
    if request.method != "POST" or current_user.is_authenticated or request.endpoint is None:
        return None
    if access_of(current_app, request.endpoint) in {None, "public"}:
        return None
    key = _key()
    return _instead(key) if key else None


def _token_over(error: CSRFError) -> Any:
    """The session is another one by now: the same, also for who has signed in again in another window."""
    key = _key() if request.method == "POST" and request.endpoint else None
    return (_instead(key) if key else None) or stale_form_page(error)


def _as_draft() -> Any:
    """After the guard: a button that means the draft."""
    if request.method != "POST" or not current_user.is_authenticated:
        return None
    key = _key()
    if DRAFT in request.form and key and key.user_id == current_user.id:
        return _put_aside(key)
    if TAKE in request.form or THROW in request.form:
        try:
            row = queries.get_kept(request.form.get(TAKE) or request.form[THROW], current_user)
        except NotFound:
            flash(_("Kladden findes ikke mere."), "warning")
            g.kept_aside = True
            return redirect(f"{request.script_root}{here()}")
        return _take(row) if TAKE in request.form else _throw(row)
    return None


def _put_aside(key: FormKey) -> Any:
    row = _keep(Reason.DRAFT, key)
    said = _("Kladden er gemt %(when)s.", when=clock_time(clock.local(row.at).time())) if row else _(
        "Der er ikke noget at gemme endnu.")
    if row is not None and row.left_out:
        said += " " + _("Et felt lignede et CPR-nummer og er ikke med.")
    if request.headers.get("X-Draft"):
        return Response(said, content_type="text/plain; charset=utf-8")
    transactions.commit_now()
    g.unsent = True
    flash(said, "message")
    return None


def _take(row: KeptForm) -> Any:
    if row.path != here():
        raise NotFound
    fields = service.fields_of(row)
    request.form = ImmutableMultiDict([*fields, ("csrf_token", request.form["csrf_token"])])  # type: ignore[misc]
    g.unsent = True
    flash(_("Her er det, du skrev %(when)s. Det er ikke gemt endnu.", when=instant(row.at)), "message")
    return None


def _throw(row: KeptForm) -> Any:
    service.throw_away(row=row)
    g.kept_aside = True
    flash(_("Kladden er smidt væk."), "message")
    return redirect(f"{request.script_root}{here()}")


def _served(response: Response) -> Response:
    """After a view: a form that was saved needs no draft; one that was only filled in is a page like any other."""
    if g.get("unsent"):
        if response.status_code in {409, 422}:
            response.status_code = 200
    elif (request.method == "POST" and 300 <= response.status_code < 400 and "kept_aside" not in g
          and current_user.is_authenticated):
        key = _key()
        if key and key.user_id == current_user.id:
            service.forget_at(by=current_user, path=here())
    return response


def kept_here(form: Any) -> list[KeptForm]:
    """What the reader wrote in this form and has not saved; told once on a page."""
    if request.method != "GET" or not current_user.is_authenticated:
        return []
    if "kept_here" not in g:
        g.kept_here = list(queries.list_here(current_user, here()))
    told = [each for each in g.kept_here if each.form == type(form).__name__]
    g.kept_here = [each for each in g.kept_here if each not in told]
    return told


def install_before_guard(app: Flask) -> None:
    """Hook in what must happen before the guard sends a visitor away."""
    app.before_request(_session_over)
    app.register_error_handler(CSRFError, _token_over)


def install(app: Flask) -> None:
    """Hook in the rest, after the guard."""
    app.before_request(_as_draft)
    app.after_request(_served)
    app.jinja_env.globals["kept_here"] = kept_here
