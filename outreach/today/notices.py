"""What the circle of a protected partner is told: somebody opened it, or made a partner that looks like it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.audit.queries import list_acts
from outreach.partners.protection import PartnerView
from outreach.partners.queries import list_circle_ids, list_openings_for, views_by_id
from outreach.users.models import User


@dataclass(frozen=True)
class Notice:
    """`kind` is "opened" (by `who`, with a reason) or "duplicate" (`other` is the public id of the new partner)."""

    kind: str
    partner: PartnerView
    who: str
    at: datetime
    reason: str = ""
    other: str = ""


def list_notices(viewer: User, since: datetime) -> list[Notice]:
    """Notices for this colleague since an instant, newest first."""
    opened = [Notice("opened", partner, opening.user.name, opening.opened_at, reason=opening.reason)
              for opening, partner in list_openings_for(viewer, since)]
    circle = list_circle_ids(viewer)
    partners = views_by_id(circle, viewer)
    duplicates = [Notice("duplicate", partners[entry.partner_id], entry.actor_name, entry.at,
                      other=next((change.new or "" for change in entry.changes if change.field == "other"), ""))
               for entry in list_acts("partner.duplicate", circle, since) if entry.partner_id in partners]
    return sorted([*opened, *duplicates], key=lambda notice: notice.at, reverse=True)
