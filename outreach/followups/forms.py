"""Forms for follow-ups and the plans they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FormField, IntegerField
from wtforms.validators import Optional

from outreach.core import clock
from outreach.core.concurrent_edits import SectionForm, display_value
from outreach.core.formatting import short_date
from outreach.core.forms import Choice, ConfirmPastDateMixin, DateField, Form, Line, RowForm, Rows
from outreach.followups import labels
from outreach.followups.models import Counting, FollowUp, FollowUpPlan
from outreach.followups.plans import MOST_DAYS, MOST_STEPS, PlanInput, PlannedStep, StepInput
from outreach.followups.service import FollowUpInput, may_own
from outreach.partners.protection import OpenPartner
from outreach.users.models import User

SPARE_STEPS = 2


class FollowUpForm(ConfirmPastDateMixin, SectionForm):
    """What, who, by when. A day in the past is asked about once; `asks_past` then shows the box to tick."""

    not_content = frozenset({"past_ok"})
    what = Line(_l("Hvad skal gøres?"), max=300, required=_l("Skriv, hvad der skal gøres."))
    owner = Choice(_l("Hvem følger op?"), required=_l("Vælg, hvem der følger op."))
    due_on = DateField(_l("Senest den"), required=_l("Vælg en dato."))

    def offer_people(self, users: Sequence[User], partner: OpenPartner) -> None:
        """Set whom one can choose from: colleagues who can see the partner."""
        self._users = {user.public_id: user for user in users if may_own(partner, user)}
        self.owner.offer((key, user.name) for key, user in self._users.items())

    def show(self, follow_up: FollowUp) -> None:
        """Fill in what stands there."""
        self.what.data, self.due_on.data = follow_up.what, follow_up.due_on
        self.owner.data = follow_up.owner.public_id if follow_up.owner else None

    def to_input(self) -> FollowUpInput:
        """What was filled in."""
        return FollowUpInput(self.what.data, self._users.get(self.owner.data or ""), self.due_on.data)


class DoneForm(Form):
    """What came of it, for who wants to say so."""

    note = Line(_l("Hvad kom der ud af det?"), max=300, id="done-note")


class HandOnForm(Form):
    """To whom, and a word on the way."""

    to = Choice(_l("Giv videre til"), blank=_l("Vælg en kollega"), required=_l("Vælg, hvem der følger op."))
    note = Line(_l("En besked med på vejen"), max=300)

    def offer_people(self, users: Sequence[User], partner: OpenPartner, owner_id: int | None) -> None:
        """Colleagues who can see the partner, without who has it already."""
        self._users = {user.public_id: user for user in users if may_own(partner, user) and user.id != owner_id}
        self.to.offer((key, user.name) for key, user in self._users.items())

    def colleague(self) -> User | None:
        """Who was chosen."""
        return self._users.get(self.to.data or "")


class StepForm(RowForm):
    """One step of a plan about to begin: ticked, it becomes a follow-up."""

    take = BooleanField(_l("Tag med"))
    what = Line(_l("Hvad"), max=300)
    owner = Choice(_l("Hvem"))
    due_on = DateField(_l("Senest den"))


class BeginForm(Form):
    """A plan's steps with words, colleague and day, each to be changed or left out."""

    steps = Rows(FormField(StepForm), max_entries=MOST_STEPS)
    past_ok = BooleanField(_l("Ja, datoerne er rigtige"))
    asks_past = False

    def offer_people(self, users: Sequence[User], partner: OpenPartner) -> None:
        """Set whom one can choose from in every row."""
        self._users = {user.public_id: user for user in users if may_own(partner, user)}
        for row in self.steps:
            row.form.owner.offer((key, user.name) for key, user in self._users.items())
            row.form.what.flags.required = True

    def show(self, steps: Sequence[PlannedStep], owner: User) -> None:
        """Fill in the rows of a plan, all ticked, all for one colleague."""
        for step in steps:
            self.steps.append_entry({"take": True, "what": step.what, "owner": owner.public_id, "due_on": step.due_on})

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that is ticked needs all three; days that have passed are asked about."""
        whole = super().validate(extra_validators)
        rows = [row.form for row in self.steps if row.form.take.data]
        for row in rows:
            for field, missing in ((row.what, _("Skriv, hvad der skal gøres.")), (row.due_on, _("Vælg en dato."))):
                if not field.data and not field.errors:
                    field.errors, whole = [missing], False
        past = [row for row in rows if row.due_on.data is not None and row.due_on.data < clock.today()]
        self.asks_past = bool(past)
        if past and not self.past_ok.data:
            for row in past:
                row.due_on.errors = [*row.due_on.errors, _("Den %(day)s er gået. Er det den rigtige dato?",
                                                           day=short_date(row.due_on.data))]
            whole = False
        if not rows:
            self.form_errors = [*self.form_errors, _("Sæt hak ved mindst ét trin.")]
            whole = False
        self.steps.errors = [row.errors for row in self.steps] if not whole else self.steps.errors
        return whole

    def to_inputs(self) -> list[FollowUpInput]:
        """The ticked rows; call after validation."""
        return [FollowUpInput(row.what.data, self._users.get(row.owner.data or ""), row.due_on.data)
                for row in (step.form for step in self.steps) if row.take.data]


def _counted(counting: Counting, before: bool) -> str:
    """A way of counting as the form sends it."""
    return f"{counting.value}_before" if before else counting.value


class PlanStepForm(RowForm):
    """One step of a plan; without Danish words it is no step."""

    what_da = Line(_l("Dansk"), max=200)
    what_en = Line(_l("Engelsk"), max=200)
    days = IntegerField(_l("Antal dage"), validators=[Optional()])
    counting = Choice(_l("Regnet i"), choices=[(_counted(*way), label) for way, label in labels.COUNTINGS.items()])

    def step(self) -> StepInput:
        """The step as filled in; call after validation."""
        name, before = next(way for way in labels.COUNTINGS if _counted(*way) == self.counting.data)
        days = self.days.data or 0
        return StepInput(self.what_da.data, self.what_en.data, -days if before else days, name)


class FollowUpPlanForm(SectionForm):
    """A plan: its name and its steps in both languages."""

    name_da = Line(_l("Navn på dansk"), max=80, required=True)
    name_en = Line(_l("Navn på engelsk"), max=80)
    steps = Rows(FormField(PlanStepForm), _l("Trinene"), max_entries=MOST_STEPS + SPARE_STEPS)

    def texts(self) -> dict[str, str]:
        """The steps are one thing, as the rows of an agenda are."""
        rows = (entry.form for entry in self.steps if entry.form.what_da.data)
        steps = "\n".join(f"{row.what_da.data}|{row.what_en.data}|{row.days.data}|{row.counting.data}" for row in rows)
        return {"name_da": self.name_da.data, "name_en": self.name_en.data, "steps": steps}

    def display_text(self, name: str) -> str:
        """A line for each step."""
        if name != "steps":
            return super().display_text(name)
        rows = ((row.what_da, row.what_en, row.days, row.counting)
                for row in (entry.form for entry in self.steps) if row.what_da.data)
        return "\n".join(" · ".join(display_value(cell) for cell in row if cell.data) for row in rows) or "–"

    def show(self, plan: FollowUpPlan | None) -> None:
        """Fill in a plan, with spare rows at the end."""
        if plan is not None:
            self.name_da.data, self.name_en.data = plan.name_da, plan.name_en
            for step in plan.steps:
                self.steps.append_entry({"what_da": step.what_da, "what_en": step.what_en,
                                         "days": abs(step.days), "counting": _counted(step.counting, step.days < 0)})
        for _each in range(min(SPARE_STEPS, MOST_STEPS + SPARE_STEPS - len(self.steps))):
            self.steps.append_entry({"what_da": "", "what_en": "", "days": None, "counting": Counting.DAYS.value})

    def validate(self, extra_validators: Any = None) -> bool:
        """A step with words needs its number of days, and a plan needs a step."""
        whole = super().validate(extra_validators)
        rows = [row.form for row in self.steps if row.form.what_da.data]
        for row in rows:
            if not row.days.errors and (row.days.data is None or not 0 <= row.days.data <= MOST_DAYS):
                row.days.errors, whole = [_("Skriv et antal dage fra 0 til %(most)s.", most=MOST_DAYS)], False
        if not rows and whole:
            self.form_errors, whole = [*self.form_errors, _("En plan skal have mindst ét trin.")], False
        self.steps.errors = [row.errors for row in self.steps] if not whole else self.steps.errors
        return whole

    def to_input(self) -> PlanInput:
        """What was filled in; call after validation."""
        return PlanInput(self.name_da.data, self.name_en.data, tuple(
            row.step() for row in (step.form for step in self.steps) if row.what_da.data))
