"""Forms of visits, the short one for phones included, and of observations."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FormField, RadioField
from wtforms.validators import ValidationError
from wtforms.widgets import NumberInput

from outreach.core.concurrent_edits import SectionForm, display_value
from outreach.core.forms import (
    Choice,
    Choices,
    ConfirmPastDateMixin,
    DateField,
    Form,
    Hidden,
    Line,
    RowForm,
    Rows,
    TimeField,
)
from outreach.core.input_limits import SHORT
from outreach.core.text_rules import clean
from outreach.offers.models import Offer
from outreach.partners.protection import OpenPartner
from outreach.users.models import User
from outreach.visits import labels
from outreach.visits.about_people import AboutPeopleLine, AboutPeopleText
from outreach.visits.models import COUNTS, MINUTES, WAYS, Observation, Sureness, Visit, VisitKind
from outreach.visits.service import ObservationInput, ThingInput, VisitDetails, VisitNote, VisitPlan
from outreach.visits.service.inputs import MOST_MINUTES, MOST_PEOPLE, MOST_THINGS


class Count(Field):
    """A whole number from 0 to `most`; left empty it is 0."""

    widget = NumberInput(min=0, step=1)
    longest = SHORT
    data: Any

    def __init__(self, label: Any = None, *, most: int, least: int = 0, **kwargs: Any) -> None:
        super().__init__(label, render_kw={"max": most, "min": least, "inputmode": "numeric"}, **kwargs)
        self.most, self.least, self.raw = most, least, ""

    def _value(self) -> str:
        return str(self.data) if self.data is not None else self.raw

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.raw = clean(valuelist[0]) if valuelist else ""
        self.data = int(self.raw) if re.fullmatch(r"[0-9]{1,6}", self.raw) else None
        if not self.raw:
            self.data = self.least

    def process_data(self, value: Any) -> None:
        self.data = self.least if value is None else value

    def pre_validate(self, form: Any) -> None:
        if self.data is None or not self.least <= self.data <= self.most:
            raise ValidationError(_("Skriv et helt tal fra %(least)s til %(most)s.", least=self.least, most=self.most))


#: The choice that copies the last visit.
AS_LAST = "as_last"
MOST_LINE = 300


class LogForm(Form):
    """The short form. `form_key` makes one visit of it however often it is sent; `same` answers whether a visit that
    exists already was this one."""

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
    saw = AboutPeopleLine(_l("Hvad så I? Én linje"), max=MOST_LINE)

    def offer_partners(self, partners: Sequence[OpenPartner]) -> None:
        """Set the partners to choose from."""
        self.partner.offer([(partner.public_id, partner.display_name) for partner in partners])

    def fresh_key(self) -> None:
        """Set a new one-time key."""
        self.form_key.data = secrets.token_urlsafe(16)

    def note(self) -> VisitNote:
        """The filled-in note; call after validation."""
        kind = None if self.kind.data == AS_LAST else VisitKind(self.kind.data)
        return VisitNote(held_on=self.held_on.data, kind=kind, counts={name: self[name].data for name in COUNTS},
                         saw=self.saw.data)


SPARE_ROWS = 2
_LENT = (("given", _l("Foræret")), ("lent", _l("Lånt ud")))


class ThingForm(RowForm):
    """A thing brought; a row without a name is ignored."""

    what = Line(_l("Hvad"), max=120)
    number = Count(_l("Antal"), most=MOST_PEOPLE, least=1)
    lent = Choice(_l("Foræret eller lånt ud"), choices=_LENT)
    back_by = DateField(_l("Tilbage senest"))
    public_id = Hidden(longest=SHORT)


class PlanForm(SectionForm):
    """The plan of a visit."""

    kind = Choice(_l("Slags besøg"), choices=[(kind.value, label) for kind, label in labels.KINDS.items()])
    held_on = DateField(_l("Dato"), required=True)
    starts_at = TimeField(_l("Fra kl."))
    ends_at = TimeField(_l("Til kl."))
    colleagues = Choices(_l("Hvem af os"))
    offers = Choices(_l("Tilbud, vi viser"))
    things = Rows(FormField(ThingForm), _l("Det tager vi med"), max_entries=MOST_THINGS + SPARE_ROWS)

    def texts(self) -> dict[str, str]:
        """The field texts to compare for conflicts; the things are one field."""
        return {**super().texts(), "things": self._things()}

    def display_text(self, name: str) -> str:
        """A field as text; one line for each thing."""
        return self._things() or "–" if name == "things" else super().display_text(name)

    def _things(self) -> str:
        rows = [entry.form for entry in self.things if entry.form.what.data]
        return "\n".join(" · ".join(display_value(cell) for cell in (row.what, row.number, row.lent, row.back_by))
                         for row in rows)

    def offer(self, users: Sequence[User], offers: Sequence[Offer]) -> None:
        """Set the colleagues and offers to choose from."""
        self._users = {user.public_id: user for user in users}
        self._offers = {offer.public_id: offer for offer in offers}
        self.colleagues.choices = [(key, user.name) for key, user in self._users.items()]
        self.offers.choices = [(key, offer.name) for key, offer in self._offers.items()]

    def show(self, visit: Visit) -> None:
        """Fill the form from a visit."""
        self.kind.data = visit.kind.value
        for name in ("held_on", "starts_at", "ends_at"):
            self[name].data = getattr(visit, name)
        self.show_lists(visit)

    def show_lists(self, visit: Visit) -> None:
        """Fill in colleagues, offers and things, with spare rows at the end."""
        users = {user.id: key for key, user in self._users.items()}
        offers = {offer.id: key for key, offer in self._offers.items()}
        self.colleagues.data = [users[colleague.user_id] for colleague in visit.colleagues
                                if colleague.user_id in users]
        self.offers.data = [offers[offer.offer_id] for offer in visit.offers if offer.offer_id in offers]
        self.show_things([{"what": thing.what, "number": thing.number, "lent": "lent" if thing.is_lent else "given",
                           "back_by": thing.back_by, "public_id": thing.public_id or ""} for thing in visit.things])

    def show_things(self, rows: Sequence[dict[str, Any]]) -> None:
        """Fill in rows of things, and spare ones."""
        spare = {"what": "", "number": 1, "lent": "given", "back_by": None, "public_id": ""}
        for row in [*rows, *[spare] * SPARE_ROWS][:MOST_THINGS + SPARE_ROWS]:
            self.things.append_entry(row)

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate, ignoring rows of things without a name."""
        whole = super().validate(extra_validators)
        for row in (entry.form for entry in self.things):
            if not row.what.data:
                for field in row:
                    field.errors = []
        self.things.errors = [entry.errors for entry in self.things if entry.errors]
        others = any(field.errors for field in self if field is not self.things)
        return whole or not (others or self.form_errors or self.things.errors)

    def plan(self, visit: Visit | None = None) -> VisitPlan:
        """The filled-in plan; call after validation. A visit's things keep the day they came back."""
        back = {thing.public_id: thing.came_back_on for thing in visit.things} if visit else {}
        rows = [entry.form for entry in self.things if entry.form.what.data]
        return VisitPlan(
            kind=VisitKind(self.kind.data), held_on=self.held_on.data, starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            colleagues=tuple(user for key, user in self._users.items() if key in (self.colleagues.data or ())),
            offers=tuple(offer for key, offer in self._offers.items() if key in (self.offers.data or ())),
            things=tuple(ThingInput(row.what.data, row.number.data, row.lent.data == "lent", row.back_by.data,
                                    back.get(row.public_id.data), row.public_id.data or "") for row in rows))


