"""Forms for an observation, and for what follows from a visit."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, ConfirmPastDateMixin, DateField, Form, Line
from outreach.users.models import User
from outreach.visits import labels
from outreach.visits.models import Observation, Sureness
from outreach.visits.observed import ObservedLine, ObservedText
from outreach.visits.service import ObservationDraft


class ObservationForm(SectionForm):
    """The day, the role of who observed it, what, and how sure they are. No field for a name."""

    observed_on = DateField(_l("Hvornår?"), required=True)
    role = ObservedLine(_l("Hvem hos dem har set det?"), max=80, required=_l("Skriv rollen, fx ”en pædagog”."))
    what = ObservedText(_l("Hvad har de set?"), max=1500, required=_l("Skriv, hvad de har set."))
    sureness = Choice(_l("Hvor sikre er de?"), choices=[(each.value, label) for each, label in labels.SURENESS.items()])

    def show(self, observation: Observation) -> None:
        """Fill in an observation as it stands."""
        self.observed_on.data, self.sureness.data = observation.observed_on, observation.sureness.value

    def draft(self) -> ObservationDraft:
        """The filled-in observation; call after validation."""
        return ObservationDraft(observed_on=self.observed_on.data, role=self.role.data, what=self.what.data,
                                sureness=Sureness(self.sureness.data))


class FollowUpForm(ConfirmPastDateMixin, Form):
    """What one of us does after a visit, and by when."""

    what = Line(_l("Hvad skal der følges op på?"), max=300, required=_l("Skriv, hvad der skal gøres."))
    owner = Choice(_l("Hvem gør det?"), required=True)
    due_on = DateField(_l("Senest"), required=True)

    def offer(self, users: Sequence[User]) -> None:
        """Set whom one can choose."""
        self.users = {each.public_id: each for each in users}
        self.owner.offer((key, user.name) for key, user in self.users.items())
