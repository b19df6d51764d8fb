"""Fields that only partners have: Danish numbers, ranked words of a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from outreach.core.cpr import find_cpr
from outreach.core.forms import Line, refuse_cpr_number, refuse_hidden_characters
from outreach.core.i18n import localized
from outreach.core.input_limits import LONGEST_TEXT, SHORT
from outreach.core.text_rules import clean, cvr_number, postal_code
from outreach.partners.models import Basis


class CvrField(Line):
    """A CVR number: eight digits whose check digit holds. Spaces and DK in front are taken off."""

    def process_formdata(self, valuelist: Any) -> None:
        super().process_formdata(valuelist)
        self.data = cvr_number(self.data) or self.data

    def check(self, text: str) -> None:
        if text and cvr_number(text) is None:
            raise ValidationError(_("CVR-nummeret er ikke rigtigt. Det har otte cifre, fx på cvr.dk."))


class PNumberField(Line):
    """A P-number: the ten digits of one place of a company. It may look like a CPR number and is none."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, allow_ten_digits=True, **kwargs)

    def process_formdata(self, valuelist: Any) -> None:
        super().process_formdata(valuelist)
        self.data = re.sub(r"\s", "", self.data or "")

    def check(self, text: str) -> None:
        if text and not re.fullmatch(r"[0-9]{10}", text):
            raise ValidationError(_("Et P-nummer har ti cifre."))


class PostalCodeField(Line):
    """A Danish postal code; DK in front is taken off."""

    def process_formdata(self, valuelist: Any) -> None:
        super().process_formdata(valuelist)
        self.data = postal_code(self.data) or self.data

    def check(self, text: str) -> None:
        if text and postal_code(text) is None:
            raise ValidationError(_("Et postnummer har fire cifre."))


@dataclass(frozen=True)
class TermRow:
    """One word of the vocabulary as the page shows it: ticked said, guessed (or just ticked), and its rank."""

    key: str
    label: str
    said: bool
    guessed: bool
    rank: int | None
    words: str = ""


class RankedTerms(Field):
    """Words of a vocabulary in order of weight, each said or guessed.

    `data` is a tuple of (key, Basis, words), the weightiest first; pairs are taken as without words. A page sends
    a value "said:key" or "guessed:key" per tick under the field's name and, where it has them, ranks under
    "<name>-rank-<key>". Ticks without a rank come after those with one; said before guessed; then in the order of the
    vocabulary. Without `bases` ticks are just "said:key".
    With `longest_words` each row has a line "<name>-words-<key>" for how they put it themselves.
    """

    longest = SHORT
    longest_parts = {"words": LONGEST_TEXT}  # of "<name>-words-<key>"

    def __init__(self, label: Any = None, *, bases: bool = True, longest_words: int = 0, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.bases = bases
        self.longest_words = longest_words
        self.suggestions: tuple[str, ...] = ()
        self.terms: list[Any] = []
        self.data: tuple[tuple[str, Basis, str], ...] = ()

    def offer(self, terms: Iterable[Any]) -> None:
        """Set the words that can be chosen, in their order."""
        self.terms = list(terms)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.object_data = tuple((*item, "")[:3] for item in data) if isinstance(data, tuple) else ()
        self.data = self.object_data
        if formdata:
            self.data = self._read(formdata)

    def _read(self, formdata: Any) -> tuple[tuple[str, Basis, str], ...]:
        chosen: dict[str, Basis] = {}
        for value in formdata.getlist(self.name):
            basis, _colon, key = value.partition(":")
            if basis == "said" or key not in chosen:
                chosen[key] = Basis.SAID if basis == "said" else Basis.GUESSED
        ranks = {key: _whole(formdata.get(f"{self.name}-rank-{key}", "")) for key in chosen}
        ordered = sorted(chosen.items(), key=lambda pair: (
            ranks[pair[0]] or 1000, pair[1] is Basis.GUESSED and not ranks[pair[0]]))
        return tuple((key, basis, clean(formdata.get(f"{self.name}-words-{key}", "")) if self.longest_words else "")
                     for key, basis in ordered)

    def pre_validate(self, form: Any) -> None:
        known = {term.key for term in self.terms}
        if any(key not in known for key, *_rest in self.data):
            raise ValidationError(_("Et af valgene findes ikke længere."))
        for _key, _basis, words in self.data:
            if len(words) > self.longest_words and words:
                raise ValidationError(_("Skriv deres ord på højst %(most)s tegn.", most=self.longest_words))
            refuse_hidden_characters(words)
            # Nobody puts a need in ten digits, so what may be a CPR number is not asked about here.
            if words and find_cpr(words):
                refuse_cpr_number()

    def rows(self) -> Iterator[TermRow]:
        """Every word with its ticks, for the page: the chosen ones first, by weight."""
        chosen = {key: (basis, rank, words) for rank, (key, basis, words) in enumerate(self.data, start=1)}
        for term in sorted(self.terms, key=lambda term: chosen.get(term.key, (None, 1000, ""))[1]):
            basis, rank, words = chosen.get(term.key, (None, None, ""))
            yield TermRow(term.key, localized(term, "label"), basis is Basis.SAID, basis is Basis.GUESSED, rank, words)

    def chosen_terms(self) -> list[tuple[Any, Basis]]:
        """The chosen words themselves, the weightiest first."""
        by_key = {term.key: term for term in self.terms}
        return [(by_key[key], basis) for key, basis, _words in self.data if key in by_key]

    def words_of(self, key: str) -> str:
        """How they put a chosen word themselves; may be empty."""
        return next((words for chosen, _basis, words in self.data if chosen == key), "")


def _whole(text: str) -> int:
    """A rank as typed; 0 where it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text.strip()) else 0
