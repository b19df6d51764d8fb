"""Pages for planning a meeting: the list, the plan, the agenda and the questions."""

from __future__ import annotations

from datetime import time

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.audit.queries import last_actor
from outreach.core import clock
from outreach.core.concurrent_edits import Record, edit_record
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.core.undo import flash_undo
from outreach.library.queries import list_questions
from outreach.meetings import labels, queries, service
from outreach.meetings.agenda import agenda_warnings, partner_share
from outreach.meetings.forms import AgendaForm, MeetingForm, QuestionsForm
from outreach.meetings.labels import warning_text
from outreach.meetings.models import MeetingKind, MeetingState
from outreach.partners.pages import choose_partner, edit_participants
from outreach.partners.queries import get_open_partner
from outreach.pitches.queries import find_latest_for_partner
from outreach.pitches.service import start_pitch
from outreach.users.queries import list_users

bp = Blueprint("meetings", __name__)


@bp.get("/meetings")
@requires(Act.USE_PORTAL)
def index() -> ResponseReturnValue:
    """Coming meetings, and the earlier ones by page."""
    today = clock.today()
    page = min(max(_number(request.args.get("page", "1")), 1), 10_000)
    earlier = queries.list_earlier(current_user, today, page=page)
    more = queries.count_earlier(current_user, today) > page * queries.PAGE_LENGTH
    return render_template("meetings/index.html", upcoming=queries.list_upcoming(current_user, today),
                           earlier=earlier, page=page, more=more, labels=labels)


@bp.route("/meetings/new", methods=["GET", "POST"])
@requires(Act.MAKE_PAPERS)
def new() -> ResponseReturnValue:
    """Plan a meeting with the partner named in the address; without one, first choose the partner."""
    public_id = request.args.get("partner")
    if not public_id:
        return choose_partner(title=_("Hvem skal I møde?"), crumbs=[(_("Møder"), url_for("meetings.index"))],
                              link=lambda partner: url_for("meetings.new", partner=partner.public_id))
    partner = get_open_partner(public_id, current_user)
    first = not queries.has_met(partner.id)
    form = MeetingForm(kind=(MeetingKind.FIRST if first else MeetingKind.FOLLOW_UP).value,
                       starts_at=time(10), ends_at=time(11), place=_place_of(partner),
                       language=partner.language)
    form.offer_people(list_users(), [partner])
    if request.method == "GET":
        form.ours.data = [current_user.public_id]
        form.theirs.data = [contact.public_id for contact in partner.contacts[:1]]
    if form.validate_on_submit():
        try:
            plan = form.plan()
            # A meeting comes with all its papers: where no page has been written yet, one is drafted.
            # An untouched one of another day is drafted anew: its date and its first step follow the meeting.
            pitch = find_latest_for_partner(partner, plan.language)
            if pitch is None or (pitch.revision == 1 and pitch.dated != plan.held_on):
                pitch = start_pitch(by=current_user, partner=partner, language=plan.language, on=plan.held_on)
            meeting = service.plan_meeting(by=current_user, partners=[partner], plan=plan, people=form.people(),
                                           pitch=pitch)
        except DomainError as error:
            form.add_error(error)
        else:
            return redirect(url_for("meeting_kit.kit", public_id=meeting.public_id))
    return render_template("meetings/edit.html", form=form, partner=partner, meeting=None), _status(form)


@bp.route("/meetings/<public_id>/edit", methods=["GET", "POST"])
@requires(Act.MAKE_PAPERS)
def edit(public_id: str) -> ResponseReturnValue:
    """Change when, where, who and why."""
    view = queries.get_meeting(public_id, current_user)
    stored = MeetingForm(formdata=None, obj=view.meeting)
    stored.offer_people(list_users(), view.partners)
    stored.kind.data = view.meeting.kind.value
    stored.fill_people(view.meeting)
    form = stored if request.method == "GET" else MeetingForm()
    form.offer_people(list_users(), view.partners)

    def show(status: int) -> ResponseReturnValue:
        return render_template("meetings/edit.html", form=form, partner=view.lead, meeting=view.meeting), status

    def save() -> ResponseReturnValue:
        service.change_plan(by=current_user, view=view, plan=form.plan(), people=form.people())
        return redirect(url_for("meeting_kit.kit", public_id=public_id))

    return edit_record(form, stored, _record(view), show=show, save=save)


@bp.route("/meetings/<public_id>/agenda", methods=["GET", "POST"])
@requires(Act.MAKE_PAPERS)
def agenda(public_id: str) -> ResponseReturnValue:
    """Edit the agenda: rows with minutes, whose time it is, and how the time is shared."""
    view = queries.get_meeting(public_id, current_user)
    stored = AgendaForm(formdata=None)
    stored.show(view.meeting)
    form = stored if request.method == "GET" else AgendaForm()

    def show(status: int) -> ResponseReturnValue:
        share = partner_share(view.meeting.items)
        warnings = [warning_text(warning) for warning in agenda_warnings(view.meeting.items, view.meeting.minutes)]
        return render_template("meetings/agenda.html", form=form, view=view, share=round(share * 100),
                               warnings=warnings, labels=labels), status

    def save() -> ResponseReturnValue:
        act, _sep, at = request.form.get("act", "save").partition(":")
        # A button counts rows; where a colleague's rows have come instead, it must not hit another one.
        rows = form.to_inputs() if "items" in form.merged_fields else _moved(form.to_inputs(), act, _number(at))
        service.save_items(by=current_user, view=view, items=rows)
        if act != "save":
            return redirect(url_for("meetings.agenda", public_id=public_id, _anchor="agenda"))
        return redirect(url_for("meeting_kit.kit", public_id=public_id))

    return edit_record(form, stored, _record(view), show=show, save=save)


