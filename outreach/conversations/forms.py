"""The quick form, and the one that puts a line right."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from outreach.conversations.labels import WAY_LABELS, WAYS
from outreach.conversations.models import LINE
from outreach.core import clock
from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, ConfirmPastDateMixin, DateField, Form, Hidden, Line
from outreach.core.input_limits import SHORT

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


class NoteForm(ConfirmPastDateMixin, _ContactFields):
    """The quick form: whom (one pointed at, or a part of a name), and what to follow up on."""

    who = Line(_l("Hvem?"), max=WHO, id="note-who")
    pick = Hidden(longest=SHORT, id="note-pick")
    follow_what = Line(_l("Hvad skal der følges op på?"), max=WHAT, id="note-follow")
    due_on = DateField(_l("Hvornår?"), id="note-follow-on")
    # The dialog may stand on a page that asks about a day of its own.
    past_ok = BooleanField(_l("Ja, datoen er rigtig"), id="note-past-ok")

    def validate(self, extra_validators: Any = None) -> bool:
        """A follow-up needs both what and when."""
        good = super().validate(extra_validators)
        what, day = self.follow_what.data, self.due_on.data
        if what and day is None and not self.due_on.errors:
            self.due_on.errors = [_("Hvilken dag skal du følge op?")]
            good = False
        if day is not None and not what:
            self.follow_what.errors = [*self.follow_what.errors, _("Skriv, hvad der skal følges op på.")]
            good = False
        return good
