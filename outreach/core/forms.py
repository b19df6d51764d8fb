"""Forms: the base class, and fields that validate what may be stored, with messages in the user's language.

Every text field strips, normalises to NFC, refuses control characters and text that is too long, and shows the
submitted text again when it is refused. Choices the user may not make are not among the valid ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any, NoReturn

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, DateInput, EmailInput, ListWidget, TelInput, TimeInput, URLInput

from outreach.core import clock, cpr
from outreach.core.errors import DomainError
from outreach.core.formatting import short_date
from outreach.core.i18n import FormTranslations
from outreach.core.idempotency import KeyedFormCSRF
from outreach.core.input_limits import LONGEST_TEXT, SHORT
from outreach.core.text_rules import clean, has_hidden_characters, is_email, is_phone, web_address


class Form(FlaskForm):
    """Base of every form: our own messages, and errors of the whole form in `form_errors`."""

    class Meta(FlaskForm.Meta):
        csrf_class = KeyedFormCSRF

        def get_translations(self, form: Any) -> FormTranslations:
            return FormTranslations()

    def validate(self, extra_validators: Any = None) -> bool:
        """As in the base class; a form refilled from a draft is not submitted, so it is never valid."""
        return not g.get("form_refilled", False) and super().validate(extra_validators)

    def add_error(self, error: DomainError) -> None:
        """Show the service's error at the field it names, or above the form where the form has no such field."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors: list[str] = [*self.form_errors, error.message]
        else:
            field.errors = [*field.errors, error.message]


def refuse_hidden_characters(text: str) -> None:
    """Raise ValidationError where a text has control characters that nobody sees."""
    if has_hidden_characters(text):
        raise ValidationError(_("Teksten indeholder et usynligt styretegn. Skriv den igen, eller indsæt den som ren "
                                "tekst."))


def refuse_cpr_number() -> NoReturn:
    """Raise the ValidationError for a text with a CPR number."""
    raise ValidationError(_("Det ligner et CPR-nummer. Det må ikke stå her – slet det, og skriv i stedet det, I har "
                            "brug for at huske."))


class _CleanText:
    """Shared by Line and Text: cleaning, length, control characters, required, no CPR number."""

    data: Any
    flags: Any
    longest = LONGEST_TEXT
    #: Whether the text has ten digits that may be a CPR number, and whether the user has confirmed that they are none.
    asks_cpr = says_no_cpr = False

    def __init__(self, label: Any = None, *, max: int, required: bool | str = False, allow_ten_digits: bool = False,
                 **kwargs: Any) -> None:
        self.max_length, self.required, self.allow_ten_digits = max, required, allow_ten_digits
        render = dict(kwargs.pop("render_kw", None) or {})
        super().__init__(label, render_kw=render, **kwargs)  # type: ignore[call-arg]
        self.flags.required = bool(required)

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        sent = formdata.getlist(self.name)[:1] if formdata else []  # type: ignore[attr-defined]
        # White space and decomposed accents make a text longer than it is stored; what is longer still is not
        # processed.
        too_long = bool(sent) and len(sent[0]) > 2 * self.max_length + SHORT
        super().process(None if too_long else formdata, *args, **kwargs)  # type: ignore[misc]
        if too_long:
            self.raw_data, self.data = sent, sent[0]
        self.says_no_cpr = bool(formdata and formdata.get(f"{self.name}-not-cpr"))  # type: ignore[attr-defined]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean(valuelist[0]) if valuelist else ""

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def pre_validate(self, form: Any) -> None:
        text = self.data or ""
        # Checked first: a very long text is not searched.
        if len(text) > self.max_length:
            raise ValidationError(_("Teksten er %(over)s tegn for lang (højst %(most)s).",
                                    over=len(text) - self.max_length, most=self.max_length))
        hits = () if self.allow_ten_digits else cpr.find_cpr(text)
        # The stored text was asked about when it was entered.
        self.asks_cpr = bool(hits) and text != (self.object_data or "")  # type: ignore[attr-defined]
        if self.required and not text:
            raise ValidationError(str(self.required) if self.required is not True else _("Feltet skal udfyldes."))
        self.asks_cpr = self.asks_cpr and not any(hit.certain for hit in hits)
        refuse_hidden_characters(text)
        if any(hit.certain for hit in hits):
            refuse_cpr_number()
        if self.asks_cpr and not self.says_no_cpr:
            raise ValidationError(_("Er det et CPR-nummer? Så slet det. Er det ikke, så sæt hak, og gem igen."))
        self.check(text)

    def check(self, text: str) -> None:
        """Further checks of a subclass; raises ValidationError."""


