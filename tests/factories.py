"""A few words of the library and partners to be, small enough to be known by heart."""

from __future__ import annotations

from datetime import date
from typing import Any

from outreach.core import transactions
from outreach.core.db import db
from outreach.library.models import District, Kind, Need, Sector, TargetGroup, Worry
from outreach.partners import service
from outreach.partners.inputs import (
    Basics,
    ChosenGroup,
    ChosenNeed,
    ContactInput,
    PartnerAccess,
    PartnerInput,
    QuoteInput,
)
from outreach.partners.models import Basis
from outreach.users.models import User


def add_words() -> None:
    """Two sectors, two kinds (one protected), a district, target groups, needs and worries."""
    with transactions.writing():
        social = Sector(key="social", label_da="Social", label_en="Social services", position=1)
        school = Sector(key="education", label_da="Skole og uddannelse", label_en="Education", position=2)
        db.session.add_all([
            social, school,
            Kind(key="family_house", label_da="Familiehus", label_en="Family house", sector=social, position=1),
            Kind(key="crisis_centre", label_da="Krisecenter", label_en="Crisis centre", sector=social, position=2,
                 protected_by_default=True),
            District(key="north", label_da="Nordøst", label_en="North-east"),
            TargetGroup(key="children", label_da="Skolebørn", label_en="Schoolchildren", position=1),
            TargetGroup(key="families", label_da="Børnefamilier", label_en="Families with children", position=2),
            Need(key="calm", label_da="Ro", label_en="Calm", title_da="Et sted med ro", lead_da="Ro.", position=1),
            Need(key="together", label_da="At være sammen", label_en="Being together", title_da="Noget fælles",
                 lead_da="Fælles.", position=2),
            Need(key="home", label_da="Noget at tage med hjem", label_en="Something to take home",
                 title_da="Noget med hjem", lead_da="Hjem.", position=3),
            Worry(key="time", label_da="Vi har ikke tid", label_en="No time", answer_da="Vi henter og bringer.")])


def word(model: type[Any], key: str) -> Any:
    """A vocabulary row by its key."""
    return db.session.scalars(db.select(model).where(model.key == key)).one()


def add_partner(by: User, name: str, *, kind: str = "family_house", protected: bool | None = None, **more: Any) -> str:
    """Make a partner through the service; its public id."""
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        basics = Basics(name=name, kind=word(Kind, kind), **more.pop("basics", {}))
        partner = service.create_partner(
            by=user, data=PartnerInput(basics=basics, is_protected=protected, **more))
        return str(partner.public_id)


#: What must never be seen of a hidden partner: one marker for each hidden field.
MARKERS = {each: f"Zx{each}qvz" for each in (
    "name", "address", "city", "everyday", "matters", "quote", "source", "contact", "role", "avoid", "phone", "email",
    "website", "guess", "reason")}


def add_marked(by: User, *, protected: bool = True) -> str:
    """A partner with a marker in every hidden field, in every list of words too."""
    m = MARKERS
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        partner = service.create_partner(by=user, data=PartnerInput(
            basics=Basics(name=m["name"], kind=word(Kind, "crisis_centre"), district=word(District, "north"),
                          address=m["address"], postal_code="8999", city=m["city"], phone="98 76 54 32",
                          email=f"{m['email']}@sted.dk", website=f"https://{m['website']}.dk"),
            is_protected=protected, code_name="Partner Birk", everyday=m["everyday"], matters=m["matters"],
            target_groups=(ChosenGroup(word(TargetGroup, "children")),),
            needs=(ChosenNeed(word(Need, "calm"), Basis.GUESSED),),
            quotes=(QuoteInput(m["quote"], said_on=date(2026, 1, 7), source=m["source"]),),
            avoid_words=(m["avoid"],), contacts=(ContactInput(m["contact"], m["role"], f"{m['phone']}@sted.dk"),)))
        service.add_guess(by=user, partner=partner, text=m["guess"])
        return str(partner.public_id)


def seen_markers(html: str) -> set[str]:
    """The markers that stand on a page."""
    folded = html.casefold()
    return {name for name, marker in MARKERS.items() if marker.casefold() in folded}


def hand_over(public_id: str, *, by: User, owner: User | None, circle: tuple[User, ...] = ()) -> None:
    """Change who sees a protected partner."""
    from outreach.partners.queries import get_open_partner

    with transactions.writing():
        user = db.session.get_one(User, by.id)
        partner = get_open_partner(public_id, user)
        service.change_access(by=user, partner=partner, access=PartnerAccess(
            owner=db.session.get_one(User, owner.id) if owner else None, branch=None, is_protected=True,
            code_name=partner.code_name, circle=tuple(db.session.get_one(User, member.id) for member in circle)))
