"""From what a colleague has to the plain values of the handover sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from outreach.core.i18n import current_language
from outreach.handover.queries import PartnerLoad
from outreach.handover.sheet import HandoverSheet, PartnerPart, ThingLine
from outreach.library.models import LibraryProfile
from outreach.meetings.labels import KINDS as MEETING_KINDS
from outreach.partners.protection import OpenPartner
from outreach.users.models import User
from outreach.visits.labels import KINDS as VISIT_KINDS


def things_of(load: PartnerLoad) -> list[ThingLine]:
    """What a colleague has with one partner, what has a day first."""
    lines = [ThingLine(_("Opfølgning"), follow_up.what, follow_up.due_on) for follow_up in load.follow_ups]
    lines += [ThingLine(_("Vi har lovet") if commitment.is_ours else _("De har lovet"), commitment.what,
                        commitment.due_on) for commitment in load.commitments]
    lines += [ThingLine(_("Møde"), str(MEETING_KINDS[meeting.kind]), meeting.held_on) for meeting in load.meetings]
    lines += [ThingLine(_("Besøg"), str(VISIT_KINDS[visit.kind]), visit.held_on) for visit in load.visits]
    lines += [ThingLine(_("Partnerark"), draft.title or _("Uden overskrift"), None) for draft in load.drafts]
    return sorted(lines, key=lambda line: (line.on is None, line.on or date.max))


def facts_of(load: PartnerLoad) -> list[str]:
    """Short lines about the partner and the colleague's part in it."""
    facts = [_("Ansvarlig hos os")] if load.owned else [_("I kredsen")] if load.in_circle else []
    partner = load.partner
    if isinstance(partner, OpenPartner) and facts:
        # A name, a role and a number: what whoever takes over needs first.
        facts += [" · ".join(text for text in (contact.name, contact.role, contact.phone) if text)
                  for contact in partner.contacts[:2] if contact.anonymised_at is None]
    return facts


def handover_sheet(colleague: User, loads: Sequence[PartnerLoad], viewer: User, library: LibraryProfile | None,
                   today: date) -> HandoverSheet:
    """The sheet in the reader's language."""
    name = library.name if library else "Partnerportalen"
    return HandoverSheet(
        language=current_language(), library_name=name, partner_names=(name,), colleague=colleague.name,
        title=_("Det, %(name)s har i gang", name=colleague.name), printed_by=viewer.name, on=today,
        partners=tuple(PartnerPart(load.partner.display_name, not load.partner.is_open, tuple(facts_of(load)),
                                   tuple(things_of(load))) for load in loads))
