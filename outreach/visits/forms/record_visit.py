"""The form on the telephone: who, when, what sort, how many, one line."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from outreach.core.forms import Choice, DateField, Form, Hidden
from outreach.core.input_limits import SHORT
from outreach.partners.protection import OpenPartner
from outreach.visits import labels
from outreach.visits.forms.fields import Count
from outreach.visits.models import COUNTS, VisitKind
from outreach.visits.observed import ObservedLine
from outreach.visits.service import Note
from outreach.visits.service.inputs import MOST_PEOPLE

#: The choice that copies the last visit.
AS_LAST = "as_last"
MOST_LINE = 300


class LogForm(Form):
    """A visit in a minute. `form_key` makes it one however often it is sent; `same` answers whether a visit that is
    there already was this one."""

    form_key = Hidden(longest=SHORT)
    same = Hidden(longest=SHORT)
    partner = Choice(_l("Hvem besøgte I?"), required=_l("Vælg, hvem I besøgte."))
    held_on = DateField(_l("Hvornår?"), required=True)
    kind = RadioField(_l("Hvad var det?"), default=VisitKind.VISIT_DAY.value, choices=[
        (AS_LAST, _l("Som sidst")), *((kind.value, label) for kind, label in labels.KINDS.items())])
    families = Count(labels.COUNTS["families"], most=MOST_PEOPLE)
    children = Count(labels.COUNTS["children"], most=MOST_PEOPLE)
    young_people = Count(labels.COUNTS["young_people"], most=MOST_PEOPLE)
    adults = Count(labels.COUNTS["adults"], most=MOST_PEOPLE)
    professionals = Count(labels.COUNTS["professionals"], most=MOST_PEOPLE)
    cards_made = Count(labels.COUNTS["cards_made"], most=MOST_PEOPLE)
    saw = ObservedLine(_l("Hvad så I? Én linje"), max=MOST_LINE)

    def offer_partners(self, partners: Sequence[OpenPartner]) -> None:
        """Set whom one can choose, the likeliest first."""
        self.partner.offer([(each.public_id, each.display_name) for each in partners])

    def fresh_key(self) -> None:
        """A new one-time key, for a form that has not been sent yet."""
        self.form_key.data = secrets.token_urlsafe(16)

    def note(self) -> Note:
        """The filled-in note; call after validation."""
        kind = None if self.kind.data == AS_LAST else VisitKind(self.kind.data)
        return Note(held_on=self.held_on.data, kind=kind, counts={name: self[name].data for name in COUNTS},
                    saw=self.saw.data)
