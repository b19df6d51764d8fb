"""What a pitch looks like now: rendered once, kept for a while, and made again only when something changed.

A save, the check beside the editor, the picture and the download all ask for the same page within seconds; the page
is the same as long as its values are, so the values' fingerprint is its key. Kept in this process only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from outreach.core.pdf import Cut, DoesNotFit, newest, picture, stacked
from outreach.issued_documents.values import fingerprint, sheet_values
from outreach.pitches.document import TEMPLATE_VERSION, make_pitch, make_pitch_preview
from outreach.pitches.sheet import PitchSheet

# About 60 KB each: enough for everybody who writes at once, small enough to forget about.
_MOST_KEPT = 48


@dataclass(frozen=True)
class Seen:
    """A rendered page. `pdf` is the very page where it `fits`; else two pages, and `cuts` make it fit once they are
    `measured`, which takes many times as long as drawing."""

    pdf: bytes
    density: str
    fits: bool
    cuts: tuple[Cut, ...] = ()
    measured: bool = True


class _Kept:
    """The latest few results, by key; safe among threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._things: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, key: Hashable) -> object | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Hashable, thing: object) -> None:
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > self._most:
                self._things.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._things.clear()


_pages, _pictures = _Kept(_MOST_KEPT), _Kept(_MOST_KEPT)


def forget() -> None:
    """Keep nothing: every page is rendered anew."""
    _pages.clear()
    _pictures.clear()


def key_of(sheet: PitchSheet) -> str:
    """The same page has the same key."""
    return fingerprint(sheet_values(sheet), TEMPLATE_VERSION)


def see(sheet: PitchSheet, *, whose: Hashable = None, measured: bool = True) -> Seen:
    """The page. `whose` names the pitch and the colleague: of several waiting for the same only the newest is made.
    Without `measured` a page that is too long is only drawn, unless its cuts are known already.

    Raises Superseded, Busy, CannotPrint or Blocked (a logo that is no picture).
    """
    key = key_of(sheet)
    return _known(key, measured) or newest(whose, lambda: _known(key, measured) or _make(sheet, key, measured))


def _known(key: str, measured: bool) -> Seen | None:
    seen = _pages.get(key)
    return seen if isinstance(seen, Seen) and (seen.measured or not measured) else None


def _make(sheet: PitchSheet, key: str, measured: bool) -> Seen:
    seen = _render(sheet, measured)
    _pages.put(key, seen)
    return seen


def _render(sheet: PitchSheet, measured: bool) -> Seen:
    drawn = make_pitch_preview(sheet)
    if drawn.fits:
        return Seen(drawn.pdf, drawn.density, True)
    if not measured:
        return Seen(drawn.pdf, drawn.density, False, measured=False)
    try:
        paper = make_pitch(sheet)
    except DoesNotFit as error:
        return Seen(drawn.pdf, drawn.density, False, error.cuts)
    return Seen(paper.pdf, paper.density, True)


def see_picture(sheet: PitchSheet, width_px: int, *, whose: Hashable = None) -> bytes:
    """The page as PNG, `width_px` wide; both pages below each other where it is too long. Raises as `see`."""
    key = (key_of(sheet), width_px)
    known = _pictures.get(key)
    if isinstance(known, bytes):
        return known
    seen = see(sheet, whose=whose, measured=False)
    image = picture(seen.pdf, width_px) if seen.fits else stacked(seen.pdf, width_px)
    _pictures.put(key, image)
    return image
