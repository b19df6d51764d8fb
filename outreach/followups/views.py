"""Pages for follow-ups: the lists, one of them, adding and ticking off."""

from __future__ import annotations

from collections.abc import Mapping

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
from outreach.followups import labels, queries, service
from outreach.followups.forms import DoneForm, FollowUpForm, HandOnForm
from outreach.followups.presenter import UNDO, rows_of, rows_of_partner, usual_day
from outreach.followups.queries import FollowUpLine
from outreach.partners import pages
from outreach.partners.queries import get_open_partner
from outreach.users.queries import list_users

bp = Blueprint("followups", __name__)


@bp.get("/followups")
@requires(Act.USE_PORTAL)
def index() -> ResponseReturnValue:
    """What is to be done: mine, my branch's, everybody's, or one partner's."""
    today = clock.today()
    partner = get_open_partner(request.args["partner"], current_user) if request.args.get("partner") else None
    whose = request.args.get("whose", "mine")
    if partner is not None:
        follow_ups = queries.list_open_for_partner(partner)
        whose, lines = "partner", [FollowUpLine(follow_up, partner) for follow_up in follow_ups]
    elif whose == "branch" and current_user.branch_id is not None:
        lines = queries.list_open_of_branch(current_user, current_user.branch_id)
    elif whose == "all":
        lines = queries.list_open_of_branch(current_user, None)
    else:
        whose, lines = "mine", queries.list_open_for_user(current_user)
    when = request.args.get("when", "")
    rows = [row for row in rows_of(lines, current_user, today) if when not in labels.STANDINGS or row.standing == when]
    groups = [(key, label, [row for row in rows if row.standing == key]) for key, label in labels.STANDINGS.items()]
    done = queries.list_done_by(current_user, clock.now() - UNDO)
    return render_template("followups/index.html", groups=[group for group in groups if group[2]], whose=whose,
                           partner=partner, when=when, labels=labels, done=done,
                           history=queries.list_done_for_partner(partner) if partner else [])


@bp.get("/followups/new")
@requires(Act.EDIT_PARTNERS)
def choose_partner() -> ResponseReturnValue:
    """First the partner, found by part of a word."""
    return pages.choose_partner(
        title=_("Skriv en opfølgning op"), crumbs=[(_("Opfølgninger"), url_for("followups.index"))],
        lead=_("Hvem er den for? Skriv en del af navnet."),
        link=lambda partner: url_for("followups.new", partner_id=partner.public_id, then="list"))


