"""What an agenda warning says."""

from __future__ import annotations

from flask_babel import gettext as _

from outreach.meetings.agenda import AgendaWarning


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
