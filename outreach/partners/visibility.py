"""What several partners have together: a meeting, a visit. Such a row has a list of partners (`partners`, links with a
`partner_id`), and is there only for who may see every one of them: its date alone would tell of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement

from outreach.core.errors import NotFound
from outreach.partners.protection import OpenPartner, PartnerClosed, PartnerView
from outreach.partners.queries import get_open_partner_by_id, views_by_id, visible_ids
from outreach.users.models import User


class _Shared(Protocol):
    @property
    def partners(self) -> Any: ...


Row = TypeVar("Row", bound=_Shared)


class Seen:
    """Base of what a viewer gets of such a row; in a list, too, all its partners are open to the viewer."""

    partners: Sequence[PartnerView]

    @property
    def names(self) -> str:
        """The partners' names in the row's order."""
        return ", ".join(partner.display_name for partner in self.partners)


class SeenWhole(Seen):
    """Base of the same with its partners whole; the first of them leads."""

    partners: Sequence[OpenPartner]

    @property
    def lead(self) -> OpenPartner:
        return self.partners[0]


def all_open(links: Any, viewer: User | None) -> ColumnElement[bool]:
    """The condition that every partner of a row is open to the viewer. `links`: the row's relationship to them, such as
    `Meeting.partners`."""
    link = links.property.mapper.class_
    return ~links.any(link.partner_id.not_in(visible_ids(viewer)))


def partners_of_each(rows: Iterable[Row], viewer: User | None) -> list[tuple[Row, tuple[PartnerView, ...]]]:
    """Each row with its partners in the row's order, as the viewer may see them. One query."""
    rows = list(rows)
    seen = views_by_id((link.partner_id for row in rows for link in row.partners), viewer)
    return [(row, tuple(seen[link.partner_id] for link in row.partners)) for row in rows]


def whole_partners_of(row: _Shared, viewer: User | None) -> tuple[OpenPartner, ...]:
    """A row's partners, whole. Where the only one is not open to the viewer, PartnerClosed; where one of several is
    not, NotFound, as for a row that never was: even a code name would tell who was there with the others."""
    return whole_of([link.partner_id for link in row.partners], viewer)


def whole_of(partner_ids: Sequence[int], viewer: User | None) -> tuple[OpenPartner, ...]:
    """As `whole_partners_of`, by the partners' inner keys."""
    try:
        return tuple(get_open_partner_by_id(each, viewer) for each in partner_ids)
    except PartnerClosed:
        if len(partner_ids) > 1:
            raise NotFound from None
        raise


def most_private(partners: Sequence[OpenPartner]) -> OpenPartner:
    """Whose history tells of it: a protected partner's, since its texts may be about that one."""
    return next((each for each in partners if each.is_protected), partners[0])
