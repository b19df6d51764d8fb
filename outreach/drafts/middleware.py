"""Drafts around every POST: saving a form's text as a draft, and restoring it into its form.

A form posted after the session ended is stored for the colleague it was shown to (named by its key,
`core.idempotency`), who signs in and goes on. Restoring posts the stored fields to the form's own address with
`g.form_refilled` set: the page shows the form filled in, nothing is validated and nothing is written.
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
from outreach.core.formatting import clock_time, instant
from outreach.core.idempotency import FormKey, read_key, was_answered
from outreach.core.permissions import access_of
from outreach.drafts import queries, service
from outreach.drafts.models import FormDraft, Reason
from outreach.users.queries import find_active_user

#: Names of the buttons that concern the draft and not the form.
SAVE, RESTORE, DISCARD = "_draft", "_restore", "_discard"


def request_path() -> str:
    """The address of this request as drafts store it: with its query, at most 300 characters."""
    return request.full_path.rstrip("?")[:300]


def _key() -> FormKey | None:
    """The key of the posted form, where its text may be stored."""
    key = read_key(request.form.get("csrf_token"))
    return key if key and key.form and key.user_id else None


def _save(reason: Reason, key: FormKey) -> FormDraft | None:
    user = find_active_user(key.user_id)
    if user is None or was_answered(key):
        return None
    return service.save_draft(by=user, reason=reason, path=request_path(), form=key.form,
                              items=request.form.items(multi=True))


def _store_unsent(key: FormKey) -> Any:
    """Store a form of an ended session, and the response to it; None where there is nothing to store."""
    transactions.begin_writing()
    draft = _save(Reason.SESSION, key)
    if draft is None:
        return None
    g.form_not_saved = True
    if draft.left_out:
        flash(_("Et felt lignede et CPR-nummer og er ikke gemt."), "warning")
    if current_user.is_authenticated:
        if current_user.id != key.user_id:
            return None
        return redirect(url_for("drafts.show", public_id=draft.public_id))
    flash(_("Du var logget ud. Det, du skrev, er ikke gået tabt: log ind, så står det klar."), "message")
    return redirect(url_for("users.sign_in", next=url_for("drafts.show", public_id=draft.public_id)[
        len(request.script_root):]))


def _store_after_sign_out() -> Any:
    """Before the access check: store a form of a user who is no longer signed in."""
    if request.method != "POST" or current_user.is_authenticated or request.endpoint is None:
        return None
    if access_of(current_app, request.endpoint) in {None, "public"}:
        return None
    key = _key()
    return _store_unsent(key) if key else None


def _store_after_new_session(error: CSRFError) -> Any:
    """Where the session is another one by now: the same, also for a user who signed in again in another window."""
    key = _key() if request.method == "POST" and request.endpoint else None
    return (_store_unsent(key) if key else None) or stale_form_page(error)


def _handle_draft_button() -> Any:
    """After the access check: the buttons that save, restore or discard a draft."""
    if request.method != "POST" or not current_user.is_authenticated or "save_failed" in g:
        return None
    key = _key()
    if SAVE in request.form and key and key.user_id == current_user.id:
        return _save_draft(key)
    if RESTORE in request.form or DISCARD in request.form:
        try:
            draft = queries.get_draft(request.form.get(RESTORE) or request.form[DISCARD], current_user)
        except NotFound:
            flash(_("Kladden findes ikke mere."), "warning")
            g.form_not_saved = True
            return redirect(f"{request.script_root}{request_path()}")
        return _restore(draft) if RESTORE in request.form else _discard(draft)
    return None


def _save_draft(key: FormKey) -> Any:
    transactions.begin_writing()
    draft = _save(Reason.DRAFT, key)
    message = _("Kladden er gemt %(when)s.", when=clock_time(clock.local(draft.at).time())) if draft else _(
        "Der er ikke noget at gemme endnu.")
    if draft is not None and draft.left_out:
        message += " " + _("Et felt lignede et CPR-nummer og er ikke med.")
    if request.headers.get("X-Draft"):
        return Response(message, content_type="text/plain; charset=utf-8")
    transactions.commit_now()
    g.form_refilled = True
    flash(message, "message")
    return None


def _restore(draft: FormDraft) -> Any:
    if draft.path != request_path():
        raise NotFound
    fields = service.draft_fields(draft)
    request.form = ImmutableMultiDict([*fields, ("csrf_token", request.form["csrf_token"])])
    g.form_refilled = True
    flash(_("Her er det, du skrev %(when)s. Det er ikke gemt endnu.", when=instant(draft.at)), "message")
    return None


def _discard(draft: FormDraft) -> Any:
    transactions.begin_writing()
    service.discard_draft(draft=draft)
    g.form_not_saved = True
    flash(_("Kladden er smidt væk."), "message")
    return redirect(f"{request.script_root}{request_path()}")


def _finish(response: Response) -> Response:
    """After a view: delete the drafts of a saved form; a refilled form is an ordinary page, never an error."""
    if g.get("form_refilled"):
        if response.status_code in {409, 422}:
            response.status_code = 200
    elif (request.method == "POST" and 300 <= response.status_code < 400 and "form_not_saved" not in g
          and current_user.is_authenticated):
        key = _key()
        if key and key.user_id == current_user.id and g.get("may_write"):
            service.discard_drafts_at(by=current_user, path=request_path())
    return response


def drafts_of_form(form: Any) -> list[FormDraft]:
    """The user's drafts of this form, for its page; each is offered once per page."""
    if request.method != "GET" or not current_user.is_authenticated:
        return []
    if "drafts_here" not in g:
        g.drafts_here = list(queries.list_drafts_at(current_user, request_path()))
    offered = [draft for draft in g.drafts_here if draft.form == type(form).__name__]
    g.drafts_here = [draft for draft in g.drafts_here if draft not in offered]
    return offered


def install_before_access_check(app: Flask) -> None:
    """Hook in what must happen before a signed-out user is sent to sign in."""
    app.before_request(_store_after_sign_out)
    app.register_error_handler(CSRFError, _store_after_new_session)


def install(app: Flask) -> None:
    """Hook in the rest, after the access check."""
    app.before_request(_handle_draft_button)
    app.after_request(_finish)
    app.jinja_env.globals["drafts_of_form"] = drafts_of_form
