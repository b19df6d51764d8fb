"""The forms at the desk: planning a visit, and all there is to say of one that was held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField

from outreach.core.concurrent_edits import SectionForm, display_value
from outreach.core.forms import Choice, Choices, DateField, Hidden, Line, RowForm, Rows, TimeField
from outreach.core.input_limits import SHORT
from outreach.offers.models import Offer
from outreach.users.models import User
from outreach.visits import labels
from outreach.visits.forms.fields import Count
from outreach.visits.models import COUNTS, MINUTES, WAYS, Visit, VisitKind
from outreach.visits.observed import ObservedText
from outreach.visits.service import Plan, ThingDraft, Told
from outreach.visits.service.inputs import MOST_MINUTES, MOST_PEOPLE, MOST_THINGS

SPARE_ROWS = 2
_LENT = (("given", _l("Foræret")), ("lent", _l("Lånt ud")))


class ThingForm(RowForm):
    """One thing brought; an empty name means no row."""

    what = Line(_l("Hvad"), max=120)
    number = Count(_l("Antal"), most=MOST_PEOPLE, least=1)
    lent = Choice(_l("Foræret eller lånt ud"), choices=_LENT)
    back_by = DateField(_l("Tilbage senest"))
    public_id = Hidden(longest=SHORT)


class PlanForm(SectionForm):
    """When, what sort, who of ours, what to show and bring."""

    kind = Choice(_l("Slags besøg"), choices=[(kind.value, label) for kind, label in labels.KINDS.items()])
    held_on = DateField(_l("Dato"), required=True)
    starts_at = TimeField(_l("Fra kl."))
    ends_at = TimeField(_l("Til kl."))
    colleagues = Choices(_l("Hvem af os"))
    offers = Choices(_l("Tilbud, vi viser"))
    things = Rows(FormField(ThingForm), _l("Det tager vi med"), max_entries=MOST_THINGS + SPARE_ROWS)

    def texts(self) -> dict[str, str]:
        """The things are one field: an empty row is none."""
        return {**super().texts(), "things": self._things()}

    def display_text(self, name: str) -> str:
        """A line for each thing."""
        return self._things() or "–" if name == "things" else super().display_text(name)

    def _things(self) -> str:
        rows = [entry.form for entry in self.things if entry.form.what.data]
        return "\n".join(" · ".join(display_value(cell) for cell in (row.what, row.number, row.lent, row.back_by))
                         for row in rows)

    def offer(self, users: Sequence[User], offers: Sequence[Offer]) -> None:
        """Set which colleagues and offers one can choose from."""
        self._users = {each.public_id: each for each in users}
        self._offers = {each.public_id: each for each in offers}
        self.colleagues.choices = [(key, user.name) for key, user in self._users.items()]
        self.offers.choices = [(key, offer.name) for key, offer in self._offers.items()]

    def show(self, visit: Visit) -> None:
        """Fill in a visit as it stands."""
        self.kind.data = visit.kind.value
        for name in ("held_on", "starts_at", "ends_at"):
            self[name].data = getattr(visit, name)
        self.show_lists(visit)

    def show_lists(self, visit: Visit) -> None:
        """Fill in who, offers and things, with spare rows at the end."""
        users = {user.id: key for key, user in self._users.items()}
        offers = {offer.id: key for key, offer in self._offers.items()}
        self.colleagues.data = [users[each.user_id] for each in visit.colleagues if each.user_id in users]
        self.offers.data = [offers[each.offer_id] for each in visit.offers if each.offer_id in offers]
        self.show_things([{"what": each.what, "number": each.number, "lent": "lent" if each.is_lent else "given",
                           "back_by": each.back_by, "public_id": each.public_id or ""} for each in visit.things])

    def show_things(self, rows: Sequence[dict[str, Any]]) -> None:
        """Fill in rows of things, and some empty ones."""
        spare = {"what": "", "number": 1, "lent": "given", "back_by": None, "public_id": ""}
        for row in [*rows, *[spare] * SPARE_ROWS][:MOST_THINGS + SPARE_ROWS]:
            self.things.append_entry(row)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row without a name is none, so nothing in it can be wrong."""
        whole = super().validate(extra_validators)
        for row in (entry.form for entry in self.things):
            if not row.what.data:
                for field in row:
                    field.errors = []
        self.things.errors = [entry.errors for entry in self.things if entry.errors]
        others = any(field.errors for field in self if field is not self.things)
        return whole or not (others or self.form_errors or self.things.errors)

    def plan(self, visit: Visit | None = None) -> Plan:
        """The filled-in plan; call after validation. A visit's things keep the day they came back."""
        back = {each.public_id: each.came_back_on for each in visit.things} if visit else {}
        rows = [entry.form for entry in self.things if entry.form.what.data]
        return Plan(
            kind=VisitKind(self.kind.data), held_on=self.held_on.data, starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            colleagues=tuple(user for key, user in self._users.items() if key in (self.colleagues.data or ())),
            offers=tuple(offer for key, offer in self._offers.items() if key in (self.offers.data or ())),
            things=tuple(ThingDraft(row.what.data, row.number.data, row.lent.data == "lent", row.back_by.data,
                                    back.get(row.public_id.data), row.public_id.data or "") for row in rows))


class VisitForm(PlanForm):
    """All of a held visit."""

    families = Count(labels.COUNTS["families"], most=MOST_PEOPLE)
    children = Count(labels.COUNTS["children"], most=MOST_PEOPLE)
    young_people = Count(labels.COUNTS["young_people"], most=MOST_PEOPLE)
    adults = Count(labels.COUNTS["adults"], most=MOST_PEOPLE)
    professionals = Count(labels.COUNTS["professionals"], most=MOST_PEOPLE)
    cards_made = Count(labels.COUNTS["cards_made"], most=MOST_PEOPLE)
    in_national_statistics = BooleanField(_l("Tæl besøget med i den nationale statistik"))
    minutes_preparation = Count(_l("Forberedelse, minutter"), most=MOST_MINUTES)
    minutes_travel = Count(_l("Transport, minutter"), most=MOST_MINUTES)
    minutes_there = Count(_l("Under besøget, minutter"), most=MOST_MINUTES)
    ways = Choices(_l("Hvordan var de med?"), choices=list(labels.WAYS.items()))
    saw = ObservedText(_l("Det så vi"), max=2000)
    learnt = ObservedText(_l("Det lærte vi"), max=2000)
    asked_for = ObservedText(_l("Det spurgte de efter til næste gang"), max=1000)
    next_on = DateField(_l("Næste besøg"))

    def show(self, visit: Visit) -> None:
        """Fill in a visit as it stands."""
        super().show(visit)
        for name in (*COUNTS, *MINUTES, "in_national_statistics", "next_on"):
            self[name].data = getattr(visit, name)
        self.ways.data = [name for name in WAYS if getattr(visit, name)]

    def told(self) -> Told:
        """What was told; call after validation."""
        return Told(
            counts={name: self[name].data for name in COUNTS}, minutes={name: self[name].data for name in MINUTES},
            ways=frozenset(self.ways.data or ()), saw=self.saw.data, learnt=self.learnt.data,
            asked_for=self.asked_for.data, next_on=self.next_on.data,
            in_national_statistics=self.in_national_statistics.data)
