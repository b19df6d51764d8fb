"""The packing list: what to bring to a visit, on one page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from outreach.core.formatting import clock_time, long_date, plain_date
from outreach.core.i18n import current_language, localized
from outreach.core.pdf.fit import Design, Paper, fit_page, fits_compact
from outreach.library.models import LibraryProfile
from outreach.offers.models import Offer
from outreach.users.models import User
from outreach.visits import labels
from outreach.visits.models import Visit
from outreach.visits.queries import OpenVisit, find_last_held, list_loans_of
from outreach.visits.suggestions import MOST, Idea, ideas


@dataclass(frozen=True)
class BagLine:
    """A thing to tick off, with a note in small letters, or ''."""

    text: str
    note: str


@dataclass(frozen=True)
class PackingSheet:
    """`when` is day and time in words. `bring` is what was decided for this visit, `ideas` what their people and wishes
    speak for, `fetch` what stands at theirs and is ours, `offers` what we show. Any text or tuple may be empty."""

    language: str
    library_name: str
    partner_names: tuple[str, ...]
    title: str
    on: date
    when: str
    ours: tuple[str, ...]
    asked_for: str
    asked_on: str
    bring: tuple[BagLine, ...]
    ideas: tuple[BagLine, ...]
    offers: tuple[BagLine, ...]
    fetch: tuple[BagLine, ...]
    matters: str
    avoid_words: tuple[str, ...]


PACKING = Design("pdf/packing.html", ("library_name", "partner_names"), roomy=900, medium=1500)


def make_packing(sheet: PackingSheet) -> Paper:
    """The packing list on one page. Raises DoesNotFit or CannotPrint."""
    return fit_page(sheet, PACKING)


_MATTERS = 320


def packing_sheet(view: OpenVisit, viewer: User, library: LibraryProfile) -> PackingSheet:
    """The sheet in the current language, with as many ideas as fit on one page."""
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
        partner_names=tuple(partner.display_name for partner in view.partners),
        title=_("Pakkeliste"), on=visit.held_on, when=_when(visit),
        ours=tuple(colleague.name for colleague in visit.colleagues),
        asked_for=last.asked_for if last else "", asked_on=plain_date(last.held_on) if last else "",
        bring=tuple(BagLine(f"{thing.number} × {thing.what}" if thing.number > 1 else thing.what,
                            _("lånes ud") if thing.is_lent else "") for thing in visit.things),
        ideas=tuple(BagLine(idea.text, _because(idea, view)) for idea in ideas_for(view)),
        offers=tuple(BagLine(offer.offer.name, _practical(offer.offer)) for offer in visit.offers),
        fetch=tuple(BagLine(_stands(loan.thing), _due(loan.thing))
                    for loan in loans if loan.visit.id != visit.id),
        matters=lead.matters[:_MATTERS], avoid_words=tuple(
            word.word for partner in view.partners for word in partner.avoid_words))


def ideas_for(view: OpenVisit, most: int = MOST) -> list[Idea]:
    """Ideas that fit the partners' target groups and needs."""
    people = [group.target_group.key for partner in view.partners for group in partner.target_groups]
    wishes = [need.need.key for partner in view.partners for need in partner.needs]
    return ideas(people, wishes, most)


def _because(idea: Idea, view: OpenVisit) -> str:
    """The label of the target group or need that an idea comes from."""
    terms: list[Any] = [group.target_group for partner in view.partners for group in partner.target_groups]
    terms += [need.need for partner in view.partners for need in partner.needs]
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
