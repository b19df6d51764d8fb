"""Forms about us: who is there for a partner, and who may see it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, Choices, Form, Hidden, Line, Text
from outreach.core.input_limits import NEXT
from outreach.library.queries import list_branches
from outreach.partners import limits
from outreach.partners.inputs import PartnerAccess
from outreach.partners.protection import OpenPartner
from outreach.users.queries import list_users


class AccessForm(SectionForm):
    """Who of us is there for them, and who may see them."""

    owner = Choice(_l("Ansvarlig hos os"), blank=_l("Ingen endnu"))
    branch = Choice(_l("Hører til"), blank=_l("Ikke valgt"))
    is_protected = BooleanField(_l("Partneren er beskyttet"))
    code_name = Line(_l("Dæknavn"), max=limits.CODE_NAME)
    circle = Choices(_l("Kredsen: hvem må altid se partneren?"))

    def __init__(self, partner: OpenPartner, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, data={
            "owner": partner.owner.public_id if partner.owner else None,
            "branch": partner.branch.public_id if partner.branch else None,
            "is_protected": partner.is_protected, "code_name": partner.code_name,
            "circle": sorted(member.user.public_id for member in partner.circle)}, **kwargs)
        users = list(list_users())
        chosen = [partner.owner, *(member.user for member in partner.circle)]
        self._users = {user.public_id: user for user in (*users, *chosen) if user is not None}
        branches = list(list_branches())
        self._branches = {branch.public_id: branch for branch in (*branches, partner.branch) if branch is not None}
        self.owner.offer((public_id, user.name) for public_id, user in self._users.items())
        self.branch.offer((public_id, branch.name) for public_id, branch in self._branches.items())
        self.circle.choices = [(public_id, user.name) for public_id, user in self._users.items()]
        self.circle.data = sorted(self.circle.data or ())

    def access(self) -> PartnerAccess:
        """What was chosen, as plain values."""
        return PartnerAccess(
            owner=self._users.get(self.owner.data or ""), branch=self._branches.get(self.branch.data or ""),
            is_protected=self.is_protected.data, code_name=self.code_name.data,
            circle=tuple(self._users[public_id] for public_id in self.circle.data))


class OpenForm(Form):
    """Why a colleague outside the circle needs to see a protected partner, and which page was asked for."""

    reason = Text(_l("Hvorfor har du brug for at se partneren?"), max=limits.REASON,
                  required=_l("Skriv kort, hvorfor du har brug for at se partneren."))
    after = Hidden(longest=NEXT)
