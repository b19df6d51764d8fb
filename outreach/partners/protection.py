"""Who sees what of a partner. The one accessor that every read goes through.

A protected partner that is not open to the viewer is a `ClosedPartner`: code name, sector, stage and our owner,
and nothing else exists on it, so that code which forgets to ask cannot leak what it never had. The circle (the owner
and named colleagues) always sees all; another colleague for an hour after saying why (`partners.service.open_partner`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, case, exists, or_

from outreach.core import clock
from outreach.library.models import Sector
from outreach.partners.models import CircleMember, Partner, PartnerOpening, Stage
from outreach.users.models import User


@dataclass(frozen=True)
class ClosedPartner:
    """All that a colleague outside the circle may know of a protected partner."""

    id: int
    public_id: str
    display_name: str
    sector: Sector | None
    stage: Stage
    owner: User | None
    is_open: Literal[False] = False


class OpenPartner:
    """A partner this viewer may see, whole. Attributes are the model's own; `display_name` is its real name."""

    is_open: Literal[True] = True

    def __init__(self, partner: Partner) -> None:
        self._partner = partner

    @property
    def display_name(self) -> str:
        """What to call the partner on this viewer's screen."""
        return self._partner.name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._partner, name)

    def __repr__(self) -> str:
        return f"<OpenPartner {self._partner.public_id}>"


PartnerView = OpenPartner | ClosedPartner


def row_of(partner: OpenPartner) -> Partner:
    """The row behind a partner that is open to the viewer. Only for this feature's own service."""
    return partner._partner


class PartnerClosed(Exception):
    """The viewer needs the whole partner and may not see it yet; `partner` is what may be shown instead."""

    def __init__(self, partner: ClosedPartner) -> None:
        super().__init__(partner.public_id)
        self.partner = partner


def code_name_of(partner: Partner) -> str:
    """The name for eyes outside the circle; a partner without a code name has its id's first letters."""
    return partner.code_name or made_code_name(partner.public_id)


def made_code_name(public_id: str) -> str:
    """The code name of a partner nobody gave one: its id's first letters, which say nothing."""
    return f"Partner {public_id[:4].upper()}"


def closed(partner: Partner) -> ClosedPartner:
    """The allow-list of a partner."""
    return ClosedPartner(id=partner.id, public_id=partner.public_id, display_name=code_name_of(partner),
                         sector=partner.sector, stage=partner.stage, owner=partner.owner)


def visible_to(viewer: User | None, now: datetime | None = None) -> ColumnElement[bool]:
    """A condition on Partner rows: this viewer may see them whole. Without a viewer only unprotected ones."""
    if viewer is None:
        return Partner.is_protected.is_(False)
    in_circle = exists().where(and_(CircleMember.partner_id == Partner.id, CircleMember.user_id == viewer.id))
    opened = exists().where(and_(PartnerOpening.partner_id == Partner.id, PartnerOpening.user_id == viewer.id,
                                 PartnerOpening.expires_at > (now or clock.now())))
    return or_(Partner.is_protected.is_(False), Partner.owner_id == viewer.id, in_circle, opened)


def sort_key_for(viewer: User | None) -> ColumnElement[str]:
    """The key to sort by: the real name's where it is visible, else the code name's, so order tells nothing."""
    return case((visible_to(viewer), Partner.sort_key), else_=Partner.code_sort_key)


def in_circle(partner: OpenPartner, user: User) -> bool:
    """Whether the colleague always sees this partner, rather than for an hour. Needs the circle loaded."""
    return partner.owner_id == user.id or any(each.user_id == user.id for each in partner.circle)


def view(partner: Partner, *, visible: bool) -> PartnerView:
    """Wrap a row by whether `visible_to` held for it."""
    return OpenPartner(partner) if visible else closed(partner)
