"""Contact states in words: a status always has a word, never only a colour."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from outreach.cadence.queries import ContactStatus
from outreach.cadence.states import DEFAULT_CADENCE, ContactState
from outreach.core.formatting import day_month

SHORT_LABELS = {ContactState.YELLOW: _l("Længe siden"), ContactState.RED: _l("Alt for længe siden")}
#: The kind of badge, see macros/page.html.
BADGES = {ContactState.OK: "sea", ContactState.YELLOW: "gilt", ContactState.RED: "warn"}


def ago(days: int) -> str:
    """"i dag", "i går", "for 12 dage siden"."""
    if days == 0:
        return _("i dag")
    if days == 1:
        return _("i går")
    return ngettext("for %(num)s dag siden", "for %(num)s dage siden", days)


def sentence(status: ContactStatus) -> str:
    """When we were last in touch, as a line; empty for a partner that the clock does not follow."""
    if status.last is not None:
        return _("Sidst i kontakt %(ago)s (%(date)s)", ago=ago(status.days), date=day_month(status.last))
    if status.partner.stage in DEFAULT_CADENCE:
        return _("Ingen kontakt noteret siden %(date)s", date=day_month(status.since))
    return ""
