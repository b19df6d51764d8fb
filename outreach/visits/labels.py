"""Labels of visits on screen and on paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.visits.models import CancelledBy, Sureness, VisitKind, VisitState

KINDS = {
    VisitKind.VISIT_DAY: _l("Besøgsdag hos dem"),
    VisitKind.AFTER_HOURS: _l("Rundvisning og mad efter lukketid"),
    VisitKind.DELIVERY: _l("Vi kom med noget"),
    VisitKind.THEY_VISIT: _l("De besøgte os"),
}

STATES = {
    VisitState.PLANNED: _l("Planlagt"),
    VisitState.HELD: _l("Holdt"),
    VisitState.CANCELLED: _l("Aflyst"),
}

#: A cancellation is no failure: it says who had to, and nothing more.
CANCELLED = {
    CancelledBy.PARTNER: _l("Aflyst – de måtte melde fra"),
    CancelledBy.LIBRARY: _l("Aflyst – vi måtte melde fra"),
}

COUNTS = {
    "families": _l("Familier"),
    "children": _l("Børn"),
    "young_people": _l("Unge"),
    "adults": _l("Voksne"),
    "professionals": _l("Fagfolk"),
    "cards_made": _l("Lånerkort lavet"),
}

MINUTES = {
    "minutes_preparation": _l("Forberedelse"),
    "minutes_travel": _l("Transport"),
    "minutes_there": _l("Ude hos dem"),
}

WAYS = {
    "dialogue": _l("Samtale"),
    "creativity": _l("Skabe noget"),
    "community": _l("Være sammen"),
    "influence": _l("Være med til at bestemme"),
}

SURENESS = {
    Sureness.SAW: _l("Har selv set det"),
    Sureness.HEARD: _l("Har hørt det"),
    Sureness.THINKS: _l("Tror det"),
}
