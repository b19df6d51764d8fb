"""Whom a colleague most likely visits, the names a phone may keep, and the words that are no resident's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import case, func, select

from outreach.core.db import db
from outreach.library.models import District
from outreach.library.queries import find_profile, list_branches, list_terms
from outreach.offers.queries import list_offers
from outreach.partners.listing import list_mine
from outreach.partners.protection import OpenPartner, public_name
from outreach.partners.queries import find_open_by_text, views_by_id
from outreach.users.models import User
from outreach.users.queries import list_users
from outreach.visits.models import Visit, VisitColleague, VisitPartner, VisitState

MOST_RECENT = 6
#: More names than this no phone keeps; whoever has more partners finds the rest when the net is back.
MOST_NAMES = 3000
_NEAR = timedelta(days=3)


def list_recent_partners(viewer: User, today: date, limit: int = MOST_RECENT) -> list[OpenPartner]:
    """Partners to choose from first: visits planned about now, then the viewer's latest ones, then those they own."""
    near = case((Visit.state == VisitState.PLANNED, Visit.held_on.between(today - _NEAR, today + _NEAR)), else_=False)
    query = (select(VisitPartner.partner_id)
             .join(Visit, Visit.id == VisitPartner.visit_id)
             .join(VisitColleague, VisitColleague.visit_id == Visit.id)
             .where(VisitColleague.user_id == viewer.id, Visit.state != VisitState.CANCELLED)
             .group_by(VisitPartner.partner_id)
             .order_by(func.max(case((near, 1), else_=0)).desc(), func.max(Visit.held_on).desc(),
                       VisitPartner.partner_id).limit(3 * limit))
    ids = list(db.session.scalars(query))
    seen = views_by_id(ids, viewer)
    candidates = [*(seen[each] for each in ids), *list_mine(viewer, limit)]
    recent = {each.id: each for each in candidates if isinstance(each, OpenPartner) and each.is_present}
    return list(recent.values())[:limit]


def list_names(viewer: User) -> list[tuple[str, str]]:
    """(public id, name) of every partner this colleague can log a visit for, by name; a protected one under its code
    name, since a phone can be lost."""
    partners = find_open_by_text(viewer, "", MOST_NAMES)
    return [(each.public_id, public_name(each)) for each in partners]


def known_words(partners: Sequence[OpenPartner]) -> frozenset[str]:
    """Names that may stand in a text: ours, the partners' own, places and offers. In any case of letters."""
    profile = find_profile()
    words = [profile.name, profile.city] if profile else []
    words += [each.name for each in list_users(active_only=False)]
    words += [f"{each.name} {each.address}" for each in list_branches(active_only=False)]
    words += [f"{each.label_da} {each.label_en}" for each in list_terms(District, active_only=False)]
    words += [f"{each.name} {each.headline_da} {each.headline_en}" for each in list_offers(active_only=False)]
    for partner in partners:
        words += [partner.name, partner.code_name, partner.address, partner.city]
        words += [f"{each.name} {each.role}" for each in partner.contacts]
    return frozenset(words)
