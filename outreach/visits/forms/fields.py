"""Fields of a visit: numbers with big buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import NumberInput

from outreach.core.forms import clean
from outreach.core.input_limits import SHORT


class Count(Field):
    """A whole number from 0 to `most`; left empty it is 0."""

    widget = NumberInput(min=0, step=1)
    data: Any
    longest = SHORT

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
