"""Closing a meeting: the page that saves itself, the moment of closing, and what comes after it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.closings import labels, queries, service
from outreach.closings.content import Content
from outreach.closings.forms import AdditionForm, FormChoices, Page, new_key
from outreach.closings.initial_content import initial_content, known_answers, offer_choices, possible_attendees
from outreach.closings.models import Closing
from outreach.core import transactions
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.meetings.labels import KINDS
from outreach.meetings.queries import OpenMeeting, get_meeting
from outreach.users.queries import list_users

bp = Blueprint("closings", __name__)

#: The rows a page begins with, so that there is something to write in.
_BEGIN_WITH = {"heard": 1, "decisions": 1, "theirs": 1, "ours": 1, "steps": 1}


@bp.get("/meetings/<public_id>/closing")
@requires(Act.EDIT_PARTNERS)
def page(public_id: str) -> ResponseReturnValue:
    """The draft where it was left; a closed one is read."""
    view = get_meeting(public_id, current_user)
    closing = queries.find_closing(view.meeting)
    if closing is not None and closing.is_closed:
        return redirect(url_for("recaps.page", public_id=public_id))
    content = queries.content_of(closing) or initial_content(view)
    return _draft(view, closing, Page(_offered(view, content)), content, more=request.args.get("more", ""))


@bp.post("/meetings/<public_id>/closing")
@requires(Act.EDIT_PARTNERS)
def write(public_id: str) -> ResponseReturnValue:
    """Save by a button: put aside, one more row, one row less, or close. What can be kept is kept in any case."""
    view = get_meeting(public_id, current_user)
    act, _colon, rest = request.form.get("act", "save").partition(":")
    sent_page, sent = _read(view)
    if act == "remove":
        name, _colon, key = rest.partition(":")
        sent[name] = [row for row in sent.get(name, []) if row["key"] != key]
    saved = _save(view, sent_page, sent)
    if saved.closing.is_closed:
        _flash_closed(saved, view)
        return redirect(url_for("recaps.page", public_id=public_id))
    missing: list[tuple[str, str]] = []
    if act == "close" and not sent_page.form_errors:
        try:
            service.close_meeting(by=current_user, view=view, closing=saved.closing,
                                  past_is_meant=bool(sent_page.form.past_is_meant.data))
        except service.NotAnswered as error:
            missing = error.missing
        except DomainError as error:
            sent_page.form.add_error(error)
        else:
            flash(_("Mødet er lukket, og det aftalte står på partnerens side."))
            return redirect(url_for("recaps.page", public_id=public_id))
    if missing or sent_page.form_errors:
        transactions.commit_on_error()
        return _draft(view, saved.closing, sent_page, saved.content, missing=missing), 422
    if saved.clashed:
        flash(_("I har skrevet det samme sted på samme tid. Begge udgaver står her: slet den, I ikke vil have."),
              "warning")
    if act in ("add", "remove"):
        return redirect(url_for("closings.page", public_id=public_id, more=rest if act == "add" else None,
                                _anchor=rest.partition(":")[0]))
    flash(_("Lagt til side. Opsamlingen venter her, til du får tid."))
    return redirect(url_for("meeting_kit.kit", public_id=public_id))


@bp.post("/meetings/<public_id>/closing/autosave")
@requires(Act.EDIT_PARTNERS)
def autosave(public_id: str) -> ResponseReturnValue:
    """Save while somebody writes. Answers {"base", "state", "wrong": [{"field", "text"}]}: state is "saved", "others"
    (a colleague writes too), "clashed" or "closed"."""
    view = get_meeting(public_id, current_user)
    sent_page, sent = _read(view)
    saved = _save(view, sent_page, sent)
    state = ("closed" if saved.closing.is_closed else "clashed" if saved.clashed else
             "others" if saved.others and not sent_page.form_errors else "saved")
    return jsonify(base=saved.base, state=state,
                   wrong=[{"field": field.id, "text": text} for field, text in sent_page.name_errors])


@bp.post("/meetings/<public_id>/closing/reopen")
@requires(Act.EDIT_PARTNERS)
def reopen(public_id: str) -> ResponseReturnValue:
    """Open a closed one to put something right."""
    view = get_meeting(public_id, current_user)
    closing = queries.find_closing_to_write(view.meeting)
    if closing is not None:
        service.reopen(by=current_user, view=view, closing=closing)
    return redirect(url_for("closings.page", public_id=public_id))


@bp.route("/meetings/<public_id>/closing/add", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def add(public_id: str) -> ResponseReturnValue:
    """Write something more under a closed one."""
    view = get_meeting(public_id, current_user)
    closing = queries.find_closing_to_write(view.meeting) if request.method == "POST" else queries.find_closing(
        view.meeting)
    if closing is None or not closing.is_closed:
        return redirect(url_for("closings.page", public_id=public_id))
    form = AdditionForm()
    if form.validate_on_submit():
        service.add_addition(by=current_user, view=view, closing=closing, text=form.text.data)
        return redirect(url_for("recaps.page", public_id=public_id, _anchor="additions"))
    return render_template("closings/addition.html", view=view, form=form), 422 if form.errors else 200


@bp.post("/meetings/<public_id>/closing/next")
@requires(Act.MAKE_PAPERS)
def plan_next(public_id: str) -> ResponseReturnValue:
    """Plan the meeting that was agreed."""
    view = get_meeting(public_id, current_user)
    closing = queries.find_closing_to_write(view.meeting)
    if closing is None:
        return redirect(url_for("closings.page", public_id=public_id))
    meeting = service.plan_next(by=current_user, view=view, closing=closing)
    flash(_("Mødet er planlagt på samme tid af dagen. Ret tid og sted, hvis I har aftalt noget andet."))
    return redirect(url_for("meeting_kit.kit", public_id=meeting.public_id))


def _offered(view: OpenMeeting, content: Content) -> FormChoices:
    return FormChoices(users=list_users(), partners=view.partners, people=possible_attendees(view),
                       offers=offer_choices(view, content), writer=current_user, language=view.meeting.language)


def _read(view: OpenMeeting) -> tuple[Page, Content]:
    """The page that was sent, and what of it can be kept."""
    closing = queries.find_closing_to_write(view.meeting)
    began = service.base_content(closing, view, request.form.get("base", ""))
    sent_page = Page(_offered(view, began), request.form)
    return sent_page, sent_page.read(request.form, began)


def _save(view: OpenMeeting, sent_page: Page, sent: Content) -> service.SaveResult:
    return service.save_draft(by=current_user, view=view, sent=sent, base=request.form.get("base", ""),
                              tag=(sent_page.form.tag.data or "")[:20])


def _flash_closed(saved: service.SaveResult, view: OpenMeeting) -> None:
    name = saved.closing.closed_by.name if saved.closing.closed_by else _("en kollega")
    if saved.is_late:
        flash(_("Mødet var allerede lukket af %(name)s. Det, du havde skrevet, er gemt som en tilføjelse.", name=name),
              "warning")
    else:
        flash(_("Mødet er lukket af %(name)s.", name=name))


def _draft(view: OpenMeeting, closing: Closing | None, shown: Page, content: Content, *, more: str = "",
           missing: list[tuple[str, str]] | None = None) -> Any:
    """The page to write on."""
    extra = {name: (1 if not content[name] or name == more else 0) for name in _BEGIN_WITH}
    base = str(closing.revision) if closing is not None else service.NO_BASE
    shown.show(content, base, new_key(), extra)
    wrong = {where: str(labels.MISSING[code]) for where, code in missing or ()}
    rows = {f"{name}:{row['key'].data}": number for name, held in shown.rows.items() for number, row in enumerate(held)}
    return render_template(
        "closings/page.html", view=view, meeting=view.meeting, closing=closing, page=shown, form=shown.form,
        kind=KINDS[view.meeting.kind], content=content, wrong=wrong, row_numbers=rows,
        there={row["key"] for row in content["present"]},
        answers={**known_answers(view), **{row["key"]: row["answer"] for row in content["answers"]}},
        asks_past=any(code == "past" for _where, code in missing or ()))
