"""The content that a meeting's closing begins with: day, people, offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.closings.content import Content, empty
from outreach.matching.queries import list_answers, rank_for
from outreach.meetings.queries import OpenMeeting
from outreach.offers.models import Offer
from outreach.offers.queries import list_offers
from outreach.partners.protection import OpenPartner
from outreach.users.queries import list_users


@dataclass(frozen=True)
class OfferChoice:
    """An offer to ask about: its row's key, and whose answer it is. `likely`: it was in the pitch, fits best, or has
    been answered here."""

    key: str
    offer: Offer
    partner: OpenPartner
    likely: bool = True


@dataclass(frozen=True)
class Attendee:
    """Somebody who can be ticked as having been there; `key` is the row's key."""

    key: str
    name: str
    role: str
    is_ours: bool
    user_id: int | None = None
    contact_id: int | None = None
    partner_id: int | None = None


def initial_content(view: OpenMeeting) -> Content:
    """The content before anybody has written: the planned day and people."""
    content = empty()
    content["plain"]["held_on"] = view.meeting.held_on.isoformat()
    planned = {(participant.user_id, participant.contact_id) for participant in view.meeting.participants}
    content["present"] = [{"key": person.key, "there": "yes"} for person in possible_attendees(view)
                          if (person.user_id, person.contact_id) in planned]
    content["plain"]["others"] = ", ".join(participant.name for participant in view.meeting.participants
                                           if not participant.is_ours and participant.contact_id is None)
    return content


def possible_attendees(view: OpenMeeting) -> list[Attendee]:
    """The partners' contacts, then colleagues with an account and those who were planned."""
    theirs = [Attendee(f"c:{contact.public_id}", contact.name, contact.role, False, contact_id=contact.id,
                       partner_id=partner.id)
              for partner in view.partners for contact in partner.contacts if contact.anonymised_at is None]
    planned = {participant.user_id for participant in view.meeting.participants}
    return [*theirs, *(Attendee(f"u:{user.public_id}", user.name, "", True, user_id=user.id)
                       for user in list_users(active_only=False) if user.active or user.id in planned)]


def offer_choices(view: OpenMeeting, content: Content, most: int = 3) -> list[OfferChoice]:
    """The offers of the pitch, or the best fits of each partner, and those answered here; then all others."""
    offers = {offer.public_id: offer for offer in list_offers()}
    partners = {partner.public_id: partner for partner in view.partners}
    keys: dict[str, None] = {}
    pitch = view.meeting.pitch
    by_id = {offer.id: key for key, offer in offers.items()}
    brought = [by_id[chosen.offer_id] for chosen in pitch.offers if chosen.offer_id in by_id] if pitch else []
    for partner in view.partners:
        own = brought if pitch is not None and pitch.partner_id == partner.id else []
        for offer in own or _best(partner, most):
            keys[f"{partner.public_id}:{offer}"] = None
    keys |= dict.fromkeys(row["key"] for row in content["answers"])
    likely = set(keys)
    keys |= dict.fromkeys(f"{partner}:{offer}" for partner in partners for offer in offers)
    choices = []
    for key in keys:
        partner_id, _colon, offer_id = key.partition(":")
        if partner_id in partners and offer_id in offers:
            choices.append(OfferChoice(key, offers[offer_id], partners[partner_id], key in likely))
    return choices


def known_answers(view: OpenMeeting) -> dict[str, str]:
    """What each partner has answered before, by row key."""
    offers = {offer.id: offer.public_id for offer in list_offers()}
    return {f"{partner.public_id}:{offers[row.offer_id]}": row.answer.value for partner in view.partners
            for row in list_answers(partner) if row.offer_id in offers}


def _best(partner: OpenPartner, most: int) -> Sequence[str]:
    ranking = rank_for(partner)
    return [offer.offer.public_id for offer in ranking.offers[:min(ranking.chosen, most)]]
