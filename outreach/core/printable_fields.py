"""Form fields for printed text: characters missing in our fonts are refused with a message at the field."""

from __future__ import annotations

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from outreach.core.forms import Line, Text
from outreach.core.pdf.fonts import missing_characters


class _Printable:
    def check(self, text: str) -> None:
        missing = missing_characters(text)
        if missing:
            raise ValidationError(_("Vores skrift kan ikke vise %(characters)s på papir. Slet eller erstat.",
                                    characters=" ".join(missing)))
        super().check(text)  # type: ignore[misc]


class PaperLine(_Printable, Line):
    """One line of printed text."""


class PaperText(_Printable, Text):
    """Several lines of printed text."""
