"""Editing a record that others may be editing too: the base of every edit form, and the function that saves it.

Changes of two users to different fields are merged. Where both changed the same field, the later one sees both versions
side by side and chooses one, or writes a third.
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
from outreach.core.three_way_merge import Outcome, diff_pieces, fingerprints, merge, parse_fingerprints

#: Names on the conflict page: the fields it asks about, and the choice for each.
_ASKED, _KEEP = "asked", "keep-"


class SectionForm(Form):
    """Base of the edit forms. `version` holds a fingerprint of what each field was filled from."""

    version = Hidden(longest=8_000)
    #: Fields that are not part of the record; hidden fields never are.
    not_content: ClassVar[frozenset[str]] = frozenset()
    #: Fields that took the stored value, because only the other user had changed them.
    merged_fields: Sequence[str] = ()

    def texts(self) -> dict[str, str]:
        """Each field's content as canonical text: the same for the same content."""
        return {name: _as_text(field) for name, field in self._fields.items()
                if name not in self.not_content and not isinstance(field, HiddenField)}

    def display_text(self, name: str) -> str:
        """A field's content as the conflict page shows it."""
        return display_value(self[name])

    def field_label(self, name: str) -> str:
        """A field's label as the conflict page shows it."""
        return str(self[name].label.text)

    def take_stored(self, name: str, stored: SectionForm) -> None:
        """Put the stored value into a field."""
        self[name].process(None, stored[name].data)
        self[name].errors = ()

    def set_base_version(self, stored: SectionForm) -> None:
        """Mark the page as filled from `stored`."""
        self.version.data = fingerprints(stored.texts())

    def asked_fields(self) -> list[str]:
        """The fields that the submitted conflict page asked about."""
        known = self.texts()
        return [name for name in request.form.get(_ASKED, "").split() if name in known]

    def apply_choices(self, stored: SectionForm) -> list[str]:
        """Apply the choices of the conflict page, before validation; returns the fields without a choice."""
        unanswered = []
        for name in self.asked_fields():
            choice = request.form.get(f"{_KEEP}{name}")
            if choice == "theirs":
                self.take_stored(name, stored)
            elif choice != "mine":
                unanswered.append(name)
        return unanswered


def _as_text(field: Any) -> str:
    data = field.data
    if isinstance(field, SelectMultipleField):
        return " ".join(sorted(str(value) for value in data or ()))
    if isinstance(field, FieldList):  # empty rows are spare ones
        return "\n".join("|".join(str(value or "") for value in row.values()) for row in data if any(row.values()))
    return "" if data is None or data is False else str(data)


def display_value(field: Any) -> str:
    """A field's content as a user would read it; "–" for none."""
    if hasattr(field, "chosen_terms"):
        return ", ".join(row.label for row in field.rows() if row.said or row.guessed) or "–"
    if getattr(field, "choices", None):
        selected = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(label) for value, label, *_rest in field.choices if value in selected) or "–"
    if isinstance(field, FieldList):
        rows = ([display_value(cell) for cell in entry.form if cell.data and not isinstance(cell, HiddenField)]
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
class FieldConflict:
    """One field that both users changed. `theirs` in pieces, each with whether it differs from `mine`; `field` where it
    can be edited on the conflict page, else None."""

    name: str
    label: str
    theirs: list[tuple[str, bool]]
    mine: str
    field: Any
    choice: str


@dataclass(frozen=True)
class Record:
    """What the conflict page shows of the record: its name, the address of "cancel", and who saved last ("" where that
    is not known)."""

    name: str
    back: str
    changed_by: Callable[[], str] = lambda: ""


def resolve_conflicts(form: SectionForm, stored: SectionForm, record: Record) -> ResponseReturnValue | None:
    """Merge a submitted form with the stored record. None: the form holds what is to be saved; else the conflict page.

    Call once, where the form would be saved."""
    unanswered = form.apply_choices(stored)
    version = form.version.data
    outcomes = merge(parse_fingerprints(version), form.texts(), stored.texts()) if version else {}
    merged = [name for name, outcome in outcomes.items() if outcome is Outcome.THEIRS]
    for name in merged:
        form.take_stored(name, stored)
    form.merged_fields = merged
    conflicting = [name for name, outcome in outcomes.items() if outcome is Outcome.ASK]
    if not (unanswered or conflicting):
        if merged:
            flash(_("En kollega rettede imens: %(fields)s. Det er taget med.",
                    fields=", ".join(form.field_label(name) for name in merged)), "message")
        return None
    return _conflict_page(form, stored, list(dict.fromkeys([*unanswered, *conflicting])), record, conflicting)


def _conflict_page(form: SectionForm, stored: SectionForm, names: Sequence[str], record: Record,
                   changed_again: Sequence[str] = ()) -> ResponseReturnValue:
    """The page with both versions of the named fields; for those `changed_again` an earlier choice is dropped."""
    form.set_base_version(stored)
    conflicts = [
        _field_conflict(form, stored, name, "" if name in changed_again else request.form.get(f"{_KEEP}{name}", ""))
        for name in names]
    inline = {conflict.name for conflict in conflicts if conflict.field is not None}
    # "act", a button pressed beside the text, is dropped: it counts rows that may be others by now.
    hidden = [(name, text) for name, text in request.form.items(multi=True)
              if name not in {"csrf_token", "version", "act", _ASKED, *inline} and not name.startswith(_KEEP)]
    # Resolved fields stay so: chosen on the page before, or merged because only the other user had changed them.
    resolved = {name: request.form.get(f"{_KEEP}{name}", "") for name in form.asked_fields()}
    resolved |= dict.fromkeys(form.merged_fields, "theirs")
    hidden += [(f"{_KEEP}{name}", choice) for name, choice in resolved.items() if choice and name not in names]
    names_asked = " ".join(dict.fromkeys([*names, *resolved]))
    return render_template("errors/conflict.html", form=form, conflicts=conflicts, hidden=hidden, asked=names_asked,
                           record=record, changed_by=record.changed_by(), again=bool(request.form.get(_ASKED))), 409


def _field_conflict(form: SectionForm, stored: SectionForm, name: str, choice: str) -> FieldConflict:
    field = form._fields.get(name)
    can_write = isinstance(field, Line | Text | DateField | TimeField | Choice)
    mine, theirs = form.display_text(name), stored.display_text(name)
    return FieldConflict(name, form.field_label(name), diff_pieces(theirs, mine), mine, field if can_write else None,
                         choice)


def edit_record(form: SectionForm, stored: SectionForm, record: Record, *, show: Callable[[int], ResponseReturnValue],
                save: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Show an edit form, or validate it, merge it with what others saved, and save it.

    `form` holds the submitted data, `stored` is the same form filled from the record only. `show` returns the form's
    page with a status; `save` does the act and returns the response; it may raise DomainError.
    """
    if not form.is_submitted():
        form.set_base_version(stored)
        return show(200)
    unanswered = form.apply_choices(stored)
    if not form.validate():
        asked = form.asked_fields()
        if asked and set(form.errors) <= set(asked):
            return _conflict_page(form, stored, list(dict.fromkeys([*unanswered, *asked])), record)
        return show(422)
    page = resolve_conflicts(form, stored, record)
    if page is not None:
        return page
    try:
        return save()
    except DomainError as error:
        form.add_error(error)
        return show(422)
