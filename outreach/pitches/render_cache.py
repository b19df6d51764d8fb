"""What a pitch looks like now: rendered once, kept for a while, and made again only when something changed.

A save, the check beside the editor, the picture and the download all ask for the same page within seconds; the page
is the same as long as its values are, so the values' fingerprint is its key. Kept in this process only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from outreach.core.pdf import DoesNotFit, Overflow, page_png, pages_png, render_latest
from outreach.issued_documents.values import fingerprint, sheet_values
from outreach.pitches.document import TEMPLATE_VERSION, make_pitch, make_pitch_preview
from outreach.pitches.sheet import PitchSheet

# About 60 KB each: enough for everybody who writes at once, small enough to forget about.
_CACHE_SIZE = 48


@dataclass(frozen=True)
class RenderedPage:
    """A rendered page. `pdf` is the very page where it `fits`; else two pages, and `cuts` make it fit once they are
    `measured`, which takes many times as long as drawing."""

    pdf: bytes
    density: str
    fits: bool
    cuts: tuple[Overflow, ...] = ()
    measured: bool = True


class _LeastRecentlyUsed:
    """The latest few results, by key; safe among threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._entries: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, key: Hashable) -> object | None:
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def put(self, key: Hashable, value: object) -> None:
        with self._lock:
            self._entries[key] = value
            self._entries.move_to_end(key)
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


_pages, _pictures = _LeastRecentlyUsed(_CACHE_SIZE), _LeastRecentlyUsed(_CACHE_SIZE)


def clear() -> None:
    """Keep nothing: every page is rendered anew."""
    _pages.clear()
    _pictures.clear()


def cache_key(sheet: PitchSheet) -> str:
    """The same page has the same key."""
    return fingerprint(sheet_values(sheet), TEMPLATE_VERSION)


def render_page(sheet: PitchSheet, *, supersede_key: Hashable = None, measured: bool = True) -> RenderedPage:
    """The page. `supersede_key` names the pitch and the colleague: of several requests waiting for the same only the
    newest is rendered.
    Without `measured` a page that is too long is only drawn, unless its cuts are known already.

    Raises Superseded, Busy, CannotPrint or Blocked (a logo that is no picture).
    """
    key = cache_key(sheet)
    return _cached(key, measured) or render_latest(
        supersede_key, lambda: _cached(key, measured) or _render_and_cache(sheet, key, measured))


def _cached(key: str, measured: bool) -> RenderedPage | None:
    page = _pages.get(key)
    return page if isinstance(page, RenderedPage) and (page.measured or not measured) else None


def _render_and_cache(sheet: PitchSheet, key: str, measured: bool) -> RenderedPage:
    page = _render(sheet, measured)
    _pages.put(key, page)
    return page


def _render(sheet: PitchSheet, measured: bool) -> RenderedPage:
    preview = make_pitch_preview(sheet)
    if preview.fits:
        return RenderedPage(preview.pdf, preview.density, True)
    if not measured:
        return RenderedPage(preview.pdf, preview.density, False, measured=False)
    try:
        paper = make_pitch(sheet)
    except DoesNotFit as error:
        return RenderedPage(preview.pdf, preview.density, False, error.overflows)
    return RenderedPage(paper.pdf, paper.density, True)


def render_picture(sheet: PitchSheet, width_px: int, *, supersede_key: Hashable = None) -> bytes:
    """The page as PNG, `width_px` wide; both pages below each other where it is too long. Raises as `render_page`."""
    key = (cache_key(sheet), width_px)
    known = _pictures.get(key)
    if isinstance(known, bytes):
        return known
    page = render_page(sheet, supersede_key=supersede_key, measured=False)
    image = page_png(page.pdf, width_px) if page.fits else pages_png(page.pdf, width_px)
    _pictures.put(key, image)
    return image
