"""What to bring to a visit, put together from the partner, the plan and the last time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from outreach.core.formatting import clock_time, long_date, plain_date
from outreach.core.i18n import current_language, localized
from outreach.core.pdf.fit import fits_compact
from outreach.library.models import LibraryProfile
from outreach.offers.models import Offer
from outreach.users.models import User
from outreach.visits import labels
from outreach.visits.document import PACKING
from outreach.visits.models import Visit
from outreach.visits.queries import OpenVisit, find_last_held, list_loans_of
from outreach.visits.sheet import BagLine, PackingSheet
from outreach.visits.suggestions import MOST, Idea, ideas

_MATTERS = 320


def packing_sheet(view: OpenVisit, viewer: User, library: LibraryProfile) -> PackingSheet:
    """The sheet in the reader's language, with as many ideas as one page holds."""
    sheet = _whole(view, viewer, library)
    for most in (4, 2, 0):
        if fits_compact(sheet, PACKING):
            break
        sheet = replace(sheet, ideas=sheet.ideas[:most], matters=sheet.matters[:120] if most < 4 else sheet.matters)
    return sheet


def _whole(view: OpenVisit, viewer: User, library: LibraryProfile) -> PackingSheet:
    visit, lead = view.visit, view.lead
    last = find_last_held(lead, viewer, before=visit.held_on)
    loans = [loan for partner in view.partners for loan in list_loans_of(partner, viewer)]
    return PackingSheet(
        language=current_language(), library_name=library.name,
        partner_names=tuple(each.display_name for each in view.partners),
        title=_("Pakkeliste"), on=visit.held_on, when=_when(visit),
        ours=tuple(each.name for each in visit.colleagues),
        asked_for=last.asked_for if last else "", asked_on=plain_date(last.held_on) if last else "",
        bring=tuple(BagLine(f"{each.number} × {each.what}" if each.number > 1 else each.what,
                            _("lånes ud") if each.is_lent else "") for each in visit.things),
        ideas=tuple(BagLine(each.text, _because(each, view)) for each in wanted_ideas(view)),
        offers=tuple(BagLine(each.offer.name, _practical(each.offer)) for each in visit.offers),
        fetch=tuple(BagLine(_stands(loan.thing), _due(loan.thing))
                    for loan in loans if loan.visit.id != visit.id),
        matters=lead.matters[:_MATTERS], avoid_words=tuple(
            each.word for partner in view.partners for each in partner.avoid_words))


def wanted_ideas(view: OpenVisit, most: int = MOST) -> list[Idea]:
    """What the partners' people and wishes speak for."""
    people = [each.target_group.key for partner in view.partners for each in partner.target_groups]
    wishes = [each.need.key for partner in view.partners for each in partner.needs]
    return ideas(people, wishes, most)


def _because(idea: Idea, view: OpenVisit) -> str:
    """The word of theirs that an idea comes from."""
    terms: list[Any] = [each.target_group for partner in view.partners for each in partner.target_groups]
    terms += [each.need for partner in view.partners for each in partner.needs]
    return next((localized(term, "label") for term in terms if term.key == idea.key), "")


def _when(visit: Visit) -> str:
    words = long_date(visit.held_on)
    if visit.starts_at:
        words += f" {clock_time(visit.starts_at)}"
    if visit.ends_at:
        words += "–" + clock_time(visit.ends_at).removeprefix("kl. ")
    return f"{words[:1].upper()}{words[1:]} · {labels.KINDS[visit.kind]}"


def _practical(offer: Offer) -> str:
    return localized(offer, "practical")


def _due(thing: Any) -> str:
    return _("senest %(date)s", date=plain_date(thing.back_by)) if thing.back_by else ""


def _stands(thing: Any) -> str:
    return f"{thing.number} × {thing.what}" if thing.number > 1 else str(thing.what)
