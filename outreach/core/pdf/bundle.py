"""Several one-page papers in one PDF, to be printed together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach.core.pdf.fit import Design, DoesNotFit, Paper, find_overflows, refuse_unprintable, source_of
from outreach.core.pdf.render import draw_bundle
from outreach.core.pdf.render_lock import render_lock
from outreach.core.pdf.render_process import in_render_process


def bundle(parts: Sequence[tuple[Any, Design]]) -> tuple[bytes, tuple[Paper, ...]]:
    """One tagged PDF with a page per (sheet, design), and each page as a separate paper, from the same layout.

    Raises DoesNotFit for the first sheet that is too long, CannotPrint or Blocked as `fit_page` does.
    """
    for sheet, _design in parts:
        refuse_unprintable(sheet)
    with render_lock():
        drawn = in_render_process(draw_bundle, [source_of(sheet, design) for sheet, design in parts])
        if isinstance(drawn, int):
            raise DoesNotFit(find_overflows(*parts[drawn]))
    whole, pages = drawn
    return whole, tuple(Paper(page.pdf, page.density, sheet) for (sheet, _), page in zip(parts, pages, strict=True))
