"""Fields of a visit: numbers with big buttons, and text that asks back about a resident's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import NumberInput

from outreach.core.forms import Line, Text, clean
from outreach.visits.names import find_names


class Count(Field):
    """A whole number from 0 to `most`; left empty it is 0."""

    widget = NumberInput(min=0, step=1)
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


class _Observed:
    """Text about people: it asks back about what looks like a resident's name, and takes a no for an answer."""

    data: Any
    #: The parts of the text that look like a name, and whether the sender says that they are none.
    asks_names: tuple[str, ...] = ()
    says_no_name = False
    known: Collection[str] = ()

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)  # type: ignore[misc]
        self.says_no_name = bool(formdata and formdata.get(f"{self.name}-not-name"))  # type: ignore[attr-defined]

    def check(self, text: str) -> None:
        super().check(text)  # type: ignore[misc]
        # What stands there already was asked about when it came.
        self.asks_names = find_names(text, self.known) if text != (self.object_data or "") else ()  # type: ignore[attr-defined]
        if self.asks_names and not self.says_no_name:
            raise ValidationError(_("Er ”%(name)s” en, der bor eller kommer hos dem? Så skriv fx ”en dreng på syv”. "
                                    "Er det ikke, så sæt hak, og gem igen.", name="”, ”".join(self.asks_names)))


class ObservedText(_Observed, Text):
    """Several lines about people, without their names."""


class ObservedLine(_Observed, Line):
    """One line about people, without their names."""


def tell_known(form: Any, words: Collection[str]) -> None:
    """Let every such field of a form know the names that may stand there."""
    for field in form:
        if isinstance(field, _Observed):
            field.known = words
