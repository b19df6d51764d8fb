"""Whom to forget."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from outreach.core.forms import Form, Line


class ForgetForm(Form):
    """A name, a mail address, a number."""

    words = Line(_l("Navn, mail eller telefonnummer"), max=200, required=True)
