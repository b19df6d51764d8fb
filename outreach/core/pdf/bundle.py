"""Several papers in one file, a page each: what is printed and handed over together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach.core.pdf.fit import Design, Paper, fitted, refuse_unprintable
from outreach.core.pdf.render import draw_together
from outreach.core.pdf.render_lock import press


def bundle(parts: Sequence[tuple[Any, Design]]) -> tuple[bytes, tuple[Paper, ...]]:
    """One tagged PDF with a page per (sheet, design), and each page as a paper of its own, from the same layout.

    Raises DoesNotFit for the first sheet that is too long, CannotPrint or Blocked as `fit` does.
    """
    for sheet, _design in parts:
        refuse_unprintable(sheet)
    with press.turn():
        return _drawn(parts)


def _drawn(parts: Sequence[tuple[Any, Design]]) -> tuple[bytes, tuple[Paper, ...]]:
    """A function of its own, so that its laid-out pages are gone before the turn ends (see render.py)."""
    pages = [(sheet, *fitted(sheet, design)) for sheet, design in parts]
    whole = draw_together([document for _sheet, document, _density in pages])
    papers = tuple(Paper(draw_together([document]), density, sheet) for sheet, document, density in pages)
    return whole, papers
