"""What text a form takes, what it says about the rest, and that nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date, time

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from outreach.core.errors import DomainError
from outreach.core.forms import (
    Choice,
    Choices,
    DateField,
    EmailField,
    Form,
    Line,
    PhoneField,
    Text,
    TimeField,
    WebField,
    parse_date,
)


class Sample(Form):
    class Meta(Form.Meta):
        csrf = False

    name = Line("Navn", max=10)
    note = Text("Note", max=40)
    mail = EmailField("Mail", max=60)
    phone = PhoneField("Telefon", max=30)
    web = WebField("Web", max=60)
    day = DateField("Dato")
    hour = TimeField("Tid")
    one = Choice("Valg", choices=(("a", "A"), ("b", "B")), blank="Ikke valgt")
    many = Choices("Flere", choices=[("a", "A"), ("b", "B")])


class Demanding(Sample):
    name = Line("Navn", max=10, required="Skriv et navn.")


def sent(app: Flask, form: type[Form] = Sample, **values: str) -> Form:
    with app.test_request_context():
        filled = form(MultiDict(values))
        filled.validate()
        return filled


def errors(app: Flask, **values: str) -> dict[str, list[str]]:
    return {name: [str(each) for each in texts] for name, texts in sent(app, **values).errors.items()}


@pytest.mark.parametrize(("field", "typed", "kept"), [
    ("name", "  Bo  ", "Bo"), ("name", "a\nb", "a b"), ("note", "a\r\nb\rc", "a\nb\nc"), ("name", "e\u0301", "é"),
    ("name", "😀", "😀"), ("name", "سلام", "سلام"), ("name", "<b>x</b>", "<b>x</b>"),
    ("name", "{{ 7*7 }}", "{{ 7*7 }}"), ("name", "a\u200eb\u200fc\u061cd", "a\u200eb\u200fc\u061cd"),
    ("mail", "a@b.dk", "a@b.dk"), ("phone", "+45 89 15 89 15", "+45 89 15 89 15"),
    ("web", "www.sted.dk", "https://www.sted.dk"), ("web", "http://sted.dk/a?b=c", "http://sted.dk/a?b=c"),
    ("day", "2026-11-24", date(2026, 11, 24)), ("day", "24.11.2026", date(2026, 11, 24)),
    ("day", "24/11 2026", date(2026, 11, 24)), ("day", "24-11-26", date(2026, 11, 24)), ("day", "", None),
    ("hour", "17:30", time(17, 30)), ("hour", "17.30", time(17, 30)), ("hour", "1730", time(17, 30)),
    ("hour", "17", time(17)), ("hour", "kl. 17.30", time(17, 30)), ("one", "b", "b"), ("one", "", None),
])
def test_accepted_text_is_cleaned(app: Flask, field: str, typed: str, kept: object) -> None:
    form = sent(app, **{field: typed})
    assert (form.errors, form[field].data) == ({}, kept)


@pytest.mark.parametrize(("field", "typed", "message"), [
    ("name", "Bibliotekar", "Teksten er 1 tegn for lang (højst 10)."),
    ("name", "a\x00b", "Teksten indeholder et usynligt styretegn. Skriv den igen, eller indsæt den som ren tekst."),
    ("name", "a\x1bb", "Teksten indeholder et usynligt styretegn. Skriv den igen, eller indsæt den som ren tekst."),
    *[("name", f"a{sign}b", "Teksten indeholder et usynligt styretegn. Skriv den igen, eller indsæt den som ren tekst.")
      for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"],
    ("mail", "bo", "Det ligner ikke en mailadresse. Skriv den som navn@sted.dk."),
    ("phone", "ring bare", "Skriv telefonnummeret med tal, fx 89 15 89 15 eller +45 89 15 89 15."),
    ("web", "javascript:alert(1)", "Skriv webadressen som www.sted.dk."),
    ("web", "file:///etc/passwd", "Skriv webadressen som www.sted.dk."),
    ("day", "31.02.2026", "Datoen findes ikke. Skriv den som 24.11.2026."),
    ("day", "i morgen", "Datoen findes ikke. Skriv den som 24.11.2026."),
    ("day", "0001-01-01", "Året ligger for langt væk."),
    ("hour", "25.00", "Klokkeslættet findes ikke. Skriv det som 17.30."),
    ("one", "c", "Det valg findes ikke længere. Vælg et andet."),
    ("many", "c", "Et af valgene findes ikke længere."),
])
def test_invalid_text_is_refused_with_a_message(app: Flask, field: str, typed: str, message: str) -> None:
    assert errors(app, **{field: typed}) == {field: [message]}


def test_overlong_text_is_not_searched_for_cpr_numbers(app: Flask) -> None:
    form = sent(app, note="0102031234 " * 1000)
    assert (list(form.errors), form.note.asks_cpr) == (["note"], False)


def test_possible_cpr_number_needs_confirmation(app: Flask) -> None:
    asked, answered = sent(app, note="0102031234"), sent(app, **{"note": "0102031234", "note-not-cpr": "1"})
    assert [(each.note.asks_cpr, bool(each.errors)) for each in (asked, answered)] == [(True, True), (True, False)]


def test_certain_cpr_number_is_refused_even_if_confirmed(app: Flask) -> None:
    form = sent(app, **{"note": "010203-1234", "note-not-cpr": "1"})
    assert (form.note.asks_cpr, list(form.errors)) == (False, ["note"])


def test_stored_possible_cpr_number_needs_no_confirmation(app: Flask) -> None:
    with app.test_request_context():
        form = Sample(MultiDict({"note": "0102031234"}), data={"note": "0102031234"})
        assert form.validate()


@pytest.mark.parametrize(("typed", "ticks"), [("0102031234", ["note-not-cpr"]), ("89 15 89 15", [])])
def test_cpr_confirmation_is_a_check_box_at_the_field(app: Flask, typed: str, ticks: list[str]) -> None:
    with app.test_request_context():
        form = Sample(MultiDict({"note": typed}))
        form.validate()
        html = str(app.jinja_env.get_template("macros/forms.html").module.field(form.note))  # type: ignore[attr-defined]
    assert re.findall(r'type="checkbox" id="[^"]*" name="([^"]*)"', html) == ticks


@pytest.mark.parametrize(("field", "typed"), [("name", "Bibliotekaren"), ("mail", "bo"), ("day", "31.02.2026"),
                                              ("hour", "25.00"), ("phone", "ring bare")])
def test_refused_text_is_shown_again(app: Flask, field: str, typed: str) -> None:
    assert f'value="{typed}"' in sent(app, **{field: typed})[field]()


def test_refused_text_is_escaped(app: Flask) -> None:
    assert "<script>" not in sent(app, name="<script>x")["name"]()


def test_required_field_has_its_own_message(app: Flask) -> None:
    assert sent(app, Demanding, name="  ").errors == {"name": ["Skriv et navn."]}


@pytest.mark.parametrize(("named", "shown"), [("name", {"name": ["Nej."]}), ("", {"": ["Nej."]}),
                                              ("elsewhere", {"": ["Nej."]})])
def test_service_error_is_shown_at_its_field(app: Flask, named: str, shown: dict[str, list[str]]) -> None:
    form = sent(app)
    form.add_error(DomainError(named, "Nej."))
    assert form.errors == shown


@pytest.mark.parametrize("typed", ["", "24", "24.13.2026", "99.99.9999", "2026-1-1", "24.11", "²4.11.2026"])
def test_invalid_dates_are_refused(typed: str) -> None:
    assert parse_date(typed) is None


def test_messages_are_in_the_users_language(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        form = Sample(MultiDict({"name": "Bibliotekar"}))
        form.validate()
        assert form.name.errors == ["The text is 1 characters too long (at most 10)."]