@bp.route("/partners/<partner_id>/followups/new", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def new(partner_id: str) -> ResponseReturnValue:
    """One more thing to do for a partner."""
    partner = get_open_partner(partner_id, current_user)
    form = FollowUpForm()
    form.offer_people(list_users(), partner)
    origin, origin_id = origin_of(request.values)
    if request.method == "GET":
        form.owner.data = current_user.public_id
        form.due_on.data = usual_day()
    elif form.validate_on_submit():
        data = form.to_input()
        try:
            service.add_follow_up(by=current_user, partner=partner, what=data.what, owner=data.owner,
                                  due_on=data.due_on, origin=origin, origin_id=origin_id)
        except DomainError as error:
            form.add_error(error)
        else:
            flash(_("Skrevet op: %(what)s", what=data.what))
            return _back(partner.public_id)
    return render_template("followups/new.html", form=form, partner=partner, origin=origin, origin_id=origin_id,
                           then=request.values.get("then", "partner")), 422 if form.errors else 200


@bp.route("/followups/<public_id>", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def edit(public_id: str) -> ResponseReturnValue:
    """One follow-up: what, who, when; where it came from; hand it on."""
    line = queries.get_follow_up(public_id, current_user)
    stored = _stored(line)
    form = stored if request.method == "GET" else FollowUpForm()
    form.known_day = line.follow_up.due_on
    form.offer_people(list_users(), line.partner)

    def save() -> ResponseReturnValue:
        service.change(by=current_user, follow_up=line.follow_up, partner=line.partner, data=form.to_input())
        flash(_("Gemt."))
        return redirect(url_for("followups.index"))

    here = url_for("followups.edit", public_id=public_id)
    return edit_record(form, stored, Record(_("Opfølgning"), here, lambda: last_actor("follow_up", public_id)),
                       show=lambda status: _page(line, form, None, status), save=save)


def _stored(line: FollowUpLine) -> FollowUpForm:
    """The form as it is kept."""
    form = FollowUpForm(formdata=None)
    form.offer_people(list_users(), line.partner)
    form.show(line.follow_up)
    return form


@bp.post("/followups/<public_id>/hand-on")
@requires(Act.EDIT_PARTNERS)
def hand_on(public_id: str) -> ResponseReturnValue:
    """Give it to a colleague, with a note."""
    line = queries.get_follow_up(public_id, current_user)
    hand_form = HandOnForm()
    hand_form.offer_people(list_users(), line.partner, line.follow_up.owner_id)
    if hand_form.validate_on_submit():
        to = hand_form.colleague()
        try:
            service.hand_on(by=current_user, follow_up=line.follow_up, partner=line.partner, to=to,
                            note=hand_form.note.data)
        except DomainError as error:
            hand_form.add_error(DomainError("to", error.message))
        else:
            flash(_("Nu er det %(name)s, der følger op.", name=to.name if to else ""))
            return redirect(url_for("followups.index"))
    form = _stored(line)
    form.set_base_version(form)
    return _page(line, form, hand_form, 422)


@bp.post("/followups/<public_id>/done")
@requires(Act.EDIT_PARTNERS)
def done(public_id: str) -> ResponseReturnValue:
    """Finished, with one button; what came of it can be said then or later."""
    line = queries.get_follow_up(public_id, current_user)
    done_form = DoneForm()
    if not done_form.validate():
        return _page(line, _stored(line), None, 422, done_form)
    was_done = line.follow_up.done_at is not None
    service.finish(by=current_user, follow_up=line.follow_up, note=done_form.note.data)
    if was_done:
        flash(_("Gemt."))
    else:
        flash_undo(_("Gjort: %(what)s", what=line.follow_up.what), url_for("followups.reopen", public_id=public_id),
                   then=request.form.get("then", ""))
    return _back(line.partner.public_id)


@bp.post("/followups/<public_id>/reopen")
@requires(Act.EDIT_PARTNERS)
def reopen(public_id: str) -> ResponseReturnValue:
    """Not done after all."""
    line = queries.get_follow_up(public_id, current_user)
    service.reopen(by=current_user, follow_up=line.follow_up)
    flash(_("Tilbage på listen: %(what)s", what=line.follow_up.what))
    return _back(line.partner.public_id)


@bp.post("/followups/<public_id>/remove")
@requires(Act.EDIT_PARTNERS)
def remove(public_id: str) -> ResponseReturnValue:
    """Taken away, since nobody needs to do it."""
    line = queries.get_follow_up(public_id, current_user)
    what = line.follow_up.what
    step = service.remove(by=current_user, follow_up=line.follow_up)
    flash_undo(_("Slettet: %(what)s", what=what),
               url_for("partners.undo", public_id=line.partner.public_id, step_id=step.public_id))
    return redirect(url_for("followups.index"))


def _page(line: FollowUpLine, form: FollowUpForm, hand_form: HandOnForm | None, status: int,
          done_form: DoneForm | None = None) -> ResponseReturnValue:
    if hand_form is None:
        hand_form = HandOnForm(formdata=None)
        hand_form.offer_people(list_users(), line.partner, line.follow_up.owner_id)
    [row] = rows_of_partner(line.partner, [line.follow_up], current_user, clock.today())
    return render_template("followups/follow_up.html", row=row, follow_up=line.follow_up, partner=line.partner,
                           form=form, hand_form=hand_form, labels=labels, done_form=done_form or DoneForm(
                               formdata=None, data={"note": line.follow_up.done_note})), status


def _back(partner_id: str) -> ResponseReturnValue:
    """Where the button stood."""
    then = request.values.get("then", "")
    if then == "partner":
        return redirect(url_for("partner_page.partner", public_id=partner_id, _anchor="followups"))
    return redirect(url_for("today.front" if then == "today" else "followups.index"))


def origin_of(values: Mapping[str, str]) -> tuple[str, str]:
    """(kind, public id) of the meeting or visit named in a request, ("", "") where none is; 400 for what is neither."""
    kind, origin_id = values.get("origin", ""), values.get("origin_id", "")
    if not kind:
        return "", ""
    if kind not in labels.ORIGINS or len(origin_id) > 12 or not origin_id.isalnum() or not origin_id.isascii():
        abort(400)
    return kind, origin_id
