"""Who may see what of a partner. The one accessor that every read goes through.

A protected partner that the viewer may not see is a `RedactedPartner`: code name, sector, stage and our owner, and no
other attribute, so that code which forgets to ask cannot leak what it never had. The circle (the owner and named
colleagues) always sees all; another colleague for an hour after giving a reason (`partners.service.open_partner`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from blinker import Namespace
from sqlalchemy import ColumnElement, and_, case, exists, or_

from outreach.core import clock
from outreach.library.models import Sector
from outreach.partners.models import CircleMember, Partner, PartnerOpening
from outreach.partners.stages import Stage
from outreach.users.models import User

#: A partner that everybody could see has become protected. Sent in the same transaction, with `by` and `partner`, to
#: the features above; each listener answers how many records shared with other partners are now this partner's alone.
became_protected = Namespace().signal("partner-became-protected")


@dataclass(frozen=True)
class RedactedPartner:
    """All that a colleague outside the circle may know of a protected partner."""

    id: int
    public_id: str
    display_name: str
    sector: Sector | None
    stage: Stage
    owner: User | None
    is_open: Literal[False] = False


if TYPE_CHECKING:

    class OpenPartner(Partner):
        """To the type checker a Partner, so that a misspelt attribute is found."""

        is_open: Literal[True]
        display_name: str

        def __init__(self, partner: Partner) -> None: ...

else:

    class OpenPartner:
        """A partner that this viewer may see. Attributes are the model's own; `display_name` is its real name."""

        is_open = True

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


PartnerView = OpenPartner | RedactedPartner


def row_of(partner: OpenPartner) -> Partner:
    """The row behind a partner that the viewer may see. Only for this feature's own service."""
    row: Partner = partner._partner  # type: ignore[attr-defined]
    return row


class PartnerHiddenError(Exception):
    """The viewer may not see the partner that was asked for; `partner` is what may be shown instead."""

    def __init__(self, partner: RedactedPartner) -> None:
        super().__init__(partner.public_id)
        self.partner = partner


def code_name_of(public_id: str, code_name: str) -> str:
    """What a partner is called where it is hidden: its code name, or without one the first letters of its public id,
    which say nothing."""
    return code_name or f"Partner {public_id[:4].upper()}"


def redact(partner: Partner) -> RedactedPartner:
    """The allow-list of a partner."""
    return RedactedPartner(id=partner.id, public_id=partner.public_id, sector=partner.sector, stage=partner.stage,
                           owner=partner.owner, display_name=code_name_of(partner.public_id, partner.code_name))


def public_name(partner: PartnerView) -> str:
    """The name for mails, calendars and other places outside the portal: a protected partner's code name, whoever
    reads."""
    if isinstance(partner, OpenPartner) and partner.is_protected:
        return code_name_of(partner.public_id, partner.code_name)
    return partner.display_name


def public_names(partners: Iterable[PartnerView]) -> str:
    """Several public names, in their order."""
    return ", ".join(public_name(partner) for partner in partners)


def public_text(partners: Iterable[PartnerView], text: str) -> str:
    """The text, or "" where one of the partners it is about is protected."""
    return text if all(isinstance(partner, OpenPartner) and not partner.is_protected for partner in partners) else ""


def visible_to(viewer: User | None, now: datetime | None = None) -> ColumnElement[bool]:
    """A condition on Partner rows: this viewer may see them. Without a viewer only unprotected ones."""
    if viewer is None:
        return Partner.is_protected.is_(False)
    opened = exists().where(and_(PartnerOpening.partner_id == Partner.id, PartnerOpening.user_id == viewer.id,
                                 PartnerOpening.expires_at > (now or clock.now())))
    return or_(Partner.is_protected.is_(False), has_in_circle(viewer), opened)


def has_in_circle(user: User) -> ColumnElement[bool]:
    """A condition on Partner rows: the colleague owns the partner or is a named member of its circle."""
    member = exists().where(and_(CircleMember.partner_id == Partner.id, CircleMember.user_id == user.id))
    return or_(Partner.owner_id == user.id, member)


def sort_key_for(viewer: User | None) -> ColumnElement[str]:
    """The key to sort by: of the real name where the viewer may see it, else of the code name."""
    return case((visible_to(viewer), Partner.sort_key), else_=Partner.code_sort_key)


def in_circle(partner: OpenPartner, user: User) -> bool:
    """Whether the colleague always sees this partner, rather than for an hour. Needs the circle loaded."""
    return partner.owner_id == user.id or any(member.user_id == user.id for member in partner.circle)


def view(partner: Partner, *, visible: bool) -> PartnerView:
    """Wrap a row by whether `visible_to` held for it."""
    return OpenPartner(partner) if visible else redact(partner)
