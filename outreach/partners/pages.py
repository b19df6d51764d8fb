"""Pages that meetings, visits and follow-ups share: finding a partner by part of its name, and who takes part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach.core.errors import DomainError
from outreach.core.undo import flash_undo
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import find_open_by_text, get_open_partner
from outreach.partners.shared_records import OpenSharedRecord

#: A page's way back: (label, address) of each page above it.
Crumbs = list[tuple[str, str]]


def choose_partner(*, title: str, crumbs: Crumbs, link: Callable[[OpenPartner], str], lead: str = "",
                   recent: Sequence[OpenPartner] = (), **kept: str) -> str:
    """The page on which a partner is found by part of its name; `link` gives the address that each leads on to.
    `recent` is offered before anything was searched for, and `kept` goes along with a search."""
    text = request.args.get("q", "").strip()
    return render_template("partners/choose.html", title=title, crumbs=crumbs, lead=lead, link=link, kept=kept,
                           text=text, is_empty_search="q" in request.args and not text, recent=() if text else recent,
                           partners=find_open_by_text(current_user, text) if text else ())


def edit_participants(view: OpenSharedRecord, *, add: Callable[..., object], remove: Callable[..., object],
                      removed: Callable[[str], str], title: str, lead: str, crumbs: Crumbs, back: str,
                      may_add: bool = True, protected: bool = True) -> ResponseReturnValue:
    """The partners of a meeting or visit: show them with a search for one more, or do what the pressed button
    ("add:<public id>", "remove:<public id>") says. `removed` words the removal of a partner with that name; `back` is
    the label of the way back to the last of the crumbs; `protected` False finds no protected partner."""
    if request.method == "POST":
        act, _sep, partner_id = request.form.get("act", "").partition(":")
        if act not in ("add", "remove"):
            abort(400)
        partner = get_open_partner(partner_id, current_user)
        try:
            (add if act == "add" else remove)(by=current_user, view=view, partner=partner)
        except DomainError as error:
            flash(error.message, "warning")
        else:
            if act == "remove":
                flash_undo(removed(partner.name), request.script_root + request.path, act=f"add:{partner_id}")
        return redirect(request.script_root + request.path)
    text, present = request.args.get("q", "").strip(), {partner.public_id for partner in view.partners}
    matches = find_open_by_text(current_user, text, protected=protected) if text and may_add else []
    return render_template("partners/participants.html", view=view, title=title, lead=lead, crumbs=crumbs, back=back,
                           may_add=may_add, text=text,
                           matches=[partner for partner in matches if partner.public_id not in present])
