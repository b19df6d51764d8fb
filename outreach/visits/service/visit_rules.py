"""Checks that apply to every visit, and setters for its row and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from flask_babel import gettext as _

from outreach.core import clock
from outreach.core.errors import DomainError
from outreach.partners.protection import OpenPartner
from outreach.users.models import User
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    WAYS,
    Visit,
    VisitColleague,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
)
from outreach.visits.service.inputs import (
    MOST_MINUTES,
    MOST_PARTNERS,
    MOST_PEOPLE,
    MOST_THINGS,
    ThingInput,
    VisitDetails,
)


def check_partners(partners: Sequence[OpenPartner]) -> None:
    """DomainError at "partner" unless there is at least one, not too many, none archived, and a protected one alone."""
    if not partners:
        raise DomainError("partner", _("Vælg, hvem I besøgte."))
    if len(partners) > MOST_PARTNERS:
        raise DomainError("partner", _("Højst %(most)s partnere ved ét besøg.", most=MOST_PARTNERS))
    for partner in partners:
        if partner.archived_at is not None:
            raise DomainError("partner", _("%(name)s ligger i arkivet. Hent partneren frem først.",
                                           name=partner.display_name))
    check_protected_alone(partners)


def check_protected_alone(partners: Sequence[OpenPartner]) -> None:
    """DomainError where one of several partners is protected: what the others show of the visit, a month's figure or
    the day of last contact, would reveal the protected one."""
    if len(partners) == 1:
        return
    protected = next((partner for partner in partners if partner.is_protected), None)
    if protected is not None:
        raise DomainError("partner", _("%(name)s er beskyttet, og et besøg der står for sig selv. Log det for sig.",
                                       name=protected.display_name))


def check_held_on(held_on: date) -> None:
    """DomainError where a held visit's day is in the future."""
    if held_on > clock.today():
        raise DomainError("held_on", _("Dagen er ikke kommet endnu. Planlæg besøget i stedet, eller ret datoen."))


def check_times(starts_at: time | None, ends_at: time | None) -> None:
    """DomainError where a visit ends before it starts, or has an end without a start."""
    if ends_at is not None and starts_at is None:
        raise DomainError("starts_at", _("Skriv også, hvornår besøget begynder."))
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise DomainError("ends_at", _("Besøget slutter, før det begynder. Ret sluttidspunktet."))


def check_numbers(counts: Mapping[str, int], minutes: Mapping[str, int]) -> None:
    """DomainError at the first count or number of minutes (by column name) that is out of range."""
    for name, value in counts.items():
        if not 0 <= value <= MOST_PEOPLE:
            raise DomainError(name, _("Skriv et tal fra 0 til %(most)s.", most=MOST_PEOPLE))
    for name, value in minutes.items():
        if not 0 <= value <= MOST_MINUTES:
            raise DomainError(name, _("Skriv minutter fra 0 til %(most)s.", most=MOST_MINUTES))


def check_things(things: Sequence[ThingInput], held_on: date) -> None:
    """DomainError at "things" where there are too many, a number is out of range, or a loan ends before the visit."""
    if len(things) > MOST_THINGS:
        raise DomainError("things", _("Højst %(most)s linjer. Skriv flere ting på samme linje.", most=MOST_THINGS))
    for thing in things:
        if not 1 <= thing.number <= MOST_PEOPLE:
            raise DomainError("things", _("”%(what)s”: Skriv et antal fra 1 til %(most)s.", what=thing.what,
                                          most=MOST_PEOPLE))
        if thing.back_by is not None and thing.back_by < held_on:
            raise DomainError("things", _("”%(what)s”: Den skal være tilbage efter besøget, ikke før.",
                                          what=thing.what))


def set_partners(visit: Visit, partners: Sequence[OpenPartner]) -> None:
    """Set the visit's partners: new ones as they are now, those it has already as they were then. DomainError where one
    of several is protected."""
    check_protected_alone(partners)
    known = {link.partner_id: link for link in visit.partners}
    visit.partners = [known.get(partner.id) or _snapshot_of(partner) for partner in partners]
    for at, link in enumerate(visit.partners):
        link.position = at
    copy_day_to_partners(visit)


def _snapshot_of(partner: OpenPartner) -> VisitPartner:
    first = min(partner.target_groups, key=lambda group: group.rank, default=None)
    return VisitPartner(
        partner_id=partner.id, stage=partner.stage, sector_id=partner.sector_id, partner_kind_id=partner.kind_id,
        district_id=partner.district_id, target_group_id=first.target_group_id if first else None)


def copy_day_to_partners(visit: Visit) -> None:
    """Copy the visit's day and state to its partner rows."""
    for link in visit.partners:
        link.state, link.held_on = visit.state, visit.held_on


def update_partner_snapshots(visit: Visit, partners: Sequence[OpenPartner]) -> None:
    """A planned visit was held: record the partners as they are now."""
    for link, partner in zip(visit.partners, partners, strict=True):
        snapshot = _snapshot_of(partner)
        for name in ("stage", "sector_id", "partner_kind_id", "district_id", "target_group_id"):
            setattr(link, name, getattr(snapshot, name))


def set_colleagues(visit: Visit, users: Iterable[User]) -> None:
    """Set which colleagues go; those whose account is gone stay."""
    known = {colleague.user_id: colleague for colleague in visit.colleagues if colleague.user_id is not None}
    gone = [colleague for colleague in visit.colleagues if colleague.user_id is None]
    visit.colleagues = [*gone, *(known.get(user.id) or VisitColleague(user_id=user.id, name=user.name)
                                 for user in users)]


def set_offers(visit: Visit, offer_ids: Iterable[int]) -> None:
    """Set which offers are shown."""
    known = {offer.offer_id: offer for offer in visit.offers}
    visit.offers = [known.get(offer_id) or VisitOffer(offer_id=offer_id) for offer_id in dict.fromkeys(offer_ids)]


def set_things(visit: Visit, things: Sequence[ThingInput]) -> None:
    """Set what is brought. A thing keeps its return dates only while it is lent."""
    known = {thing.public_id: thing for thing in visit.things}
    rows = []
    for at, data in enumerate(things):
        row = known.get(data.public_id) or VisitThing()
        row.position, row.what, row.number, row.is_lent = at, data.what, data.number, data.is_lent
        row.back_by = data.back_by if data.is_lent else None
        row.came_back_on = data.came_back_on if data.is_lent else None
        rows.append(row)
    visit.things = rows


def set_details(visit: Visit, details: VisitDetails) -> None:
    """Set counts, minutes, ways and texts of a held visit."""
    for name in COUNTS:
        setattr(visit, name, details.counts.get(name, 0))
    for name in MINUTES:
        setattr(visit, name, details.minutes.get(name, 0))
    for name in WAYS:
        setattr(visit, name, name in details.ways)
    visit.saw, visit.learnt, visit.asked_for = details.saw, details.learnt, details.asked_for
    visit.next_on, visit.in_national_statistics = details.next_on, details.in_national_statistics


def was_held(visit: Visit) -> bool:
    """Whether the visit took place."""
    return visit.state is VisitState.HELD
