"""Fits a sheet on exactly one page: at the first of three densities that holds everything, or says what to shorten.

How a page is known to fit: every template ends in writing lines, more of them than a page holds, and marks the last
element each density must keep with an anchor: `needed-<density>` on the line that ends the required room for notes,
`needed-side` at the end of floats. If those anchors lie on the first page above its lower margin, so does everything
before them, since nothing on paper has a fixed height or hidden overflow. Only writing lines may be left over, and they
are not drawn. So one layout both finds the density and fills the page.

A looser density never fits where a tighter one does not, since sizes and gaps shrink together. So the search may begin
at a guess and still ends at the loosest density that fits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from weasyprint import HTML, Document

from outreach.core.i18n import in_language
from outreach.core.pdf.fonts import missing_characters
from outreach.core.pdf.render import draw, lay_out, parse
from outreach.core.pdf.render_lock import render_lock
from outreach.core.pdf.sheet_texts import shortened, texts, with_texts
from outreach.core.pdf.style import DENSITIES

_PX_PER_MM = 96 / 25.4
_LOWEST = (297 - 8) * _PX_PER_MM  # of an anchor, in px: 8 mm is the smallest lower margin of any density


@dataclass(frozen=True)
class Paper:
    """A rendered paper: PDF of exactly one page, its density, and the sheet it was made from."""

    pdf: bytes
    density: str
    sheet: Any


@dataclass(frozen=True)
class Preview:
    """A rendered sheet that may be too long. If `fits` is False, `pdf` holds two pages at the tightest density."""

    pdf: bytes
    density: str
    fits: bool


@dataclass(frozen=True)
class Overflow:
    """How many `characters` too long the text at `field` is, a path into the sheet such as "offers.1.text"."""

    field: str
    characters: int


class DoesNotFit(Exception):
    """The sheet is longer than a page at the tightest density. It fits once all `overflows` are cut.

    The first is the longest text's; there are more only where emptying that one would not be enough.
    """

    def __init__(self, overflows: tuple[Overflow, ...]) -> None:
        super().__init__(", ".join(f"{overflow.field}: {overflow.characters}" for overflow in overflows))
        self.overflows = overflows
        self.field = overflows[0].field
        self.characters = overflows[0].characters


class CannotPrint(Exception):
    """A text has characters missing in all our fonts. Forms report them first; this is the last check."""

    def __init__(self, field: str, characters: tuple[str, ...]) -> None:
        super().__init__(f"{field}: {' '.join(characters)}")
        self.field = field
        self.characters = characters


def _no_values(_sheet: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Design:
    """How one kind of sheet is rendered.

    `extras` are further template values, `pictures` are served at `paper:<key>`. `fixed` are paths (or path prefixes)
    that users cannot shorten, named only when nothing else is left. `roomy` and `medium` are the lengths in characters
    up to which the first and second density are tried first: a guess that saves time without affecting the result.
    """

    template: str
    fixed: tuple[str, ...]
    roomy: int
    medium: int
    extras: Callable[[Any], Mapping[str, Any]] = _no_values
    pictures: Callable[[Any], Mapping[str, bytes]] = _no_values


def render_html(sheet: Any, design: Design) -> str:
    """The HTML of a sheet, in the sheet's own language. Needs an app context, and no request."""
    with in_language(sheet.language):
        template = current_app.jinja_env.get_template(design.template)
        return template.render(sheet=sheet, **design.extras(sheet))


def _parsed(sheet: Any, design: Design) -> HTML:
    return parse(render_html(sheet, design), design.pictures(sheet))


def _fits_first_page(document: Document, density: str) -> bool:
    """Whether everything needed lies on the first page."""
    anchors = document.pages[0].anchors
    needed = {f"needed-{density}", *_side_anchors(document)}
    return all(name in anchors and anchors[name][3] <= _LOWEST for name in needed)


def _side_anchors(document: Document) -> set[str]:
    return {name for page in document.pages for name in page.anchors if name.startswith("needed-side")}


def _likely_density(sheet: Any, design: Design) -> int:
    length = sum(len(text) for text in texts(sheet).values())
    return 0 if length <= design.roomy else 1 if length <= design.medium else 2


