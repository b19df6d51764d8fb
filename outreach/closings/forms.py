"""The form of a closing, read field by field, so that one invalid field keeps no other from being saved."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms import Form as PlainForm

from outreach.closings import labels
from outreach.closings.content import LISTS, MOST_ROWS, PLAIN, Content, empty, has_words
from outreach.closings.initial_content import Attendee, OfferChoice
from outreach.commitments.labels import FIRMNESS
from outreach.core import cpr
from outreach.core.forms import LANGUAGE_CHOICES, Choice, DateField, Form, Hidden, Text
from outreach.core.i18n import FormTranslations
from outreach.core.input_limits import SHORT
from outreach.core.printable_fields import PaperLine, PaperText
from outreach.matching.models import Answer
from outreach.partners.protection import OpenPartner
from outreach.users.models import User

_TICKS = frozenset({"nothing_decided", "no_final", "no_commitments", "next_none"})


class _Row(PlainForm):
    """One row of a list; `key` is its own name in the content."""

    class Meta:
        def get_translations(self, form: Any) -> FormTranslations:
            return FormTranslations()

    key = Hidden(longest=SHORT)


class HeardRow(_Row):
    """A quote, in the partner's own words."""

    text = PaperText(_l("Med deres egne ord"), max=600)
    who = PaperLine(_l("Hvem sagde det?"), max=50)
    partner = Choice(_l("Fra hvem"), blank="")
    language = Choice(_l("Sprog"), choices=LANGUAGE_CHOICES, blank="")


class DecisionRow(_Row):
    """A decision: one of us follows up, by a day."""

    what = PaperText(_l("Vi har besluttet"), max=300)
    owner = Choice(_l("Hvem følger op?"), blank=_l("Vælg én af os"))
    due = DateField(_l("Senest"))


class TheirsRow(_Row):
    """A promise of theirs."""

    what = PaperText(_l("Hvad?"), max=300)
    who = PaperLine(_l("Hvem af dem?"), max=80)
    partner = Choice(_l("Fra hvem"), blank="")
    due = DateField(_l("Hvornår"))
    firmness = Choice(_l("Hvor fast?"), blank="", choices=[(level.value, text) for level, text in FIRMNESS.items()])


class OursRow(_Row):
    """A promise of ours."""

    what = PaperText(_l("Hvad?"), max=300)
    owner = Choice(_l("Hvem af os?"), blank=_l("Vælg én af os"))
    due = DateField(_l("Hvornår"))
    firmness = Choice(_l("Hvor fast?"), blank="", choices=[(level.value, text) for level, text in FIRMNESS.items()])


class StepRow(_Row):
    """A step to try before the next meeting."""

    action = PaperText(_l("Det prøver vi"), max=300)
    prepared = Text(_l("Sådan gør vi det klar"), max=300)
    involved = Text(_l("Hvem er med?"), max=300)
    course = Text(_l("Sådan ser et godt forløb ud"), max=300)
    expected = Text(_l("Det venter vi os af det"), max=300)


class AnswerRow(_Row):
    """An answer to an offer."""

    answer = Choice(_l("Deres svar"), blank="", choices=[
        (Answer.YES.value, _l("ja")), (Answer.MAYBE.value, _l("måske")), (Answer.NO.value, _l("nej tak"))])


class PresentRow(_Row):
    """Somebody who was there."""

    there = Choice(_l("Var med"), blank="", choices=[("yes", _l("Var med"))])


ROWS: dict[str, type[_Row]] = {"heard": HeardRow, "decisions": DecisionRow, "theirs": TheirsRow, "ours": OursRow,
                               "steps": StepRow, "answers": AnswerRow, "present": PresentRow}


class ClosingForm(Form):
    """The fields outside lists. `base` is the revision the page began with, `tag` identifies the page."""

    base = Hidden(longest=SHORT)
    tag = Hidden(longest=SHORT)
    held_on = DateField(_l("Hvornår var mødet?"), required=True)
    others = PaperLine(_l("Andre, der var med"), max=200)
    nothing_decided = BooleanField(labels.LISTS["nothing_decided"])
    no_final = BooleanField(labels.LISTS["no_final"])
    no_commitments = BooleanField(labels.LISTS["no_commitments"])
    next_on = DateField(_l("Vi taler sammen igen"))
    next_none = BooleanField(labels.LISTS["next_none"])
    past_is_meant = BooleanField(_l("Ja, dagene er rigtige"))


class AdditionForm(Form):
    """An addition after the meeting was closed."""

    text = Text(_l("Føj noget til"), max=2000, required=_l("Skriv, hvad der skal føjes til."))


@dataclass(frozen=True)
class FormChoices:
    """What one can choose on the page: colleagues, partners, people, offers; and who writes."""

    users: Sequence[User]
    partners: Sequence[OpenPartner]
    people: Sequence[Attendee]
    offers: Sequence[OfferChoice]
    writer: User
    language: str


def new_key() -> str:
    """A random key for a row or page."""
    return secrets.token_hex(5)


