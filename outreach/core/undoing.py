"""A message with a way back: what was done at one tap is taken back at one tap."""

from __future__ import annotations

from flask import flash


def flash_undo(text: str, action: str, *, link: tuple[str, str] | None = None, **fields: str) -> None:
    """Tell that something was done, with a button that posts `fields` to the address `action` and so takes it back.
    Whoever answers there asks for itself who may. A `link` (words, address) stands where the text has "%(link)s"."""
    flash([text, action, fields, link], "undo")  # type: ignore[arg-type]
