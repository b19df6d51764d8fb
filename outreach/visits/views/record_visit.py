"""Recording a held visit with the short form."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from outreach.core import clock
from outreach.core.errors import DomainError
from outreach.core.permissions import Act, requires
from outreach.partners import pages
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner
from outreach.visits import labels, queries, service
from outreach.visits.about_people import allow_names
from outreach.visits.forms import LogForm
from outreach.visits.models import COUNTS, Visit
from outreach.visits.service import PossibleDuplicate
from outreach.visits.views import bp


@bp.route("/visits/log", methods=["GET", "POST"])
@requires(Act.EDIT_PARTNERS)
def log() -> ResponseReturnValue:
    """The short form. `partner` in the query string is preselected."""
    if request.method == "GET":
        form = LogForm(formdata=None, partner=request.args.get("partner") or None, held_on=clock.today())
        form.fresh_key()
        chosen = get_open_partner(form.partner.data, current_user) if form.partner.data else None
        return _page(form, chosen)
    form = LogForm()
    chosen = get_open_partner(form.partner.data, current_user) if form.partner.data else None
    try:
        visit = save(form, chosen)
    except PossibleDuplicate as error:
        return _page(form, chosen, duplicate=error.visit, status=409)
    if visit is None:
        return _page(form, chosen, status=422)
    flash(_("Besøget er gemt. Resten kan vente, til du sidder ved et bord."))
    counted = [f"{labels.COUNTS[name]} {getattr(visit, name)} ({form[name].data})" for name in COUNTS
               if form[name].data and form[name].data != getattr(visit, name)]
    if counted:
        flash(_("I har ikke talt det samme. Det, der stod først, gælder, og dit står i parentes: %(counts)s. Ret det, "
                "hvis det er forkert.", counts=", ".join(counted)), "warning")
    return redirect(url_for("visits.day", public_id=visit.public_id))


def save(form: LogForm, partner: OpenPartner | None) -> Visit | None:
    """Record the form's visit; None where it is invalid, with faults in the form. PossibleDuplicate as `log_visit`."""
    form.offer_partners([partner] if partner else [])
    allow_names(form, queries.allowed_names([partner] if partner else []))
    if not form.validate() or partner is None:
        return None
    answer = request.form.get("same", "")
    try:
        return service.log_visit(by=current_user, partner=partner, note=form.note(), form_key=form.form_key.data or "",
                                 same="yes" if answer == "yes" else "no" if answer == "no" else "")
    except PossibleDuplicate:
        raise
    except DomainError as error:
        form.add_error(error)
        return None


def _page(form: LogForm, chosen: OpenPartner | None, *, duplicate: Visit | None = None,
          status: int = 200) -> ResponseReturnValue:
    recent = queries.list_recent_partners(current_user, clock.today())
    # One that was put away meanwhile stays chosen, so that what was written comes back with the reason.
    if chosen is not None and (chosen.archived_at is None or status != 200):
        recent = [chosen, *(partner for partner in recent if partner.id != chosen.id)]
    form.offer_partners(recent)
    last = queries.last_held_on(partner.id for partner in recent)
    return render_template("visits/log.html", form=form, recent=recent, last=last, duplicate=duplicate, labels=labels,
                           chosen=chosen), status


@bp.get("/visits/partner")
@requires(Act.EDIT_PARTNERS)
def choose_partner() -> ResponseReturnValue:
    """Find a partner, or take one of the recent ones: to log a visit (`to` is log) or to plan one."""
    plans = request.args.get("to") == "plan"
    return pages.choose_partner(
        title=_("Hvem skal I besøge?") if plans else _("Hvem besøgte I?"),
        crumbs=[(_("Besøg"), url_for("visits.index"))],
        recent=queries.list_recent_partners(current_user, clock.today()),
        link=lambda partner: url_for("visits.new" if plans else "visits.log", partner=partner.public_id),
        **({"to": "plan"} if plans else {}))
