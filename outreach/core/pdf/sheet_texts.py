"""The texts of a sheet by name: "title", "offers.1.text". Sheets are frozen dataclasses of plain values.

A text is a field declared `str`. A choice (`Literal[...]`) and a `language` are not texts: they are not printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any


def _walk(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk(item, f"{path}.{number}" if path else str(number))
    elif is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if isinstance(inner, str) and (field.type != "str" or field.name == "language"):
                continue
            yield from _walk(inner, f"{path}.{field.name}" if path else field.name)


def texts(sheet: Any) -> dict[str, str]:
    """Every text of the sheet by its path, in the order of the fields. Numbers count from 0."""
    return dict(_walk(sheet, ""))


def _set(value: Any, steps: list[str], text: str) -> Any:
    if not steps:
        return text
    step, rest = steps[0], steps[1:]
    if isinstance(value, tuple):
        number = int(step)
        return (*value[:number], _set(value[number], rest, text), *value[number + 1 :])
    return replace(value, **{step: _set(getattr(value, step), rest, text)})


def with_texts(sheet: Any, changed: Mapping[str, str]) -> Any:
    """The sheet with the texts at the given paths replaced."""
    for path, text in changed.items():
        sheet = _set(sheet, path.split("."), text)
    return sheet


def shortened(sheet: Any, path: str, characters: int) -> Any:
    """The sheet with one text shortened by `characters` at its end, trailing spaces removed too."""
    text = texts(sheet)[path]
    return with_texts(sheet, {path: text[: len(text) - characters].rstrip()})