def _first_fitting(page: HTML, start: int) -> tuple[Document, str] | None:
    """The page at the loosest density that holds it, searching from `start` both ways; None if none does.

    Now and then WeasyPrint moves the foot with all its writing lines to the next page though they could be divided: no
    marker is then on the first page. Such a layout says nothing of the looser densities, so they are tried as well.
    """
    fitting, misleading = None, False
    step = start
    while 0 <= step < len(DENSITIES):
        document = lay_out(page, DENSITIES[step])
        if _fits_first_page(document, DENSITIES[step]):
            fitting = document, DENSITIES[step]
            if step > start:
                break
            step -= 1
        elif fitting is not None or step < start:
            break
        else:
            misleading = misleading or not any(name.startswith("needed-") for name in document.pages[0].anchors)
            step += 1
    if misleading:
        for density in DENSITIES[:start]:
            document = lay_out(page, density)
            if _fits_first_page(document, density):
                return document, density
    return fitting


def refuse_unprintable(sheet: Any) -> None:
    """Raises CannotPrint for the first text with a character that none of our fonts has."""
    for field, text in texts(sheet).items():
        if missing := missing_characters(text):
            raise CannotPrint(field, missing)


def fit_page(sheet: Any, design: Design) -> Paper:
    """The sheet on exactly one page. Raises DoesNotFit, CannotPrint, or Blocked (a picture is no PNG or JPEG)."""
    refuse_unprintable(sheet)
    with render_lock():
        page = _draw(sheet, design)
        overflows = () if page.fits else _overflows(sheet, design)
    if overflows:
        raise DoesNotFit(overflows)
    return Paper(page.pdf, page.density, sheet)


def lay_out_fitting(sheet: Any, design: Design) -> tuple[Document, str]:
    """The laid-out page and its density, for `bundle`, which holds the render lock. Raises DoesNotFit."""
    fitting = _first_fitting(_parsed(sheet, design), _likely_density(sheet, design))
    if fitting is None:
        raise DoesNotFit(_overflows(sheet, design))
    return fitting


def preview(sheet: Any, design: Design) -> Preview:
    """The rendered sheet; where it is too long, its first two pages at the tightest density."""
    refuse_unprintable(sheet)
    with render_lock():
        return _draw(sheet, design)


def _draw(sheet: Any, design: Design) -> Preview:
    """The rendered sheet. A separate function, so that its laid-out pages are freed before the lock is released."""
    page = _parsed(sheet, design)
    fitting = _first_fitting(page, _likely_density(sheet, design))
    if fitting is not None:
        return Preview(draw(fitting[0], pages=1), fitting[1], fits=True)
    return Preview(draw(lay_out(page, DENSITIES[-1]), pages=2), DENSITIES[-1], fits=False)


def fits_compact(sheet: Any, design: Design) -> bool:
    """Whether the sheet is one page at the tightest density: one layout, nothing drawn."""
    with render_lock():  # the laid-out page is freed before the lock is released (see render.py)
        return _fits_first_page(lay_out(_parsed(sheet, design), DENSITIES[-1]), DENSITIES[-1])


def _by_length(sheet: Any, design: Design) -> list[str]:
    """Paths of the texts: those users may change before fixed ones, the longest first."""

    def is_fixed(path: str) -> bool:
        return any(path == prefix or path.startswith(f"{prefix}.") for prefix in design.fixed)

    lengths = {path: len(text) for path, text in texts(sheet).items() if text}
    return sorted(lengths, key=lambda path: (is_fixed(path), -lengths[path], path))


def _overflows(sheet: Any, design: Design) -> tuple[Overflow, ...]:
    """The fewest texts, longest first, and of the last of them the fewest characters, that must be cut.

    Two binary searches: how many texts to empty, then how much of the last one to keep. A prefix of a text never takes
    more lines than the text, so both are monotone, and the result itself was laid out.
    """
    names = _by_length(sheet, design)
    full = texts(sheet)

    def emptied(count: int) -> Any:
        return with_texts(sheet, dict.fromkeys(names[:count], ""))

    lower, upper = 0, 1  # usually shortening the longest text is enough, so that is tried first
    while upper < len(names) and not fits_compact(emptied(upper), design):
        lower, upper = upper, min(2 * upper, len(names))
    count = bisect_left(range(upper), True, lo=lower + 1, key=lambda n: fits_compact(emptied(n), design))
    last = names[count - 1]
    rest = emptied(count - 1)
    characters = bisect_left(
        range(len(full[last])), True, lo=1, key=lambda n: fits_compact(shortened(rest, last, n), design)
    )
    return (*(Overflow(name, len(full[name])) for name in names[: count - 1]), Overflow(last, characters))
