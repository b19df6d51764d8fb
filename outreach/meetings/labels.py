"""What meetings are called on screen and on paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

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