def _record(view: queries.OpenMeeting) -> Record:
    """The meeting, for the page that shows two versions side by side."""
    public_id = view.meeting.public_id
    return Record(_("Mødet"), url_for("meeting_kit.kit", public_id=public_id), lambda: last_actor("meeting", public_id))


@bp.post("/meetings/<public_id>/agenda/propose")
@requires(Act.MAKE_PAPERS)
def propose(public_id: str) -> ResponseReturnValue:
    """Start over from a proposed agenda."""
    view = queries.get_meeting(public_id, current_user)
    service.propose_again(by=current_user, view=view)
    flash(_("Her er et nyt forslag til dagsordenen."))
    return redirect(url_for("meetings.agenda", public_id=public_id))


@bp.route("/meetings/<public_id>/questions", methods=["GET", "POST"])
@requires(Act.MAKE_PAPERS)
def questions(public_id: str) -> ResponseReturnValue:
    """Choose from the bank, and add our own."""
    view = queries.get_meeting(public_id, current_user)
    meeting = view.meeting
    bank = {question.public_id: question for question in list_questions()}
    stored = QuestionsForm(formdata=None, data={
        "chosen": [question.question.public_id for question in meeting.questions if question.question],
        "own": "\n".join(question.text for question in meeting.questions if not question.question)})
    form = stored if request.method == "GET" else QuestionsForm()
    for questions_form in (stored, form):
        questions_form.chosen.choices = [(key, service.question_text(question, meeting.language))
                                         for key, question in bank.items()]

    def show(status: int) -> ResponseReturnValue:
        groups = {letter: [option for option, question in zip(form.chosen, bank.values(), strict=True)
                           if question.group == letter] for letter in labels.GROUPS}
        asked = queries.asked_keys([partner.id for partner in view.partners], meeting.id)
        return render_template("meetings/questions.html", form=form, view=view, groups=groups, labels=labels,
                               asked={question.public_id for question in bank.values()
                                      if question.key in asked}), status

    def save() -> ResponseReturnValue:
        inputs = [service.QuestionInput(service.question_text(bank[key], meeting.language), bank[key].group, bank[key])
                  for key in bank if key in form.chosen.data]
        inputs += [service.QuestionInput(line.strip()[:240]) for line in form.own.data.split("\n") if line.strip()]
        service.save_questions(by=current_user, view=view, chosen=inputs)
        return redirect(url_for("meeting_kit.kit", public_id=public_id))

    return edit_record(form, stored, _record(view), show=show, save=save)


@bp.route("/meetings/<public_id>/partners", methods=["GET", "POST"])
@requires(Act.MAKE_PAPERS)
def partners(public_id: str) -> ResponseReturnValue:
    """Who else is at the table: find, add and remove partners."""
    view = queries.get_meeting(public_id, current_user)
    crumbs = [(_("Møder"), url_for("meetings.index")), (view.names, url_for("meeting_kit.kit", public_id=public_id))]
    return edit_participants(
        view, add=service.add_partner, remove=service.remove_partner, title=_("Partnere ved mødet"), crumbs=crumbs,
        lead=_("Alle ved bordet ser den samme dagsorden."), back=_("Tilbage til mødet"),
        removed=lambda name: _("%(name)s er ikke længere med ved mødet.", name=name))


@bp.post("/meetings/<public_id>/state")
@requires(Act.MAKE_PAPERS)
def set_state(public_id: str) -> ResponseReturnValue:
    """Cancel the meeting, or plan it again."""
    view = queries.get_meeting(public_id, current_user)
    states = {"cancel": MeetingState.CANCELLED, "plan": MeetingState.PLANNED}
    state = states.get(request.form.get("act", ""))
    if state is None:
        abort(400)
    service.set_state(by=current_user, view=view, state=state)
    if state == MeetingState.CANCELLED:
        flash_undo(_("Mødet er aflyst."), url_for("meetings.set_state", public_id=public_id), act="plan")
    else:
        flash(_("Mødet er planlagt igen."))
    return redirect(url_for("meeting_kit.kit", public_id=public_id))


def _moved(inputs: list[service.ItemInput], act: str, at: int) -> list[service.ItemInput]:
    """The rows after the pressed button: one moved up or down, or removed. Counts only rows with a title."""
    if act == "remove" and 0 <= at < len(inputs):
        return inputs[:at] + inputs[at + 1:]
    other = at + (1 if act == "down" else -1)
    if act in {"up", "down"} and 0 <= at < len(inputs) and 0 <= other < len(inputs):
        inputs[at], inputs[other] = inputs[other], inputs[at]
    return inputs


def _place_of(partner: object) -> str:
    parts = (getattr(partner, "address", ""), f"{getattr(partner, 'postal_code', '')} {getattr(partner, 'city', '')}")
    return ", ".join(part.strip() for part in parts if part.strip())


def _number(text: str | None) -> int:
    """A number that a form or address gives; 0 for anything else, however long."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _status(form: MeetingForm) -> int:
    return 422 if form.errors else 200
