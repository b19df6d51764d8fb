"""What the maker of the board's page chooses: one thing observed, one thing learnt, perhaps said shorter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.core.forms import Choice, Form
from outreach.core.pdf.fit import Overflow
from outreach.reports.queries.quotations import Words
from outreach.reports.report_jobs import ChosenWords
from outreach.reports.sheet_builder import told_of
from outreach.visits.observed import ObservedText

#: Letters of a text that stand in a list.
_SHOWN = 90


class BoardForm(Form):
    """`observation` and `learnt` are public ids; a text that is left empty is used as it was noted."""

    observation = Choice(_l("Det så en medarbejder hos en partner"), blank=_l("Ingen observation"))
    observation_text = ObservedText(_l("Sig det kortere"), max=600)
    learnt = Choice(_l("Det lærte vi"), blank=_l("Intet"))
    learnt_text = ObservedText(_l("Sig det kortere"), max=600)

    def offer(self, observations: Sequence[Words], lessons: Sequence[Words]) -> None:
        """Set what can be chosen."""
        self._words = {"observation": {each.public_id: each for each in observations},
                       "learnt": {each.public_id: each for each in lessons}}
        for name, words in self._words.items():
            self[name].offer((public_id, _line(each)) for public_id, each in words.items())

    def suggest(self) -> None:
        """The newest of each, to begin with."""
        for name, words in self._words.items():
            self[name].data = next(iter(words), None)

    def chosen(self, name: str) -> ChosenWords:
        """What was chosen for "observation" or "learnt"."""
        words = self._words[name].get(self[name].data or "")
        return ChosenWords(words, self[f"{name}_text"].data or "")

    def name_cuts(self, cuts: Sequence[Overflow], sentence: Any) -> None:
        """Say at the fields what must go for the page to be one. The whole text is put there to be shortened."""
        for cut in cuts:
            name = cut.field.partition(".")[0]
            field = self._fields.get(f"{name}_text")
            if field is None:
                self.form_errors = [*self.form_errors, sentence(None)]
            else:
                field.data = field.data or self.chosen(name).told.text
                field.errors = [*field.errors, sentence(cut.characters)]


def _line(words: Words) -> str:
    told = told_of(words)
    text = " ".join(told.text.split())
    return f"{told.source}: {text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(' ', 1)[0] + ' …'}"
