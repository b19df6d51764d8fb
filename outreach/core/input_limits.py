"""How long anything that comes in may be: decided here, and asked before anything reads it.

Lengths are characters unless said otherwise. A form's own field of text takes up to LONGEST_TEXT, so that a text which
is too long for it is shown again beside its error; it is not looked through (`forms._CleanText`). What no form knows,
such as a button or an id, is SHORT. Cells of imported files have theirs in `partners/importer/columns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from flask import Response, current_app, request
from flask_babel import gettext as _
from wtforms import BooleanField, FieldList, FileField, FormField, IntegerField, SelectFieldBase
from wtforms import Form as PlainForm
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.core import UnboundField

from outreach.core.errors import error_page, form_page
from outreach.core.transactions import SAFE_METHODS

PATH = 300
#: The whole query as sent, percent signs included; one value of it; how many there may be.
QUERY, QUERY_VALUE, QUERY_VALUES = 8_000, 500, 100
#: One header. Tickets of a single sign-on are the longest that come by.
HEADER = 16_384
#: Headers that the portal itself reads. Cookies hold those of other services under the same name.
HEADERS = {"User-Agent": 1_000, "Accept-Language": 500, "X-Request-Id": 200, "X-Draft": 20, "Range": 200,
           "If-None-Match": 1_000, "If-Modified-Since": 100, "Cookie": 8_192}
#: Fields of one form; the name of one; a value that no form knows; a text before its form has looked at it.
FIELDS, NAME, SHORT, LONGEST_TEXT = 2_000, 200, 200, 20_000
#: An address to go on to: a path with its query.
NEXT = 2_500
#: What is sent and is no field of a form class.
_PLAIN = {"next": NEXT, "back": NEXT, "asked": 4_000, "csrf_token": 600, "g-csrf-token": 600}
_OF_CLASS: dict[type[Any], int] = {BooleanField: 20, IntegerField: SHORT, SelectFieldBase: SHORT, FileField: NAME,
                                   CSRFTokenField: 600}


def longest_of(field: Any) -> int | None:
    """The longest value that a field takes in, bound to a form or not; None where nobody has decided."""
    kind = field.field_class if isinstance(field, UnboundField) else type(field)
    own: int | None = field.kwargs.get("longest") if isinstance(field, UnboundField) else None
    if own is None:
        own = getattr(field, "longest", None) or getattr(kind, "longest", None)
    return own or next((limit for known, limit in _OF_CLASS.items() if issubclass(kind, known)), None)


def form_classes(base: type[Any] = PlainForm) -> Iterator[type[Any]]:
    """Every form of the house, rows of forms included."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith("outreach."):
            yield kind
        yield from form_classes(kind)


def fields_of(form: type[Any]) -> Iterator[tuple[str, Any]]:
    """The fields of a form class that hold values themselves."""
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField) and not issubclass(field.field_class, FormField | FieldList):
            yield name, field


@cache
def _by_name() -> dict[str, int]:
    """The longest value of a field by its name, over all forms: a row's field is known by the last part of its name."""
    limits = dict(_PLAIN)
    for form in form_classes():
        for name, field in fields_of(form):
            limits[name] = max(limits.get(name, 0), longest_of(field) or SHORT)
            for part, longest in getattr(field.field_class, "longest_parts", {}).items():
                limits[f"{name}-{part}"] = longest
    return limits


def limit_of(name: str) -> int:
    """The longest value of what is sent by this name."""
    before, _dash, last = name.rpartition("-")
    return _by_name().get(name) or _by_name().get(before) or _by_name().get(last) or SHORT


def _too_long(most: int, code: int = 413) -> Response:
    return error_page(code, _("Der står for meget"),
                      _("Et felt eller en adresse er længere end de %(most)s tegn, der er plads til. Gå tilbage, gør "
                        "teksten kortere, og send den igen.", most=most), back=form_page())


def refuse_long_address() -> Response | None:
    """Before anything reads the address or a header."""
    for name, value in request.headers:
        most = HEADERS.get(name, HEADER)
        if len(value) > most:
            return error_page(431, _("Der står for meget"),
                              _("Browseren sender mere med, end portalen kan tage imod (%(name)s). Slet portalens "
                                "cookies, og prøv igen.", name=name))
    if len(request.path) > PATH:
        return _too_long(PATH, 414)
    if len(request.query_string) > QUERY or request.query_string.count(b"&") >= QUERY_VALUES:
        return _too_long(QUERY, 414)
    for name, values in request.args.lists():
        most = NEXT if name == "next" else QUERY_VALUE
        if len(name) > NAME or any(len(text) > most for text in values):
            return _too_long(most, 414)
    return None


def refuse_long_form() -> Response | None:
    """Before anything reads a field. A form without files takes as much as its fields do, which werkzeug holds only
    where there are files; and it counts no fields there."""
    if request.method in SAFE_METHODS:
        return None
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
        if request.get_data(cache=True, parse_form_data=False).count(b"&") >= FIELDS:
            return _too_long(FIELDS)
    for name, values in request.form.lists():
        most = limit_of(name)
        if len(name) > NAME or any(len(text) > most for text in values):
            return _too_long(most)
    if any(len(file.filename or "") > NAME for file in request.files.values()):
        return _too_long(NAME)
    return None
