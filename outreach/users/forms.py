"""Forms of signing in, of oneself, and of one-time links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import PasswordInput

from outreach.core.concurrent_edits import SectionForm
from outreach.core.errors import DomainError
from outreach.core.forms import LANGUAGE_CHOICES, Choice, EmailField, Form, Line, PhoneField
from outreach.core.input_limits import LONGEST_TEXT
from outreach.core.permissions import Role
from outreach.library.models import Branch
from outreach.users.models import User
from outreach.users.passwords import MAX_LENGTH
from outreach.users.roles import ROLE_LABELS
from outreach.users.service import ColleagueValues, check_new_password


class Password(StringField):
    """A password: not stripped or normalised, never sent back to the page."""

    widget = PasswordInput(hide_value=True)
    longest = LONGEST_TEXT

    def __init__(self, label: Any = None, *, new: bool = False, **kwargs: Any) -> None:
        render = {"autocomplete": "new-password" if new else "current-password", "autocapitalize": "none",
                  "spellcheck": "false"}
        super().__init__(label, render_kw=render, **kwargs)
        self.flags.required = True

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError(_("Feltet skal udfyldes."))
        if len(self.data) > MAX_LENGTH:
            raise ValidationError(_("Brug højst %(most)s tegn.", most=MAX_LENGTH))


class SignInForm(Form):
    """E-mail and password."""

    email = EmailField(_l("Mail"), max=120, required=True, render_kw={"autocomplete": "username"})
    password = Password(_l("Adgangskode"))


class MeForm(SectionForm):
    """One's own account."""

    name = Line(_l("Navn"), max=80, required=True, render_kw={"autocomplete": "name"})
    title = Line(_l("Titel"), max=80, render_kw={"autocomplete": "organization-title"})
    phone = PhoneField(_l("Telefon"), max=30, render_kw={"autocomplete": "tel"})
    language = Choice(_l("Sprog"), choices=LANGUAGE_CHOICES, required=True)


class ChangePasswordForm(Form):
    """The present password and a new one. Shown in the clear on request, so it is not asked for twice."""

    current_password = Password(_l("Nuværende adgangskode"))
    new_password = Password(_l("Ny adgangskode"), new=True)


class ConfirmForm(Form):
    """One's password once more."""

    password = Password(_l("Din adgangskode"))


class CodeForm(Form):
    """A code of the app, or where it may be one a recovery code."""

    code = Line(_l("Kode"), max=20, required=True, allow_ten_digits=True,
                render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"})


class EmailForm(Form):
    """One's own mail address."""

    email = EmailField(_l("Ny mail"), max=120, required=True, render_kw={"autocomplete": "email"})


class ColleagueForm(SectionForm):
    """A colleague's account, as an administrator fills it in."""

    name = Line(_l("Navn"), max=80, required=True)
    email = EmailField(_l("Mail"), max=120, required=True)
    role = Choice(_l("Rolle"), choices=[(role.value, label) for role, label in ROLE_LABELS.items()], required=True)
    title = Line(_l("Titel"), max=80)
    phone = PhoneField(_l("Telefon"), max=30)
    branch = Choice(_l("Afdeling"), blank=_l("Ingen bestemt"))
    language = Choice(_l("Sprog"), choices=LANGUAGE_CHOICES, required=True)

    def __init__(self, branches: Sequence[Branch], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._branches = {branch.public_id: branch for branch in branches}
        self.branch.offer((branch.public_id, branch.name) for branch in branches)

    @classmethod
    def stored(cls, branches: Sequence[Branch], user: User) -> ColleagueForm:
        """The form filled from the stored account."""
        return cls(branches, formdata=None, data={
            "name": user.name, "email": user.email, "role": user.role.value, "title": user.title, "phone": user.phone,
            "language": user.language, "branch": user.branch.public_id if user.branch else None})

    def values(self) -> ColleagueValues:
        """What to save."""
        return ColleagueValues(name=self.name.data, email=self.email.data, role=Role(self.role.data),
                               title=self.title.data, phone=self.phone.data, language=self.language.data,
                               branch=self._branches.get(self.branch.data or ""))


class SetPasswordForm(Form):
    """A password by a one-time link."""

    password = Password(_l("Adgangskode"), new=True)


class FirstRunForm(Form):
    """The administrator and the library, in one page."""

    name = Line(_l("Dit navn"), max=80, required=True, render_kw={"autocomplete": "name"})
    email = EmailField(_l("Din mail"), max=120, required=True, render_kw={"autocomplete": "email"})
    password = Password(_l("Adgangskode"), new=True)
    language = Choice(_l("Sprog"), choices=LANGUAGE_CHOICES, required=True)
    library_name = Line(_l("Bibliotekets navn"), max=120, required=True)
    library_address = Line(_l("Adresse"), max=120)
    library_postal_code = Line(_l("Postnummer"), max=10)
    library_city = Line(_l("By"), max=60)
    library_phone = PhoneField(_l("Telefon"), max=30)
    library_email = EmailField(_l("Bibliotekets mail"), max=120)

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate all fields, the password's strength included, so that all errors show at once."""
        valid = super().validate(extra_validators)
        if not self.password.errors:
            try:
                check_new_password(self.password.data, user_name=self.name.data or "", email=self.email.data or "")
            except DomainError as error:
                self.add_error(error)
                valid = False
        return valid

    def validate_library_postal_code(self, field: Line) -> None:
        """Four digits, where there is one."""
        if field.data and not re.fullmatch(r"(DK-?)?[0-9]{4}", field.data, re.IGNORECASE):
            raise ValidationError(_("Et postnummer har fire cifre."))
