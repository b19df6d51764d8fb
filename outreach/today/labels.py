"""Words of the front page: what each thing is, and the one act it asks for."""

from __future__ import annotations

from datetime import time

from flask_babel import lazy_gettext as _l

from outreach.core.formatting import clock_time
from outreach.reminders.due import DueKind

KINDS = {DueKind.MEETING: _l("Møde"), DueKind.VISIT: _l("Besøg"), DueKind.FOLLOW_UP: _l("Opfølgning"),
         DueKind.COMMITMENT: _l("Det har vi lovet"), DueKind.DECISION: _l("Bliver det fast?"),
         DueKind.OUTCOME_MISSING: _l("Hvordan gik det?"), DueKind.DRAFT: _l("Opsamling, ikke færdig"),
         DueKind.SILENT: _l("Længe siden")}
ACTS = {DueKind.MEETING: _l("Mødepakke"), DueKind.VISIT: _l("Åbn besøget"), DueKind.FOLLOW_UP: _l("Åbn"),
        DueKind.COMMITMENT: _l("Åbn"), DueKind.DECISION: _l("Beslut"), DueKind.OUTCOME_MISSING: _l("Skriv det ned"),
        DueKind.DRAFT: _l("Skriv videre"), DueKind.SILENT: _l("Åbn")}
#: The parts that `/readyz` finds failing, by its names for them, and what to do.
FAILING_PARTS = {
    "database": _l("Databasen svarer ikke, som den skal."),
    "migrations": _l("Databasens tabeller er fra en anden udgave af portalen. Kør flask db upgrade."),
    "paper": _l("Der kan ikke sættes papirer (PDF) lige nu."),
    "disk": _l("Der er snart ikke plads på serverens disk, eller den kan ikke skrives på. Skaf plads, inden der ikke "
               "kan gemmes mere.")}
LEVELS = {"yellow": _l("Længe siden"), "red": _l("Alt for længe siden")}


def hour(text: str) -> str:
    """"10:00" as the reader writes it."""
    return clock_time(time.fromisoformat(text))
