"""The form of a handover."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from outreach.core.forms import Choice, Choices, Form, Line
from outreach.handover.queries import PartnerLoad
from outreach.partners.protection import OpenPartner
from outreach.users.models import User


class HandoverForm(Form):
    """Which partners, to whom, and a word on the way."""

    chosen = Choices(_l("Partnere"))
    taker = Choice(_l("Hvem tager over?"), blank=_l("Vælg en kollega"),
                   required=_l("Vælg en kollega, der kan tage over."))
    note = Line(_l("En besked med på vejen"), max=300)

    def offer(self, loads: Sequence[PartnerLoad], users: Sequence[User], giver: User) -> None:
        """Set what can be handed on, and to whom."""
        self.chosen.choices = [(load.partner.public_id, load.partner.display_name) for load in loads
                               if isinstance(load.partner, OpenPartner)]
        self._users = {user.public_id: user for user in users if user.id != giver.id}
        self.taker.offer((key, user.name) for key, user in self._users.items())

    def colleague(self) -> User | None:
        """Who was chosen."""
        return self._users.get(self.taker.data or "")
