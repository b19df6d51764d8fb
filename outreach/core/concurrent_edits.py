"""Editing a record that others may be editing too. The base of every edit form, and the one way to save it.

Two colleagues on different fields do not disturb each other: what only one of them changed stands. Where both changed
the same field, the later one sees both versions side by side and chooses, or writes a third.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import BooleanField, FieldList, HiddenField, SelectMultipleField

from outreach.core.errors import DomainError
from outreach.core.formatting import clock_time, short_date
from outreach.core.forms import Choice, DateField, Form, Hidden, Line, Text, TimeField
from outreach.core.three_way_merge import Outcome, differing, marks_of, merge, read_marks

#: Names on the page that asks: the fields it asks about, and the choice for each.
_ASKED, _KEEP = "asked", "keep-"


class SectionForm(Form):
    """Base of the edit forms. `version` tells what each field was filled from."""

    version = Hidden(longest=8_000)
    #: Fields that are not part of the record; hidden ones never are.
    not_content: ClassVar[frozenset[str]] = frozenset()
    #: Fields in which a colleague's text was taken, because only they had changed them.
    taken: Sequence[str] = ()

    def texts(self) -> dict[str, str]:
        """Each field's content as a text that is the same for the same content."""
        return {name: _as_text(field) for name, field in self._fields.items()
                if name not in self.not_content and not isinstance(field, HiddenField)}

    def in_words(self, name: str) -> str:
        """A field's content in words a reader knows."""
        return shown(self[name])

    def label_of(self, name: str) -> str:
        """What the page calls a field."""
        return str(self[name].label.text)

    def take(self, name: str, stored: SectionForm) -> None:
        """Let what is stored stand in a field."""
        self[name].process(None, stored[name].data)
        self[name].errors = ()

    def remember(self, stored: SectionForm) -> None:
        """From now on the page is filled from `stored`."""
        self.version.data = marks_of(stored.texts())

    def asked(self) -> list[str]:
        """The fields that the page before this one asked about."""
        known = self.texts()
        return [name for name in request.form.get(_ASKED, "").split() if name in known]

    def take_choices(self, stored: SectionForm) -> list[str]:
        """Do what was chosen side by side; the fields for which nothing was chosen. Before the form is validated."""
        open_still = []
        for name in self.asked():
            choice = request.form.get(f"{_KEEP}{name}")
            if choice == "theirs":
                self.take(name, stored)
            elif choice != "mine":
                open_still.append(name)
        return open_still


def _as_text(field: Any) -> str:
    data = field.data
    if isinstance(field, SelectMultipleField):
        return " ".join(sorted(str(each) for each in data or ()))
    if isinstance(field, FieldList):  # a row in which nothing stands is a spare one
        return "\n".join("|".join(str(each or "") for each in row.values()) for row in data if any(row.values()))
    return "" if data is None or data is False else str(data)


def shown(field: Any) -> str:
    """A field's content in words a reader knows; "–" for none."""
    if hasattr(field, "chosen_terms"):
        return ", ".join(row.label for row in field.rows() if row.said or row.guessed) or "–"
    if getattr(field, "choices", None):
        wanted = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(label) for value, label, *_rest in field.choices if value in wanted) or "–"
    if isinstance(field, FieldList):
        rows = ([shown(cell) for cell in entry.form if cell.data and not isinstance(cell, HiddenField)]
                for entry in field)
        return "\n".join(" · ".join(row) for row in rows if row) or "–"
    if isinstance(field, BooleanField):
        return _("Ja") if field.data else _("Nej")
    if isinstance(field, DateField):
        return short_date(field.data) if field.data else "–"
    if isinstance(field, TimeField):
        return clock_time(field.data) if field.data else "–"
    return str(field._value() if hasattr(field, "_value") else field.data) or "–"


@dataclass(frozen=True)
class Versions:
    """One field that both changed. `theirs` in pieces, each with whether it differs from mine; `field` where it can be
    written in on the page that asks, else None."""

    name: str
    label: str
    theirs: list[tuple[str, bool]]
    mine: str
    field: Any
    choice: str


