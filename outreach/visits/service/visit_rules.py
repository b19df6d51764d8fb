"""What holds of every visit, and how its row is filled in."""

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
from outreach.visits.service.inputs import MOST_MINUTES, MOST_PARTNERS, MOST_PEOPLE, MOST_THINGS, ThingDraft, Told


def check_partners(partners: Sequence[OpenPartner]) -> None:
    """At least one, not too many, none put away, a protected one alone."""
    if not partners:
        raise DomainError("partner", _("Vælg, hvem I besøgte."))
    if len(partners) > MOST_PARTNERS:
        raise DomainError("partner", _("Højst %(most)s partnere ved ét besøg.", most=MOST_PARTNERS))
    for partner in partners:
        if partner.archived_at is not None:
            raise DomainError("partner", _("%(name)s ligger i arkivet. Hent partneren frem først.",
                                           name=partner.display_name))
    check_alone(partners)


def check_alone(partners: Sequence[OpenPartner]) -> None:
    """A visit to a protected partner stands alone: whatever another partner had of it, a month's figure or the day we
    were last in touch, would tell everybody of the protected one."""
    if len(partners) == 1:
        return
    protected = next((each for each in partners if each.is_protected), None)
    if protected is not None:
        raise DomainError("partner", _("%(name)s er beskyttet, og et besøg der står for sig selv. Log det for sig.",
                                       name=protected.display_name))


def check_held_on(held_on: date) -> None:
    """A visit that was held was held today or before."""
    if held_on > clock.today():
        raise DomainError("held_on", _("Dagen er ikke kommet endnu. Planlæg besøget i stedet, eller ret datoen."))


def check_times(starts_at: time | None, ends_at: time | None) -> None:
    """An end comes after its start, and not alone."""
    if ends_at is not None and starts_at is None:
        raise DomainError("starts_at", _("Skriv også, hvornår besøget begynder."))
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise DomainError("ends_at", _("Besøget slutter, før det begynder. Ret sluttidspunktet."))


def check_numbers(counts: Mapping[str, int], minutes: Mapping[str, int]) -> None:
    """Nobody meets less than nobody, or a thousand at a time; and a day has its minutes."""
    for name, value in counts.items():
        if not 0 <= value <= MOST_PEOPLE:
            raise DomainError(name, _("Skriv et tal fra 0 til %(most)s.", most=MOST_PEOPLE))
    for name, value in minutes.items():
        if not 0 <= value <= MOST_MINUTES:
            raise DomainError(name, _("Skriv minutter fra 0 til %(most)s.", most=MOST_MINUTES))


def check_things(things: Sequence[ThingDraft], held_on: date) -> None:
    """What was brought makes sense: some of each, and back after the day it was left."""
    if len(things) > MOST_THINGS:
        raise DomainError("things", _("Højst %(most)s linjer. Skriv flere ting på samme linje.", most=MOST_THINGS))
    for each in things:
        if not 1 <= each.number <= MOST_PEOPLE:
            raise DomainError("things", _("”%(what)s”: Skriv et antal fra 1 til %(most)s.", what=each.what,
                                          most=MOST_PEOPLE))
        if each.back_by is not None and each.back_by < held_on:
            raise DomainError("things", _("”%(what)s”: Den skal være tilbage efter besøget, ikke før.",
                                          what=each.what))


def join_partners(visit: Visit, partners: Sequence[OpenPartner]) -> None:
    """Put the partners on a visit as they are now; who was there already stays as they were then. DomainError where
    one of several is protected."""
    check_alone(partners)
    known = {link.partner_id: link for link in visit.partners}
    visit.partners = [known.get(each.id) or _as_of_now(each) for each in partners]
    for at, link in enumerate(visit.partners):
        link.position = at
    follow_day(visit)


def _as_of_now(partner: OpenPartner) -> VisitPartner:
    first = min(partner.target_groups, key=lambda each: each.rank, default=None)
    return VisitPartner(
        partner_id=partner.id, stage=partner.stage, sector_id=partner.sector_id, partner_kind_id=partner.kind_id,
        district_id=partner.district_id, target_group_id=first.target_group_id if first else None)


def follow_day(visit: Visit) -> None:
    """Keep the partners' copies of day and state as the visit's own; a visit that was just held takes them as they
    are on that day."""
    for link in visit.partners:
        link.state, link.held_on = visit.state, visit.held_on


def refresh_partners(visit: Visit, partners: Sequence[OpenPartner]) -> None:
    """A planned visit was held: what the partners are now is what they were then."""
    for link, partner in zip(visit.partners, partners, strict=True):
        now = _as_of_now(partner)
        for name in ("stage", "sector_id", "partner_kind_id", "district_id", "target_group_id"):
            setattr(link, name, getattr(now, name))


def send_colleagues(visit: Visit, users: Iterable[User]) -> None:
    """Set who of ours goes."""
    known = {each.user_id: each for each in visit.colleagues if each.user_id is not None}
    gone = [each for each in visit.colleagues if each.user_id is None]
    visit.colleagues = [*gone, *(known.get(user.id) or VisitColleague(user_id=user.id, name=user.name)
                                 for user in users)]


def show_offers(visit: Visit, offer_ids: Iterable[int]) -> None:
    """Set which offers are shown."""
    known = {each.offer_id: each for each in visit.offers}
    visit.offers = [known.get(each) or VisitOffer(offer_id=each) for each in dict.fromkeys(offer_ids)]


def bring(visit: Visit, things: Sequence[ThingDraft]) -> None:
    """Set what is brought. What came back keeps that only while it is lent."""
    known = {each.public_id: each for each in visit.things}
    rows = []
    for at, draft in enumerate(things):
        row = known.get(draft.public_id) or VisitThing()
        row.position, row.what, row.number, row.is_lent = at, draft.what, draft.number, draft.is_lent
        row.back_by = draft.back_by if draft.is_lent else None
        row.came_back_on = draft.came_back_on if draft.is_lent else None
        rows.append(row)
    visit.things = rows


def tell(visit: Visit, told: Told) -> None:
    """Set what a held visit was."""
    for name in COUNTS:
        setattr(visit, name, told.counts.get(name, 0))
    for name in MINUTES:
        setattr(visit, name, told.minutes.get(name, 0))
    for name in WAYS:
        setattr(visit, name, name in told.ways)
    visit.saw, visit.learnt, visit.asked_for = told.saw, told.learnt, told.asked_for
    visit.next_on, visit.in_national_statistics = told.next_on, told.in_national_statistics


def was_held(visit: Visit) -> bool:
    """Whether the visit took place."""
    return visit.state is VisitState.HELD
