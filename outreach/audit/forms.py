"""The form that names somebody to be removed from the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.core.forms import Form, Line


class ForgetForm(Form):
    """A name, a mail address or a number to blank everywhere."""

    words = Line(_l("Navn, mail eller telefonnummer"), max=200, required=True)
