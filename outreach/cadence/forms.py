"""Forms about contact: a pause, and the cadence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.widgets import NumberInput

from outreach.cadence.models import REASON
from outreach.cadence.states import DEFAULT_CADENCE, Cadence, ContactLimits
from outreach.core import clock
from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import DateField, Form, Line
from outreach.partners.stages import LABELS, Stage


class PauseForm(Form):
    """Until when a partner is paused, and why."""

    until = DateField(_l("Lad dem være i fred til"), required=True)
    reason = Line(_l("Hvorfor?"), max=REASON, required=_l("Skriv kort hvorfor, så en kollega kan forstå det."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.until.data = clock.today() + timedelta(days=30)


class _DaysField(IntegerField):
    widget = NumberInput(min=1, max=999)

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = 0  # the service says what a number of days is


class CadenceForm(SectionForm):
    """Days to yellow and red for each stage that has a cadence."""

    def field_label(self, name: str) -> str:
        """Every stage has its two fields: the stage belongs to the name."""
        stage = Stage(name.rpartition("_")[0])
        return f"{LABELS[stage]}: {super().field_label(name).lower()}"

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """(stage's label, field for yellow, field for red) of each stage."""
        return [(LABELS[stage], self[f"{stage.value}_yellow"], self[f"{stage.value}_red"]) for stage in DEFAULT_CADENCE]

    def days(self) -> dict[Stage, ContactLimits]:
        """What was written."""
        return {stage: ContactLimits(self[f"{stage.value}_yellow"].data or 0, self[f"{stage.value}_red"].data or 0)
                for stage in DEFAULT_CADENCE}


for _stage in DEFAULT_CADENCE:
    setattr(CadenceForm, f"{_stage.value}_yellow", _DaysField(_l("Gul efter")))
    setattr(CadenceForm, f"{_stage.value}_red", _DaysField(_l("Rød efter")))


def cadence_form(cadence: Cadence, **more: Any) -> CadenceForm:
    """The form with the current limits in it; `formdata=None` reads nothing that was sent."""
    values = {f"{stage.value}_{name}": getattr(days, name) for stage, days in cadence.items()
              for name in ("yellow", "red")}
    return CadenceForm(data=values, **more)
