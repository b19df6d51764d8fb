"""Labels of meetings on screen and on paper."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from outreach.meetings.agenda import AgendaWarning
from outreach.meetings.models import MeetingKind, MeetingState, Whose

KINDS = {
    MeetingKind.FIRST: _l("Første møde"),
    MeetingKind.FOLLOW_UP: _l("Opfølgende møde"),
    MeetingKind.KNOWLEDGE: _l("Videndelingsmøde"),
    MeetingKind.PIT_STOP: _l("Pitstop"),
}

STATES = {
    MeetingState.PLANNED: _l("Planlagt"),
    MeetingState.HELD: _l("Holdt"),
    MeetingState.CANCELLED: _l("Aflyst"),
}

WHOSE = {
    Whose.THEIRS: _l("Deres tid"),
    Whose.SHARED: _l("Fælles tid"),
    Whose.OURS: _l("Vores tid"),
}

GROUPS = {
    "A": _l("Deres hverdag"),
    "B": _l("Dem, de er der for"),
    "C": _l("Biblioteket set udefra"),
    "D": _l("Hvad vi kunne sammen"),
    "E": _l("Vilkår og tryghed"),
}

#: What one of us does at the meeting; kept on the participant, so that it can stand on our paper.
TASKS = {
    "asks": _l("spørger og lytter"),
    "writes": _l("skriver ned"),
    "keeps_time": _l("holder øje med tiden"),
}


def warning_text(warning: AgendaWarning) -> str:
    """The warning in the reader's language. Raises KeyError for a code without words."""
    return {
        "minutes_differ": lambda: _("Punkterne varer %(found)s minutter, mødet %(expected)s.", found=warning.found,
                                    expected=warning.expected),
        "first_not_theirs": lambda: _("Lad det første punkt være deres."),
        "closing_missing": lambda: _("Opsamlingen mangler."),
        "closing_not_last": lambda: _("Lad opsamlingen være det sidste punkt."),
        "under_half": lambda: _("Partneren har kun %(found)s procent af tiden. Giv dem mindst halvdelen.",
                                found=warning.found),
    }[warning.code]()
