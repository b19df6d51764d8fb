"""Forms of goals and of the hourly rate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import MonthInput, NumberInput

from outreach.core import clock
from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice
from outreach.core.input_limits import SHORT
from outreach.core.text_rules import clean
from outreach.reports.labels import AIMS, fault_sentence
from outreach.reports.models import Aim, ReportSettings, Target
from outreach.reports.periods import BadPeriod, Period, parse_months, year
from outreach.reports.service import MOST, MOST_CROWNS


class WholeNumber(Field):
    """A whole number from 1 to `most`; None where it is left empty. Invalid input is shown again as it was typed."""

    widget = NumberInput(min=1, step=1)
    data: Any
    longest = SHORT

    def __init__(self, label: Any = None, *, most: int, required: bool = False, **kwargs: Any) -> None:
        super().__init__(label, render_kw={"max": most, "inputmode": "numeric"}, **kwargs)
        self.most, self.required, self.raw = most, required, ""
        self.flags.required = required

    def _value(self) -> str:
        return str(self.data) if self.data is not None else self.raw

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.raw = clean(valuelist[0]) if valuelist else ""
        self.data = int(self.raw) if re.fullmatch(r"[0-9]{1,7}", self.raw, re.ASCII) else None

    def pre_validate(self, form: Any) -> None:
        if (self.required or self.raw) and (self.data is None or not 1 <= self.data <= self.most):
            raise ValidationError(_("Skriv et helt tal fra 1 til %(most)s.", most=self.most))


class MonthField(Field):
    """A month as YYYY-MM. Browsers without a month picker send free text, which `parse_months` reads."""

    widget = MonthInput()
    data: Any
    longest = SHORT

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.flags.required = True

    def _value(self) -> str:
        return self.data or ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean(valuelist[0])[:20] if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError(_("Vælg en måned."))


class TargetForm(SectionForm):
    """A goal: a number of something between two months."""

    aim = Choice(_l("Hvad skal tælles?"), choices=[(aim.value, label) for aim, label in AIMS.items()], required=True)
    number = WholeNumber(_l("Hvor mange?"), most=MOST, required=True)
    first = MonthField(_l("Fra og med"))
    last = MonthField(_l("Til og med"))
    #: The months that were written, once they are known to be a period.
    period: Period

    def validate_last(self, field: Any) -> None:
        """Check that both months make a period."""
        if not self.first.data:
            return
        try:
            self.period = parse_months(self.first.data, field.data, clock.today())
        except BadPeriod as fault:
            raise ValidationError(fault_sentence(fault)) from None

    def chosen_aim(self) -> Aim:
        """The aim that was chosen."""
        return Aim(self.aim.data)


def target_form(target: Target | None = None, **kwargs: Any) -> TargetForm:
    """The form for an existing goal, or for a new one with this year filled in."""
    period = Period(target.first, target.last) if target else year(clock.today().year)
    return TargetForm(data={"aim": (target.aim if target else Aim.VISITS).value,
                            "number": target.number if target else None, "first": _month(period.first),
                            "last": _month(period.last)}, **kwargs)


def _month(first_day: date) -> str:
    return f"{first_day:%Y-%m}"


class RateForm(SectionForm):
    """The hourly rate."""

    hourly_rate = WholeNumber(_l("Kroner i timen"), most=MOST_CROWNS)


def rate_form(settings: ReportSettings | None, **kwargs: Any) -> RateForm:
    """The form with the present rate filled in."""
    return RateForm(data={"hourly_rate": settings.hourly_rate if settings else None}, **kwargs)
