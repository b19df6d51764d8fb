"""The content files of the demo, read the way the loader reads them."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from outreach import demo

FOLDER = Path(demo.__file__).parent
NAMES = ("library", "users", "vocabularies", "questions", "words", "offers", "partners", "meetings", "visits")
TERMS = ("kind", "sector", "target_group", "need", "worry")


@cache
def load(name: str) -> dict[str, Any]:
    """One file as tomllib reads it."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def rows(name: str, table: str) -> list[dict[str, Any]]:
    return load(name)[table]


def keys(name: str, table: str) -> set[str]:
    return {row["key"] for row in rows(name, table)}


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the value, with the path to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from texts(inner, f"{path}.{place}")


def duplicates(values: list[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})


def variants(offer: dict[str, Any]) -> list[dict[str, Any]]:
    """An offer's own words and those for each sector."""
    return [offer, *offer.get("wording", [])]
