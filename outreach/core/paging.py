"""Long lists of a page, shown a page at a time: `?<name>=2` in the address asks for the second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Flask, request, url_for

Row = TypeVar("Row")


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """The rows of one page of a list of `total` rows; pages count from 1."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


def page_of(rows: Sequence[Row], length: int, name: str) -> ListPage[Row]:
    """The page of `rows`, `length` rows long, that the parameter `name` of the address asks for, else the first."""
    pages = max(-(-len(rows) // length), 1)
    asked = request.args.get(name, "1")
    number = min(int(asked), pages) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1
    number = max(number, 1)
    return ListPage(rows[(number - 1) * length:number * length], number, pages, len(rows))


def page_address(name: str, anchor: str = "", endpoint: str = "", public_id: str = "") -> Callable[[int], str]:
    """A function from a page's number to its address: this page's, the other parameters as they are. `endpoint` and
    `public_id` name the page where a form of another address shows it again."""
    values: dict[str, Any] = {**request.args.to_dict(), **(request.view_args or {})}
    if public_id:
        values["public_id"] = public_id
    return lambda number: url_for(endpoint or request.endpoint or "", **{**values, name: number},
                                  _anchor=anchor or None)


def install(app: Flask) -> None:
    """Let templates cut their lists."""
    app.jinja_env.globals.update(page_of=page_of, page_address=page_address)
