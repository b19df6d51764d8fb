"""Several one-page papers in one PDF, to be printed together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach.core.pdf.fit import Design, Paper, lay_out_fitting, refuse_unprintable
from outreach.core.pdf.render import draw_together
from outreach.core.pdf.render_lock import render_lock


def bundle(parts: Sequence[tuple[Any, Design]]) -> tuple[bytes, tuple[Paper, ...]]:
    """One tagged PDF with a page per (sheet, design), and each page as a separate paper, from the same layout.

    Raises DoesNotFit for the first sheet that is too long, CannotPrint or Blocked as `fit_page` does.
    """
    for sheet, _design in parts:
        refuse_unprintable(sheet)
    with render_lock():
        return _draw(parts)


def _draw(parts: Sequence[tuple[Any, Design]]) -> tuple[bytes, tuple[Paper, ...]]:
    """A separate function, so that its laid-out pages are freed before the lock is released (see render.py)."""
    pages = [(sheet, *lay_out_fitting(sheet, design)) for sheet, design in parts]
    whole = draw_together([document for _sheet, document, _density in pages])
    papers = tuple(Paper(draw_together([document]), density, sheet) for sheet, document, density in pages)
    return whole, papers
