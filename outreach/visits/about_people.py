"""Form fields for texts about people: they ask back where a text seems to name a resident."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from outreach.core.forms import Line, Text
from outreach.visits.names import find_names


class _AboutPeople:
    """Asks back about what looks like a resident's name, until the sender ticks that it is none."""

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


class AboutPeopleText(_AboutPeople, Text):
    """Several lines about people, without their names."""


class AboutPeopleLine(_AboutPeople, Line):
    """One line about people, without their names."""


def allow_names(form: Any, words: Collection[str]) -> None:
    """Set the names that all such fields of a form accept."""
    for field in form:
        if isinstance(field, _AboutPeople):
            field.known = words
