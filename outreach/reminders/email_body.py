"""The daily mail's words: plain text, in the reader's language, with only what may leave the house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.core.formatting import clock_time, day_month, long_date
from outreach.core.i18n import in_language
from outreach.reminders.due import DueDay, DueItem, DueKind
from outreach.users.models import User


@dataclass(frozen=True)
class EmailBody:
    """Subject and text of one mail."""

    subject: str
    text: str


def write_email(user: User, due: DueDay, portal: str) -> EmailBody:
    """What asks for something today. `portal` is the portal's address, empty where the settings name none."""
    with in_language(user.language):
        count = len(due.now)
        lines = [_("Hej %(name)s", name=user.name), "", long_date(due.day).capitalize(), ""]
        waiting = _("Det venter også") if due.late or due.today else _("Det venter på dig")
        parts = ((_("Overskredet"), due.late), (_("I dag"), due.today), (waiting, due.waiting))
        for heading, items in parts:
            if items:
                lines += [heading, *(f"- {_line(item)}" for item in items), ""]
        if portal:
            lines += [_("Se det hele, og sæt hak: %(address)s", address=portal), ""]
        lines += [_("Du kan slå mailen fra i portalen: klik på dit navn, og vælg Kalender og mail.")]
        subject = ngettext("1 ting venter på dig i dag", "%(num)s ting venter på dig i dag", count)
        return EmailBody(subject, "\n".join(lines) + "\n")


def _line(item: DueItem) -> str:
    """One thing on one line."""
    words: dict[DueKind, Callable[[], str]] = {
        DueKind.MEETING: lambda: _("Møde med %(name)s", name=item.public_name),
        DueKind.VISIT: lambda: _("Besøg: %(name)s", name=item.public_name),
        DueKind.FOLLOW_UP: lambda: _("Følg op: %(name)s", name=item.public_name),
        DueKind.COMMITMENT: lambda: _("Vi har lovet %(name)s noget", name=item.public_name),
        DueKind.DECISION: lambda: _("Tag stilling til, hvordan I går videre: %(name)s", name=item.public_name),
        DueKind.OUTCOME_MISSING: lambda: _("Hvordan gik det? Skriv det ned: %(name)s", name=item.public_name),
        DueKind.DRAFT: lambda: _("En opsamling er ikke gjort færdig: %(name)s", name=item.public_name),
        DueKind.SILENT: lambda: _("Det er længe siden, I har talt med %(name)s", name=item.public_name),
    }
    line = f"{item.public_text} ({item.public_name})" if item.public_text else words[item.kind]()
    if item.at:
        hours, minutes = item.at.split(":")
        line += f", {clock_time(time(int(hours), int(minutes)))}"
    elif item.on is not None:
        line += f", {day_month(item.on)}"
    return line
