"""Forms for the library's profile, its logo, and the rows of its lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from outreach.core.concurrent_edits import SectionForm
from outreach.core.forms import Choice, EmailField, Form, Line, PhoneField, Text, WebField
from outreach.core.i18n import localized
from outreach.core.printable_fields import PaperLine, PaperText
from outreach.core.text_rules import clean
from outreach.library import queries
from outreach.library.models import Sector
from outreach.library.vocabularies import VOCABULARIES, Entry, Vocabulary, texts


class ProfileForm(SectionForm):
    """The library's profile; its texts can be printed."""

    name = PaperLine(_l("Bibliotekets navn"), max=120, required=True)
    address = PaperLine(_l("Adresse"), max=120)
    postal_code = PaperLine(_l("Postnummer"), max=10)
    city = PaperLine(_l("By"), max=60)
    phone = PhoneField(_l("Telefon"), max=30)
    email = EmailField(_l("Mail"), max=120)
    website = WebField(_l("Hjemmeside"), max=200)
    who_da = PaperText(_l("Hvem vi er, på dansk"), max=200)
    who_en = PaperText(_l("Hvem vi er, på engelsk"), max=200)
    aim_da = PaperText(_l("Hvor vi vil hen, på dansk"), max=200)
    aim_en = PaperText(_l("Hvor vi vil hen, på engelsk"), max=200)
    contact_name = PaperLine(_l("Navn eller rolle"), max=80)
    contact_phone = PhoneField(_l("Kontaktens telefon"), max=30)
    contact_email = EmailField(_l("Kontaktens mail"), max=120)

    def values(self) -> dict[str, str]:
        """The values to save by column name, each on one line."""
        return {name: " ".join(field.data.split()) for name, field in self._fields.items()
                if isinstance(field, (Line, Text))}


class LogoForm(Form):
    """The logo's image file."""

    logo = FileField(_l("Billedfil"), render_kw={"accept": "image/png,image/jpeg"})

    def validate_logo(self, field: FileField) -> None:
        """Refuse a form without a file, at the field."""
        if not field.data:
            raise ValidationError(_("Vælg først en fil."))


class Lines(Text):
    """Several short texts, one per line; stored separated by |."""

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        lines = clean(valuelist[0]).replace("|", "\n").split("\n") if valuelist else []
        self.data = "|".join(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))

    def _value(self) -> str:
        return "\n".join(texts(self.data or ""))


class CueLines(Lines):
    """Lines in lower case, as they are searched for."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata([valuelist[0].lower()] if valuelist else [])


class RowForm(SectionForm):
    """Base of the forms made from a vocabulary's declaration."""

    def values(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """The values to save by entry name."""
        return {entry.name: self._fields[entry.name].data for entry in vocabulary.entries}


def _form_class(vocabulary: Vocabulary) -> type[RowForm]:
    fields = {entry.name: _field(vocabulary, entry) for entry in vocabulary.entries}
    return type(f"{vocabulary.model.__name__}Form", (RowForm,), fields)


def _field(vocabulary: Vocabulary, entry: Entry) -> Any:
    if entry.control == "check":
        return BooleanField(entry.label)
    if entry.control == "sector":
        return Choice(entry.label, blank=_l("Ikke valgt"))
    if entry.control == "choice":
        return Choice(entry.label, choices=entry.choices, required=entry.required)
    kind = {
        ("line", False): Line, ("line", True): PaperLine, ("text", False): Text, ("text", True): PaperText,
        ("lines", False): Lines, ("cues", False): CueLines,
    }[(entry.control, entry.on_paper)]
    return kind(entry.label, max=vocabulary.longest(entry.name), required=entry.required)


#: Made at import, so that `core.input_limits` knows the lengths of their fields.
_FORMS = {vocabulary.slug: _form_class(vocabulary) for vocabulary in VOCABULARIES}


def row_form(vocabulary: Vocabulary, row: Any = None, **kwargs: Any) -> RowForm:
    """The form for a new row, or for `row`; with `formdata=None` filled from the stored row only."""
    data = {} if row is None else {entry.name: getattr(row, entry.name) for entry in vocabulary.entries}
    for entry in vocabulary.entries:
        if entry.control == "sector":
            data[entry.name] = row.sector.key if row is not None and row.sector else None
    form = _FORMS[vocabulary.slug](data=data, **kwargs)
    for entry in vocabulary.entries:
        if entry.control == "sector":
            form[entry.name].offer(_sectors(row.sector if row is not None else None))
    return form


def _sectors(current: Sector | None) -> list[tuple[str, str]]:
    """The active sectors, and the current one even if it is inactive now."""
    sectors = list(queries.list_terms(Sector))
    if current is not None and current not in sectors:
        sectors.append(current)
    return [(sector.key, _sector_name(sector)) for sector in sectors]


def _sector_name(sector: Sector) -> str:
    name = localized(sector, "label")
    return name if sector.is_active else _("%(name)s (hviler)", name=name)