class VisitForm(PlanForm):
    """A held visit."""

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
    saw = AboutPeopleText(_l("Det så vi"), max=2000)
    learnt = AboutPeopleText(_l("Det lærte vi"), max=2000)
    asked_for = AboutPeopleText(_l("Det spurgte de efter til næste gang"), max=1000)
    next_on = DateField(_l("Næste besøg"))

    def show(self, visit: Visit) -> None:
        """Fill the form from a visit."""
        super().show(visit)
        for name in (*COUNTS, *MINUTES, "in_national_statistics", "next_on"):
            self[name].data = getattr(visit, name)
        self.ways.data = [name for name in WAYS if getattr(visit, name)]

    def details(self) -> VisitDetails:
        """The filled-in details; call after validation."""
        return VisitDetails(
            counts={name: self[name].data for name in COUNTS}, minutes={name: self[name].data for name in MINUTES},
            ways=frozenset(self.ways.data or ()), saw=self.saw.data, learnt=self.learnt.data,
            asked_for=self.asked_for.data, next_on=self.next_on.data,
            in_national_statistics=self.in_national_statistics.data)


class ObservationForm(SectionForm):
    """An observation: day, observer's role, what, and how sure. It has no field for a name."""

    observed_on = DateField(_l("Hvornår?"), required=True)
    role = AboutPeopleLine(_l("Hvem hos dem har set det?"), max=80, required=_l("Skriv rollen, fx ”en pædagog”."))
    what = AboutPeopleText(_l("Hvad har de set?"), max=1500, required=_l("Skriv, hvad de har set."))
    sureness = Choice(_l("Hvor sikre er de?"), choices=[
        (level.value, label) for level, label in labels.SURENESS.items()])

    def show(self, observation: Observation) -> None:
        """Fill the form from an observation."""
        self.observed_on.data, self.sureness.data = observation.observed_on, observation.sureness.value

    def to_input(self) -> ObservationInput:
        """The filled-in observation; call after validation."""
        return ObservationInput(observed_on=self.observed_on.data, role=self.role.data, what=self.what.data,
                                sureness=Sureness(self.sureness.data))


class FollowUpForm(ConfirmPastDateMixin, Form):
    """A follow-up of a visit."""

    what = Line(_l("Hvad skal der følges op på?"), max=300, required=_l("Skriv, hvad der skal gøres."))
    owner = Choice(_l("Hvem gør det?"), required=True)
    due_on = DateField(_l("Senest"), required=True)

    def offer(self, users: Sequence[User]) -> None:
        """Set the colleagues to choose from."""
        self.users = {user.public_id: user for user in users}
        self.owner.offer((key, user.name) for key, user in self.users.items())
