"""The working days of this library: the settings say which customary days it is closed."""

from __future__ import annotations

from flask import current_app

from outreach.followups.workdays import Workdays


def workdays() -> Workdays:
    """The library's own working days (setting CLOSED_DAYS, codes of `workdays.CUSTOMARY`)."""
    return Workdays.with_customary([code.strip() for code in current_app.config["CLOSED_DAYS"]])
