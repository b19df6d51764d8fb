"""A sheet as the plain values that are kept with its PDF, and the fingerprint that tells two sheets apart.

Pure. What is kept is JSON, so that it can still be read when the classes of the sheets have moved on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any


def sheet_values(sheet: Any) -> dict[str, Any]:
    """The frozen dataclass of a paper as JSON values.

    Dates become "2026-12-01", times "17:30", tuples lists, and pictures {"sha256": …, "size": bytes}: the bytes
    themselves stand in the PDF. Raises TypeError for a value no sheet should hold.
    """
    if not is_dataclass(sheet) or isinstance(sheet, type):
        raise TypeError("a sheet is a dataclass")
    return {field.name: _plain(getattr(sheet, field.name)) for field in fields(sheet)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, bytes):
        return {"sha256": hashlib.sha256(value).hexdigest(), "size": len(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return sheet_values(value)
    raise TypeError(f"a sheet may not hold {type(value).__name__}")


def fingerprint(values: Mapping[str, Any], template_version: int) -> str:
    """SHA-256 over the values and the template's version: the same page has the same one, on every machine."""
    text = json.dumps([template_version, values], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def texts_of(values: Any) -> Iterable[str]:
    """Every text among the values, however deep."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, Mapping):
        for value in values.values():
            yield from texts_of(value)
    elif isinstance(values, list):
        for value in values:
            yield from texts_of(value)


def named_contacts(values: Mapping[str, Any], contacts: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[int, ...]:
    """Which contacts are named on the paper. `contacts`: (key, what names them: name, mail, number)."""
    whole = "\n".join(texts_of(values)).casefold()
    return tuple(key for key, marks in contacts if any(mark and mark.casefold() in whole for mark in marks))