class Hidden(HiddenField):
    """A hidden value of at most `longest` characters."""

    def __init__(self, label: Any = None, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(label, **kwargs)


class Line(_CleanText, StringField):
    """One line of text."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        self.data = " ".join((self.data or "").split("\n"))


class Text(_CleanText, TextAreaField):
    """Text of several lines."""


class EmailField(Line):
    """An e-mail address, checked for form only: nothing is looked up."""

    widget = EmailInput()

    def check(self, text: str) -> None:
        if text and not is_email(text):
            raise ValidationError(_("Det ligner ikke en mailadresse. Skriv den som navn@sted.dk."))


class PhoneField(Line):
    """A telephone number: digits with an optional country code, written with or without spaces."""

    widget = TelInput()

    def check(self, text: str) -> None:
        if text and not is_phone(text):
            raise ValidationError(_("Skriv telefonnummeret med tal, fx 89 15 89 15 eller +45 89 15 89 15."))


class WebField(Line):
    """A web address; 'https://' is added where it is missing. Only http and https."""

    widget = URLInput()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        # Text that is no address stays as written, to be corrected.
        self.data = web_address(self.data) or self.data

    def check(self, text: str) -> None:
        if text and web_address(text) is None:
            raise ValidationError(_("Skriv webadressen som www.sted.dk."))


class _ParsedField(Field):
    """Base of fields whose text is parsed to a value of `kind`; `raw` holds the text as submitted."""

    longest = SHORT
    data: Any
    kind: type[date] | type[time]
    #: Messages for a text that cannot be parsed, and for a missing value.
    unreadable: Any
    missing: Any

    def __init__(self, label: Any = None, *, required: bool | str = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.required = required
        self.flags.required = bool(required)
        self.raw = ""

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, self.kind) else self.raw

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.raw = clean(valuelist[0]) if valuelist else ""
        self.data = self.parse(self.raw)

    def parse(self, text: str) -> Any:
        """The value of a text; None where it is none."""
        raise NotImplementedError

    def pre_validate(self, form: Any) -> None:
        if self.raw and self.data is None:
            raise ValidationError(str(self.unreadable))
        if self.required and self.data is None:
            raise ValidationError(str(self.required) if self.required is not True else str(self.missing))


class DateField(_ParsedField):
    """A date. Browsers send 2026-11-24; people write 24.11.2026, 24/11 2026 or 24-11-26."""

    widget = DateInput()
    kind = date
    unreadable = _l("Datoen findes ikke. Skriv den som 24.11.2026.")
    missing = _l("Vælg en dato.")

    def parse(self, text: str) -> date | None:
        return parse_date(text)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data is not None and not 1900 <= self.data.year <= 2200:
            raise ValidationError(_("Året ligger for langt væk."))


def parse_date(text: str) -> date | None:
    """A date written in ISO or Danish form; None where the text is no date."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    match = re.fullmatch(r"([0-9]{1,2})[./ -]+([0-9]{1,2})[./ -]+([0-9]{4}|[0-9]{2})", text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


class ConfirmPastDateMixin:
    """For a form with a `due_on`: a past day is refused until `past_ok` is ticked; `asks_past` shows the check box."""

    past_ok = BooleanField(_l("Ja, datoen er rigtig"))
    asks_past = False
    #: The stored day, which was confirmed when it was entered.
    known_day: date | None = None

    def validate_due_on(self, field: DateField) -> None:
        """Raises ValidationError for a past day that is not confirmed."""
        if field.data is None or field.data >= clock.today() or field.data == self.known_day:
            return
        self.asks_past = True
        if not self.past_ok.data:
            raise ValidationError(_("Den %(day)s er gået. Er det den rigtige dato? Så sæt hak, og gem igen.",
                                    day=short_date(field.data)))


class TimeField(_ParsedField):
    """A time of day: 17:30, 17.30, 1730 or 17."""

    widget = TimeInput()
    kind = time
    unreadable = _l("Klokkeslættet findes ikke. Skriv det som 17.30.")
    missing = _l("Vælg et klokkeslæt.")

    def _value(self) -> str:
        return self.data.strftime("%H:%M") if isinstance(self.data, time) else self.raw

    def parse(self, text: str) -> time | None:
        match = re.fullmatch(r"(?:kl\.? ?)?([0-9]{1,2})(?:[.:]?([0-9]{2}))?(?::[0-9]{2})?", text)
        try:
            return time(int(match[1]), int(match[2] or 0)) if match else None
        except ValueError:
            return None


class Choice(SelectField):
    """One of a list. `blank` adds a first empty choice with that text; empty is None."""

    data: Any

    def __init__(self, label: Any = None, *, choices: Iterable[tuple[str, Any]] = (), blank: Any = None,
                 required: bool | str = False, **kwargs: Any) -> None:
        self.blank, self.required = blank, required
        super().__init__(label, choices=list(choices), coerce=lambda value: value or None, **kwargs)
        self.flags.required = bool(required)

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Set the choices (value, label)."""
        self.choices = list(choices)

    def iter_choices(self) -> Any:
        if self.blank is not None:
            yield ("", self.blank, self.data is None, {})
        yield from ((value, label, self.data == value, {}) for value, label in self.choices)

    def process_data(self, value: Any) -> None:
        self.data = value or None

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            if self.required or self.blank is None:
                raise ValidationError(str(self.required) if self.required is not True else _("Vælg én."))
        elif self.data not in {value for value, _label in self.choices}:
            raise ValidationError(_("Det valg findes ikke længere. Vælg et andet."))


class Choices(SelectMultipleField):
    """Any number of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        known = {value for value, *_rest in self.choices}
        if any(value not in known for value in self.data or ()):
            raise ValidationError(_("Et af valgene findes ikke længere."))


class RowForm(PlainForm):
    """Base of one row of `Rows`; only the form around it has a CSRF token."""

    class Meta:
        def get_translations(self, form: Any) -> FormTranslations:
            return FormTranslations()


class Rows(FieldList):
    """A list of rows; row numbers of more than three digits in a request are ignored."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Any:
        pattern = re.compile(re.escape(prefix) + r"-([0-9]{1,3})(?:-|$)", re.ASCII)
        return (int(match[1]) for name in formdata if (match := pattern.match(name)))


LANGUAGE_CHOICES = (("da", _l("Dansk")), ("en", _l("Engelsk")))
