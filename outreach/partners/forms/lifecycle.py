"""Forms about the way through the stages: the move, the day to decide by, the agreement, the good ending."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from outreach.core import clock
from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, DateField, Form, Line, Text, WebField
from outreach.partners import limits, stages
from outreach.partners.inputs import AgreementInput, EndingInput
from outreach.partners.models import EndingStatus, PartnerEnding
from outreach.partners.stages import Stage

THANKS = ((EndingStatus.DONE.value, _l("Ja")), (EndingStatus.MISSING.value, _l("Ikke endnu")),
          (EndingStatus.NOTHING.value, _l("Det er der ikke brug for")))
LOANS = ((EndingStatus.DONE.value, _l("Ja, alt er hjemme")), (EndingStatus.MISSING.value, _l("Nej, noget mangler")),
         (EndingStatus.NOTHING.value, _l("Der var intet lånt ud")))


class _AgreementFields(Form):
    """The signed paper: its date, and the file or where it lies."""

    signed_on = DateField(_l("Hvornår skrev I under?"))
    file = FileField(_l("Aftalen som fil"))
    link = WebField(_l("Eller et link til den"), max=limits.LINK)

    def agreement(self) -> AgreementInput | None:
        """What was filled in; None without a day."""
        if self.signed_on.data is None:
            return None
        upload = self.file.data
        return AgreementInput(self.signed_on.data, self.link.data, upload.read() if upload else b"")


class _EndingFields(Form):
    """The list of a good ending."""

    thanks = Choice(_l("Har vi sagt tak?"), blank=_l("Vælg"), choices=THANKS)
    loans = Choice(_l("Er det udlånte kommet hjem?"), blank=_l("Vælg"), choices=LOANS)
    learnt = Text(_l("Hvad lærte vi?"), max=limits.ENDING)
    door = Text(_l("Hvordan står døren åben?"), max=limits.ENDING)

    def ending(self) -> EndingInput | None:
        """What was answered; None where one of the two questions was not."""
        if self.thanks.data is None or self.loans.data is None:
            return None
        return EndingInput(EndingStatus(self.thanks.data), EndingStatus(self.loans.data), self.learnt.data,
                           self.door.data)

    def missing_answers(self) -> bool:
        """Say at each question that it wants an answer; whether one does."""
        missing = [field for field in (self.thanks, self.loans) if field.data is None]
        for field in missing:
            field.errors = [*field.errors, _("Vælg et svar.")]
        return bool(missing)


class StageForm(_AgreementFields, _EndingFields):
    """A move to another stage. What belongs to one stage only is asked only where that one is chosen."""

    to = Choice(_l("Nyt trin"), required=True)
    on = DateField(_l("Dato"), required=True)
    reason = Line(_l("Hvorfor?"), max=limits.REASON, required=_l("Skriv kort hvorfor, så en kollega kan forstå det."))
    decide_by = DateField(_l("Hvornår beslutter vi, om det bliver fast?"))

    def __init__(self, here: Stage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here = here
        self.to.offer((stage.value, stages.LABELS[stage]) for stage in stages.MOVES[here])
        if not self.is_submitted():
            self.on.data = clock.today()

    @property
    def chosen(self) -> Stage | None:
        """The new stage, where it is one of the table."""
        return next((stage for stage in stages.MOVES[self.here] if stage.value == self.to.data), None)

    @property
    def may_end(self) -> bool:
        """Whether a good ending is part of what can be chosen here."""
        return stages.needs_good_ending(self.here, Stage.DIVORCE)

    def validate(self, extra_validators: Any = None) -> bool:
        """The answers that the chosen stage needs, too."""
        good = super().validate(extra_validators)
        if self.chosen is Stage.DIVORCE and self.may_end and self.missing_answers():
            good = False
        return good

    def move(self) -> dict[str, Any]:
        """What the service asks for."""
        return {"to": Stage(self.to.data), "on": self.on.data, "reason": self.reason.data,
                "decide_by": self.decide_by.data,
                "agreement": self.agreement() if self.chosen is Stage.MARRIAGE else None,
                "ending": self.ending() if self.chosen is Stage.DIVORCE and self.may_end else None}


class DecideByForm(SectionForm):
    """Another day to decide by."""

    decide_by = DateField(_l("Hvornår beslutter vi, om det bliver fast?"), required=True)


class AgreementForm(_AgreementFields):
    """The signed paper by itself."""


class EndingForm(_EndingFields, SectionForm):
    """The list of a good ending by itself."""

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return not self.missing_answers() and good

    @staticmethod
    def stored(ending: PartnerEnding) -> dict[str, Any]:
        """What stands there, as the form's data."""
        return {"thanks": ending.thanks.value, "loans": ending.loans.value, "learnt": ending.learnt,
                "door": ending.door}
