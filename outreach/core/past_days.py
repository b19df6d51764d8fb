"""A day by which something is to be done and that has passed already: asked about once, then taken at the word."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from outreach.core import clock
from outreach.core.formatting import short_date
from outreach.core.forms import DateField


class AsksAboutPast:
    """For a form with a `due_on`: a day that has passed is refused until `past_ok` is ticked; `asks_past` then shows
    the box."""

    past_ok = BooleanField(_l("Ja, datoen er rigtig"))
    asks_past = False
    #: The day that stands there already: it was asked about when it came.
    known_day: date | None = None

    def validate_due_on(self, field: DateField) -> None:
        """Ask about a day that has passed."""
        if field.data is None or field.data >= clock.today() or field.data == self.known_day:
            return
        self.asks_past = True
        if not self.past_ok.data:
            raise ValidationError(_("Den %(day)s er gået. Er det den rigtige dato? Så sæt hak, og gem igen.",
                                    day=short_date(field.data)))
