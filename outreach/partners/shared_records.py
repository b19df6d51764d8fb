"""Records of several partners, such as meetings and visits: their `partners` are links with a `partner_id`. A viewer
sees such a record only where every one of its partners is visible to them: its date alone would tell of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement

from outreach.core.errors import NotFound
from outreach.partners.protection import OpenPartner, PartnerHiddenError, PartnerView
from outreach.partners.queries import get_open_partner_by_id, views_by_id, visible_ids
from outreach.users.models import User


class _HasPartners(Protocol):
    @property
    def partners(self) -> Any: ...


Row = TypeVar("Row", bound=_HasPartners)


class SharedRecord:
    """Base of a meeting or visit with its partners, as a list shows it."""

    partners: Sequence[PartnerView]

    @property
    def names(self) -> str:
        """The partners' names in the row's order."""
        return ", ".join(partner.display_name for partner in self.partners)


class OpenSharedRecord(SharedRecord):
    """Base of a meeting or visit with everything about its partners, loaded to be read or changed."""

    partners: Sequence[OpenPartner]

    @property
    def lead(self) -> OpenPartner:
        """The first partner."""
        return self.partners[0]


def all_partners_visible(links: Any, viewer: User | None) -> ColumnElement[bool]:
    """The condition that the viewer may see every partner of a row. `links`: the row's relationship to them, such as
    `Meeting.partners`."""
    link = links.property.mapper.class_
    return ~links.any(link.partner_id.not_in(visible_ids(viewer)))


def with_partners(rows: Iterable[Row], viewer: User | None) -> list[tuple[Row, tuple[PartnerView, ...]]]:
    """Each row with its partners in the row's order, as the viewer may see them. One query."""
    rows = list(rows)
    partners = views_by_id((link.partner_id for row in rows for link in row.partners), viewer)
    return [(row, tuple(partners[link.partner_id] for link in row.partners)) for row in rows]


def open_partners_of(row: _HasPartners, viewer: User | None) -> tuple[OpenPartner, ...]:
    """A row's partners. Raises PartnerHiddenError where its only one is hidden from the viewer, and NotFound where one
    of several is: even a code name would tell who was there with the others."""
    return get_open_partners([link.partner_id for link in row.partners], viewer)


def get_open_partners(partner_ids: Sequence[int], viewer: User | None) -> tuple[OpenPartner, ...]:
    """As `open_partners_of`, by the partners' inner keys."""
    try:
        return tuple(get_open_partner_by_id(partner_id, viewer) for partner_id in partner_ids)
    except PartnerHiddenError:
        if len(partner_ids) > 1:
            raise NotFound from None
        raise


def protected_or_first(partners: Sequence[OpenPartner]) -> OpenPartner:
    """The partner whose history a shared record's audit belongs to: a protected one, since the texts may be about it,
    else the first."""
    return next((partner for partner in partners if partner.is_protected), partners[0])
