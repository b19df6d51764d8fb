"""Labels of a closing, and late additions as text."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.commitments.labels import FIRMNESS
from outreach.commitments.states import Firmness
from outreach.core.formatting import short_date
from outreach.meetings.queries import OpenMeeting

#: Why a meeting cannot be closed yet, by code.
MISSING = {
    "decided": _l("Hvad er besluttet? Skriv det, eller sæt hak ved ”Intet besluttet endnu”."),
    "owner": _l("Hvem følger op på beslutningen? Vælg én af os."),
    "blind": _l("Kollegaen kan ikke se partneren. Vælg en anden, eller sæt først kollegaen i kredsen."),
    "due": _l("Hvornår skal der være fulgt op? Vælg en dato."),
    "what": _l("Hvad er der lovet? Skriv det, eller fjern linjen."),
    "firmness": _l("Hvor fast er tilsagnet? Vælg én."),
    "final": _l("Er der givet endeligt tilsagn? Sæt det ved et af dem, eller sæt hak ved ”Intet endeligt endnu”."),
    "commitments": _l("Har nogen forpligtet sig? Skriv det, eller sæt hak ved ”Ingen har lovet noget endnu”."),
    "next": _l("Hvornår taler I sammen igen? Vælg en dag, eller sæt hak ved ”Ikke aftalt endnu”."),
    "past": _l("Dagen er gået. Ret den, eller sæt hak nederst ved ”Ja, dagene er rigtige”."),
}

LISTS = {
    "heard": _l("Det hørte vi"),
    "decisions": _l("Besluttet"),
    "theirs": _l("De lovede"),
    "ours": _l("Vi lovede"),
    "steps": _l("Det prøver vi"),
    "answers": _l("Svar på et tilbud"),
    "present": _l("Var med"),
    "held_on": _l("Dato"),
    "others": _l("Andre, der var med"),
    "nothing_decided": _l("Intet besluttet endnu"),
    "no_final": _l("Intet endeligt endnu"),
    "no_commitments": _l("Ingen har lovet noget endnu"),
    "next_on": _l("Taler sammen igen"),
    "next_none": _l("Ikke aftalt endnu"),
}


def addition_text(name: str, what: Any, view: OpenMeeting) -> str:
    """A late text or row as a line: its label and its content."""
    label = str(LISTS[name])
    if isinstance(what, str):
        return label if what == "yes" else f"{label}: {_day(what)}"
    if name in ("answers", "present"):
        return f"{label}: {_somebody(what['key'], view)} {what.get('answer', '')}".rstrip()
    hidden = {"key", "partner", "language", "owner", "firmness"}
    parts = [_day(text) for column, text in what.items() if text and column not in hidden]
    if what.get("firmness"):
        parts.append(str(FIRMNESS[Firmness(what["firmness"])]))
    return f"{label}: {', '.join(parts)}"


def _day(text: str) -> str:
    """An ISO day in the reader's format; any other text as it is."""
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return text


def _somebody(key: str, view: OpenMeeting) -> str:
    contacts = {f"c:{contact.public_id}": contact.name for partner in view.partners for contact in partner.contacts}
    return contacts.get(key, "") or _("en kollega eller et tilbud")
