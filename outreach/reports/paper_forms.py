"""The form of the board's page: which observation and lesson to quote, perhaps shortened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.core.forms import Choice, Form
from outreach.core.pdf.fit import Overflow
from outreach.reports.queries.quotations import Quotation
from outreach.reports.report_jobs import QuotationChoice
from outreach.reports.sheet_builder import printed_quotation
from outreach.visits.about_people import AboutPeopleText

#: Letters of a text that stand in a list.
_SHOWN = 90


class BoardForm(Form):
    """`observation` and `learnt` are public ids; where a text is left empty the whole quotation is used."""

    observation = Choice(_l("Det så en medarbejder hos en partner"), blank=_l("Ingen observation"))
    observation_text = AboutPeopleText(_l("Sig det kortere"), max=600)
    learnt = Choice(_l("Det lærte vi"), blank=_l("Intet"))
    learnt_text = AboutPeopleText(_l("Sig det kortere"), max=600)

    def offer(self, observations: Sequence[Quotation], lessons: Sequence[Quotation]) -> None:
        """Set what can be chosen."""
        self._quotations = {"observation": {observation.public_id: observation for observation in observations},
                            "learnt": {lesson.public_id: lesson for lesson in lessons}}
        for name, quotations in self._quotations.items():
            self[name].offer((public_id, _line(quotation)) for public_id, quotation in quotations.items())

    def suggest(self) -> None:
        """Preselect the newest of each."""
        for name, quotations in self._quotations.items():
            self[name].data = next(iter(quotations), None)

    def chosen(self, name: str) -> QuotationChoice:
        """The choice for "observation" or "learnt"."""
        quotation = self._quotations[name].get(self[name].data or "")
        return QuotationChoice(quotation, self[f"{name}_text"].data or "")

    def name_cuts(self, cuts: Sequence[Overflow], sentence: Any) -> None:
        """Set errors that say how much must be cut for the page to fit, with the whole text in the field to be
        shortened."""
        for cut in cuts:
            name = cut.field.partition(".")[0]
            field = self._fields.get(f"{name}_text")
            if field is None:
                self.form_errors = [*self.form_errors, sentence(None)]
            else:
                field.data = field.data or self.chosen(name).printed.text
                field.errors = [*field.errors, sentence(cut.characters)]


def _line(quotation: Quotation) -> str:
    printed = printed_quotation(quotation)
    text = " ".join(printed.text.split())
    return f"{printed.source}: {text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(' ', 1)[0] + ' …'}"