@dataclass(frozen=True)
class Record:
    """What the page that asks needs to know of the record: what it is called, where "cancel" leads, and who saved last
    ("" where that is not known)."""

    name: str
    back: str
    changed_by: Callable[[], str] = lambda: ""


def settle(form: SectionForm, stored: SectionForm, record: Record) -> ResponseReturnValue | None:
    """Bring a sent form and what is stored together. None: the form holds what is to be saved; else the page that asks.

    Call once, where the form would be saved (or was refused after `asked`)."""
    open_still = form.take_choices(stored)
    outcomes = merge(read_marks(form.version.data or ""), form.texts(), stored.texts()) if form.version.data else {}
    kept = [name for name, outcome in outcomes.items() if outcome is Outcome.THEIRS]
    for name in kept:
        form.take(name, stored)
    form.taken = kept
    anew = [name for name, outcome in outcomes.items() if outcome is Outcome.ASK]
    if not (open_still or anew):
        if kept:
            flash(_("En kollega rettede imens: %(fields)s. Det er taget med.",
                    fields=", ".join(form.label_of(name) for name in kept)), "message")
        return None
    return _ask(form, stored, list(dict.fromkeys([*open_still, *anew])), record, anew)


def _ask(form: SectionForm, stored: SectionForm, names: Sequence[str], record: Record,
         anew: Sequence[str] = ()) -> ResponseReturnValue:
    """The page with both versions of the named fields; of those `anew`, an earlier choice counts no more."""
    form.remember(stored)  # a button that was pressed beside the text ("act") counts rows that may be others by now
    versions = [_versions(form, stored, name, "" if name in anew else request.form.get(f"{_KEEP}{name}", ""))
                for name in names]
    inline = {each.name for each in versions if each.field is not None}
    hidden = [(name, text) for name, text in request.form.items(multi=True)
              if name not in {"csrf_token", "version", "act", _ASKED, *inline} and not name.startswith(_KEEP)]
    # What is settled already stays so: chosen on the page before, or taken because only the other had changed it.
    settled = {name: request.form.get(f"{_KEEP}{name}", "") for name in form.asked()}
    settled |= dict.fromkeys(form.taken, "theirs")
    hidden += [(f"{_KEEP}{name}", choice) for name, choice in settled.items() if choice and name not in names]
    names_asked = " ".join(dict.fromkeys([*names, *settled]))
    return render_template("errors/conflict.html", form=form, versions=versions, hidden=hidden, asked=names_asked,
                           record=record, changed_by=record.changed_by(), again=bool(request.form.get(_ASKED))), 409


def _versions(form: SectionForm, stored: SectionForm, name: str, choice: str) -> Versions:
    field = form._fields.get(name)
    can_write = isinstance(field, Line | Text | DateField | TimeField | Choice)
    mine, theirs = form.in_words(name), stored.in_words(name)
    return Versions(name, form.label_of(name), differing(theirs, mine), mine, field if can_write else None,
                    choice)


def edit_record(form: SectionForm, stored: SectionForm, record: Record, *, show: Callable[[int], ResponseReturnValue],
                save: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Show an edit form, or check it, settle it with what others saved, and save it.

    `form` reads what was sent, `stored` is the same form filled from the record and nothing else. `show` answers with
    the form's page and a status; `save` does the act and answers; it may raise DomainError.
    """
    if not form.is_submitted():
        form.remember(stored)
        return show(200)
    unanswered = form.take_choices(stored)
    if not form.validate():
        wrong = set(form.errors)
        if form.asked() and wrong <= set(form.asked()):
            return _ask(form, stored, list(dict.fromkeys([*unanswered, *form.asked()])), record)
        return show(422)
    page = settle(form, stored, record)
    if page is not None:
        return page
    try:
        return save()
    except DomainError as error:
        form.add_error(error)
        return show(422)
