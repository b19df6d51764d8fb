"""Forms about promises: a new one, and what became of one."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.commitments.labels import FIRMNESS
from outreach.commitments.service import NOTE, WHAT, WHO
from outreach.commitments.states import Firmness
from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, ConfirmPastDateMixin, DateField, Form, Line, Text
from outreach.core.printable_fields import PaperLine, PaperText
from outreach.users.queries import list_users


class CommitmentForm(ConfirmPastDateMixin, Form):
    """A promise given outside a meeting."""

    party = Choice(_l("Hvem har lovet det?"), choices=[("theirs", _l("De")), ("ours", _l("Vi"))])
    what = PaperText(_l("Hvad?"), max=WHAT, required=_l("Skriv, hvad der er lovet."))
    who = PaperLine(_l("Hvem af dem?"), max=WHO)
    owner = Choice(_l("Hvem af os ser til, at det sker?"), blank=_l("Ingen valgt"))
    due_on = DateField(_l("Senest"))
    firmness = Choice(_l("Hvor fast?"), default=Firmness.FINAL.value,
                      choices=[(firmness.value, text) for firmness, text in FIRMNESS.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._users = {user.public_id: user for user in list_users()}
        self.owner.offer((key, user.name) for key, user in self._users.items())

    def values(self) -> dict[str, Any]:
        """What was written, for the service."""
        is_ours = self.party.data == "ours"
        owner = self._users.get(self.owner.data or "")
        return {"is_ours": is_ours, "what": self.what.data, "due_on": self.due_on.data, "owner": owner,
                "who": owner.name if is_ours and owner else self.who.data, "firmness": Firmness(self.firmness.data)}


class SettleForm(Form):
    """A word about what became of it."""

    note = Line(_l("En note"), max=NOTE)


class OutcomeForm(SectionForm):
    """What came of something we tried."""

    outcome = Text(_l("Hvad kom der ud af det?"), max=1000)
