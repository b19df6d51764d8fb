"""The quick form, and the one that puts a line right."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from outreach.conversations.labels import WAY_LABELS, WAYS
from outreach.conversations.models import LINE
from outreach.core import clock
from outreach.core.editing import SectionForm
from outreach.core.forms import Choice, DateField, Form, Line

#: Characters of a part of a name, and of what is to be followed up on.
WHO, WHAT = 100, 300


class _ContactFields(Form):
    """How we were in touch, when, and one line about it."""

    way = Choice(_l("Hvad skete der?"), required=_l("Vælg, hvad der skete."), id="note-way")
    line = Line(_l("En linje om det"), max=LINE, id="note-line")
    happened_on = DateField(_l("Hvornår?"), required=True, id="note-on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way.offer(WAY_LABELS.items())
        if not self.is_submitted() and self.happened_on.data is None:
            self.happened_on.data = clock.today()

    def written(self) -> dict[str, Any]:
        """What the service asks for."""
        kind, reached = WAYS[self.way.data]
        return {"kind": kind, "reached": reached, "line": self.line.data, "happened_on": self.happened_on.data}


class ConversationForm(_ContactFields, SectionForm):
    """A line that is put right."""


class NoteForm(_ContactFields):
    """The quick form: whom (one pointed at, or a part of a name), and what to follow up on."""

    who = Line(_l("Hvem?"), max=WHO, id="note-who")
    pick = HiddenField(id="note-pick")
    follow_what = Line(_l("Hvad skal der følges op på?"), max=WHAT, id="note-follow")
    follow_on = DateField(_l("Hvornår?"), id="note-follow-on")

    def validate(self, extra_validators: Any = None) -> bool:
        """A follow-up needs both what and when, and a day that has not passed."""
        good = super().validate(extra_validators)
        what, day = self.follow_what.data, self.follow_on.data
        if what and day is None and not self.follow_on.errors:
            self.follow_on.errors = [_("Hvilken dag skal du følge op?")]
            good = False
        if day is not None and not what:
            self.follow_what.errors = [*self.follow_what.errors, _("Skriv, hvad der skal følges op på.")]
            good = False
        if what and day is not None and day < clock.today():
            self.follow_on.errors = [*self.follow_on.errors, _("Den dag er gået. Vælg i dag eller en dag, der kommer.")]
            good = False
        return good
