"""Forms and import accept and refuse the same texts, since both ask the same rules."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from outreach.core.forms import EmailField, Form, Line, PhoneField, WebField
from outreach.partners.forms.fields import CvrField, PostalCodeField
from outreach.partners.importer.parse import parse_partners


class PartnerFields(Form):
    class Meta(Form.Meta):
        csrf = False

    name = Line("Navn", max=120)
    phone = PhoneField("Telefon", max=30)
    email = EmailField("Mail", max=120)
    website = WebField("Web", max=200)
    postal_code = PostalCodeField("Postnummer", max=10)
    cvr = CvrField("CVR", max=20)


HIDDEN = [("name", f"Huset{sign}gnp", None) for sign in "\x00\x07\x1b\x7f\x9f\u2028\u202a\u202e\u2066\u2069\ufffe"]


@pytest.mark.parametrize(("field", "text", "value"), [
    *[case for case in HIDDEN if "\x00" not in case[1]],
    ("name", "Huset\u200e\u200f سلام", "Huset\u200e\u200f سلام"), ("name", "e\u0301", "é"),
    ("phone", "89.15.89.15", "89.15.89.15"), ("phone", "+45 89 15 89 15", "+45 89 15 89 15"),
    ("phone", "(045) 89-15/89-15", None), ("phone", "ring bare", None), ("phone", "89", None),
    ("email", "post@huset.dk", "post@huset.dk"), ("email", "post@", None), ("email", "a b@c.dk", None),
    ("email", "o'hara@huset.dk", "o'hara@huset.dk"), ("email", "a..b@huset.dk", None),
    ("website", "www.huset.dk", "https://www.huset.dk"), ("website", "http://huset.dk/a", "http://huset.dk/a"),
    ("website", "ftp://huset.dk", None), ("website", "huset", None),
    ("postal_code", "8900", "8900"), ("postal_code", "DK-8900", "8900"), ("postal_code", "dk 8900", "8900"),
    ("postal_code", "890", None), ("cvr", "DK 13585628", "13585628"), ("cvr", "12345678", None),
])
def test_form_and_import_agree(app: Flask, field: str, text: str, value: str | None) -> None:
    with app.test_request_context():
        form = PartnerFields(MultiDict({"name": "Huset", field: text}))
        typed = form[field].data if form.validate() else None
    cells = {"name": "Huset", field: text}
    file = parse_partners(f"{';'.join(cells)}\n{';'.join(cells.values())}\n".encode())
    imported = getattr(file.rows[0], field) if file.rows else None
    assert (typed, imported) == (value, value)