class Page:
    """A closing's page: its plain form and its rows, read from what was sent or filled from a content."""

    def __init__(self, offered: FormChoices, formdata: Any = None) -> None:
        self.offered = offered
        self.form = ClosingForm(formdata=formdata)
        self.rows: dict[str, list[_Row]] = {name: [] for name in LISTS}

    @property
    def form_errors(self) -> bool:
        """Whether a field is invalid."""
        return bool(self.form.errors or any(row.errors for rows in self.rows.values() for row in rows))

    @property
    def name_errors(self) -> list[tuple[Any, str]]:
        """(field, error) of every invalid field, in page order."""
        fields = [*self.form, *(field for name in LISTS for row in self.rows[name] for field in row)]
        return [(field, " ".join(str(error) for error in field.errors)) for field in fields
                if field.errors and field.name != "csrf_token"]

    def read(self, formdata: Any, base: Content) -> Content:
        """The content as sent. A field that cannot be kept is named (`name_errors`) and its place keeps what the page
        began with."""
        sent = empty()
        self.form.validate()
        for name in PLAIN:
            field = self.form[name]
            sent["plain"][name] = base["plain"][name] if field.errors else _as_text(field.data)
        for name in LISTS:
            began = {row["key"]: row for row in base[name]}
            for number in _numbers(name, formdata):
                key = _row_key(formdata.get(f"{name}-{number}-key") or "")
                row = self._row(name, number, began.get(key) if name != "present" else None, formdata)
                if key and len(self.rows[name]) < MOST_ROWS:
                    self.rows[name].append(row)
                    row.validate()
                    sent[name].append({"key": key, **{
                        column: began.get(key, {}).get(column, "") if row[column].errors else _as_text(row[column].data)
                        for column in LISTS[name]}})
            sent[name] = [row for row in sent[name] if has_words(name, row)]
        return sent

    def show(self, content: Content, base: str, tag: str, more: Mapping[str, int]) -> None:
        """Fill the page from a content, with empty rows to write in. What was sent and refused stands as it was."""
        refused = {name: {row["key"].data: row for row in self.rows[name] if row.errors} for name in LISTS}
        for name in PLAIN:
            field = self.form[name]
            if not field.errors:
                text = content["plain"][name]
                field.data = bool(text) if name in _TICKS else _as_data(field, text)
        self.form.base.data, self.form.tag.data = base, tag
        for name in LISTS:
            if name in ("answers", "present"):
                continue
            here = [row["key"] for row in content[name]]
            values = [*content[name], *({"key": key} for key in refused[name] if key not in here),
                      *({"key": new_key()} for _each in range(more.get(name, 0)))]
            self.rows[name] = [self._shown(name, number, row, refused[name].get(row["key"]))
                               for number, row in enumerate(values)]

    def blank(self, name: str) -> _Row:
        """A template row that the script copies, with its number and key to fill in."""
        return self._shown(name, "NN", {"key": ""}, None)

    def _shown(self, name: str, number: Any, row: Mapping[str, str], refused: _Row | None) -> _Row:
        shown = self._row(name, number, row, None)
        if refused is not None:
            for field in shown:
                theirs = refused[field.short_name]
                field.data, field.errors = theirs.data, theirs.errors
                for mark in ("asks_cpr", "says_no_cpr", "raw"):
                    if hasattr(theirs, mark):
                        setattr(field, mark, getattr(theirs, mark))
        elif set(row) <= {"key"}:
            self._suggest(name, shown)
        return shown

    def _suggest(self, name: str, row: _Row) -> None:
        """Fill a new row with the likeliest choices."""
        if name in ("decisions", "ours"):
            row["owner"].data = self.offered.writer.public_id
        if name in ("heard", "theirs"):
            row["partner"].data = self.offered.partners[0].public_id
        if name == "heard":
            row["language"].data = self.offered.language

    def _row(self, name: str, number: Any, values: Mapping[str, str] | None, formdata: Any) -> _Row:
        data = dict(values or {})
        row = ROWS[name](formdata=None, prefix=f"{name}-{number}")
        users = [(user.public_id, user.name) for user in self.offered.users]
        for column in ("owner", "partner"):
            if column in row:
                row[column].offer(users if column == "owner" else
                                  [(partner.public_id, partner.display_name) for partner in self.offered.partners])
        row.process(formdata, data={column: _as_data(row[column], data.get(column, "")) for column in row._fields})
        return row


def _row_key(sent: str) -> str:
    """A row's key as sent, or a new one where it holds a CPR number: keys are stored."""
    key = sent[:60]
    return new_key() if cpr.find_cpr(key) else key


def _numbers(name: str, formdata: Any) -> Iterator[int]:
    pattern = re.compile(rf"{name}-([0-9]{{1,3}})-key", re.ASCII)
    yield from sorted({int(match[1]) for field in formdata if (match := pattern.fullmatch(field))})


def _as_text(data: Any) -> str:
    if isinstance(data, date):
        return data.isoformat()
    return "yes" if data is True else str(data or "")


def _as_data(field: Any, text: str) -> Any:
    return (date.fromisoformat(text) if text else None) if isinstance(field, DateField) else text
