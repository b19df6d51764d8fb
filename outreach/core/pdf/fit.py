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

from outreach.core.i18n import in_language
from outreach.core.pdf.fonts import missing_characters
from outreach.core.pdf.render import Preview, Source, draw_fitting, fits_at
from outreach.core.pdf.render_lock import render_lock
from outreach.core.pdf.render_process import in_render_process
from outreach.core.pdf.sheet_texts import shortened, texts, with_texts
from outreach.core.pdf.style import DENSITIES


@dataclass(frozen=True)
class Paper:
    """A rendered paper: PDF of exactly one page, its density, and the sheet it was made from."""

    pdf: bytes
    density: str
    sheet: Any


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


def source_of(sheet: Any, design: Design) -> Source:
    """What the render process makes the page from."""
    return Source(render_html(sheet, design), design.pictures(sheet), _likely_density(sheet, design))


def _likely_density(sheet: Any, design: Design) -> int:
    length = sum(len(text) for text in texts(sheet).values())
    return 0 if length <= design.roomy else 1 if length <= design.medium else 2


def refuse_unprintable(sheet: Any) -> None:
    """Raises CannotPrint for the first text with a character that none of our fonts has."""
    for field, text in texts(sheet).items():
        if missing := missing_characters(text):
            raise CannotPrint(field, missing)


def fit_page(sheet: Any, design: Design) -> Paper:
    """The sheet on exactly one page. Raises DoesNotFit, CannotPrint, PaperLimitError,
    or Blocked (a picture is no PNG or JPEG)."""
    refuse_unprintable(sheet)
    with render_lock():
        page = in_render_process(draw_fitting, source_of(sheet, design))
        if not page.fits:
            raise DoesNotFit(find_overflows(sheet, design))
    return Paper(page.pdf, page.density, sheet)


def preview(sheet: Any, design: Design) -> Preview:
    """The rendered sheet; where it is too long, its first two pages at the tightest density."""
    refuse_unprintable(sheet)
    return in_render_process(draw_fitting, source_of(sheet, design))


def fits_compact(sheet: Any, design: Design) -> bool:
    """Whether the sheet is one page at the tightest density: one layout, nothing drawn."""
    return in_render_process(fits_at, source_of(sheet, design), DENSITIES[-1])


def _by_length(sheet: Any, design: Design) -> list[str]:
    """Paths of the texts: those users may change before fixed ones, the longest first."""

    def is_fixed(path: str) -> bool:
        return any(path == prefix or path.startswith(f"{prefix}.") for prefix in design.fixed)

    lengths = {path: len(text) for path, text in texts(sheet).items() if text}
    return sorted(lengths, key=lambda path: (is_fixed(path), -lengths[path], path))


def find_overflows(sheet: Any, design: Design) -> tuple[Overflow, ...]:
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
