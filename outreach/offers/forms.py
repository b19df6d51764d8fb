"""Forms for an offer and for its words to one sector."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, Choices, Line
from outreach.core.i18n import localized
from outreach.core.printable_fields import PaperLine, PaperText
from outreach.offers.labels import EFFORTS
from outreach.offers.models import Offer
from outreach.offers.reading import PLACEHOLDERS
from outreach.offers.service import TEXTS, WORDING_TEXTS


class BeginSmall(PaperText):
    """A small beginning: curly brackets stand only around the place for the time, once."""

    def __init__(self, label: Any = None, *, language: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.placeholder = PLACEHOLDERS[language]

    def check(self, text: str) -> None:
        super().check(text)
        if text.count(self.placeholder) > 1 or re.search(r"[{}]", text.replace(self.placeholder, "")):
            raise ValidationError(_("Skriv %(placeholder)s præcis sådan og kun én gang, dér hvor tiden skal stå.",
                                    placeholder=self.placeholder))


class OfferForm(SectionForm):
    """Everything about an offer but its words to single sectors."""

    name = Line(_l("Navn hos os"), max=80, required=True)
    headline_da = PaperLine(_l("Overskrift på dansk"), max=80, required=True)
    headline_en = PaperLine(_l("Overskrift på engelsk"), max=80)
    text_da = PaperText(_l("Tekst på dansk"), max=400, required=True)
    text_en = PaperText(_l("Tekst på engelsk"), max=400)
    practical_da = PaperLine(_l("Praktisk linje på dansk"), max=160)
    practical_en = PaperLine(_l("Praktisk linje på engelsk"), max=160)
    begin_small_da = BeginSmall(_l("En lille begyndelse på dansk"), max=240, language="da")
    begin_small_en = BeginSmall(_l("En lille begyndelse på engelsk"), max=240, language="en")
    effort = Choice(_l("Hvad koster det partneren?"), required=True,
                    choices=[(level.value, label) for level, label in EFFORTS.items()])
    needs = Choices(_l("Svarer på disse behov"))
    target_groups = Choices(_l("Er for disse målgrupper"))

    def values(self) -> dict[str, Any]:
        """What to save, by the offer's own names. A text on paper is one paragraph, whatever the box looked like."""
        texts = {name: " ".join(self._fields[name].data.split()) for name in TEXTS}
        return {**texts, "name": self.name.data, "effort": self.effort.data, "needs": self.needs.data or [],
                "target_groups": self.target_groups.data or []}


class WordingForm(SectionForm):
    """The words of one sector; an empty text falls back to the offer's own."""

    headline_da = PaperLine(_l("Overskrift på dansk"), max=80)
    headline_en = PaperLine(_l("Overskrift på engelsk"), max=80)
    text_da = PaperText(_l("Tekst på dansk"), max=400)
    text_en = PaperText(_l("Tekst på engelsk"), max=400)

    def values(self) -> dict[str, str]:
        """What to save."""
        return {name: " ".join(self._fields[name].data.split()) for name in WORDING_TEXTS}


def offer_form(offer: Offer | None, needs: Sequence[Any], target_groups: Sequence[Any], **kwargs: Any) -> OfferForm:
    """The form for a new offer or for `offer`; `needs` and `target_groups` are all of them, resting ones too. With
    `formdata=None` it holds what is stored and nothing else."""
    data: dict[str, Any] = {"effort": "little"}
    if offer is not None:
        data = {name: getattr(offer, name) for name in (*TEXTS, "name")}
        data |= {"effort": offer.effort.value, "needs": [need.key for need in offer.needs],
                 "target_groups": [group.key for group in offer.target_groups]}
    form = OfferForm(data=data, **kwargs)
    form.needs.choices = _choices(needs, offer.needs if offer else ())
    form.target_groups.choices = _choices(target_groups, offer.target_groups if offer else ())
    return form


def _choices(terms: Sequence[Any], chosen: Sequence[Any]) -> list[tuple[str, str]]:
    """The active ones, and those chosen already even where they rest now."""
    kept = {term.key for term in chosen}
    return [(term.key, _name(term)) for term in terms if term.is_active or term.key in kept]


def _name(term: Any) -> str:
    name = localized(term, "label")
    return name if term.is_active else _("%(name)s (hviler)", name=name)
