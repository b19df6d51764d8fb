"""Exactly one page: the first of three densities that holds everything, or a plain word about what to shorten.

How a page is known to fit. Every template ends in writing lines, more of them than a page holds, and marks the last
thing each density must keep: `needed-<density>` on the line that ends the required room for notes, `needed-side` at the
end of what floats beside. If those marks lie on the first page and above its lower margin, all that was written lies
there too, since nothing on paper has a fixed height or is hidden. Only writing lines may be left over, and they are
not drawn. So one layout finds the density, fills the page down to its foot, and proves it whole.

A looser density never fits where a tighter one does not: sizes and gaps shrink together from one to the next. So the
search may begin at a guess, and still ends at the first that fits.
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
from outreach.core.pdf.render_lock import press
from outreach.core.pdf.sheet_texts import shortened, texts, with_texts
from outreach.core.pdf.style import DENSITIES

_PX_PER_MM = 96 / 25.4
_LOWEST = (297 - 8) * _PX_PER_MM  # no mark may lie lower: 8 mm is the least lower margin of any density


@dataclass(frozen=True)
class Paper:
    """A finished paper: PDF of exactly one page, the density it took, and the sheet it was made from."""

    pdf: bytes
    density: str
    sheet: Any


@dataclass(frozen=True)
class Preview:
    """What a sheet looks like now. If `fits` is False, `pdf` holds two pages at the tightest density."""

    pdf: bytes
    density: str
    fits: bool


@dataclass(frozen=True)
class Cut:
    """Take `characters` from the end of the text at `field`, a path into the sheet such as "offers.1.text"."""

    field: str
    characters: int


class DoesNotFit(Exception):
    """The sheet is longer than a page at the tightest density. Making all `cuts` makes it fit.

    The first cut is the longest text's; there are more only where emptying that one would not be enough.
    """

    def __init__(self, cuts: tuple[Cut, ...]) -> None:
        super().__init__(", ".join(f"{cut.field}: {cut.characters}" for cut in cuts))
        self.cuts = cuts
        self.field = cuts[0].field
        self.characters = cuts[0].characters


class CannotPrint(Exception):
    """A text holds characters none of our fonts has. Forms name them first; this is the last guard."""

    def __init__(self, field: str, characters: tuple[str, ...]) -> None:
        super().__init__(f"{field}: {' '.join(characters)}")
        self.field = field
        self.characters = characters


def _nothing(_sheet: Any) -> dict[str, Any]:
    return {}


def _no_pictures(_sheet: Any) -> dict[str, bytes]:
    return {}


@dataclass(frozen=True)
class Design:
    """How one kind of sheet is set.

    `extras` are further template values, `pictures` answer `paper:<key>` addresses. `fixed` are paths (or the first
    part of paths) that the writer of the sheet cannot shorten, named only when nothing else is left. `roomy` and
    `medium` are the lengths in characters up to which the first and second density are tried first: a guess that
    saves time and never decides.
    """

    template: str
    fixed: tuple[str, ...]
    roomy: int
    medium: int
    extras: Callable[[Any], Mapping[str, Any]] = _nothing
    pictures: Callable[[Any], Mapping[str, bytes]] = _no_pictures


def written(sheet: Any, design: Design) -> str:
    """The HTML of a sheet, in the sheet's own language. Needs an app context, and no request."""
    with in_language(sheet.language):
        template = current_app.jinja_env.get_template(design.template)
        return template.render(sheet=sheet, **design.extras(sheet))


def _parsed(sheet: Any, design: Design) -> HTML:
    return parse(written(sheet, design), design.pictures(sheet))


def _is_whole(document: Document, density: str) -> bool:
    """Whether all that matters lies on the first page."""
    marks = document.pages[0].anchors
    needed = {f"needed-{density}", *_side_marks(document)}
    return all(name in marks and marks[name][3] <= _LOWEST for name in needed)


def _side_marks(document: Document) -> set[str]:
    return {name for page in document.pages for name in page.anchors if name.startswith("needed-side")}


def _guess(sheet: Any, design: Design) -> int:
    length = sum(len(text) for text in texts(sheet).values())
    return 0 if length <= design.roomy else 1 if length <= design.medium else 2


def _first_fitting(page: HTML, start: int) -> tuple[Document, str] | None:
    """The page at the first density that holds it, looking from `start` both ways; None if none does."""
    found = None
    step = start
    while 0 <= step < len(DENSITIES):
        document = lay_out(page, DENSITIES[step])
        if _is_whole(document, DENSITIES[step]):
            found = document, DENSITIES[step]
            if step > start:
                break
            step -= 1
        elif found is not None or step < start:
            break
        else:
            step += 1
    return found


def refuse_unprintable(sheet: Any) -> None:
    """Raises CannotPrint for the first text with a character that none of our fonts has."""
    for field, text in texts(sheet).items():
        if missing := missing_characters(text):
            raise CannotPrint(field, missing)


def fit(sheet: Any, design: Design) -> Paper:
    """The sheet on exactly one page. Raises DoesNotFit, CannotPrint, or Blocked (a picture that is none)."""
    refuse_unprintable(sheet)
    with press.turn():
        seen = _seen(sheet, design)
        cuts = () if seen.fits else _cuts(sheet, design)
    if cuts:
        raise DoesNotFit(cuts)
    return Paper(seen.pdf, seen.density, sheet)


def fitted(sheet: Any, design: Design) -> tuple[Document, str]:
    """The laid-out page and its density, for `bundle`. Only inside a turn; raises DoesNotFit."""
    found = _first_fitting(_parsed(sheet, design), _guess(sheet, design))
    if found is None:
        raise DoesNotFit(_cuts(sheet, design))
    return found


def preview(sheet: Any, design: Design) -> Preview:
    """The sheet as it looks now, also where it is too long: then its first two pages at the tightest density."""
    refuse_unprintable(sheet)
    with press.turn():
        return _seen(sheet, design)


def _seen(sheet: Any, design: Design) -> Preview:
    """The drawn sheet. A function of its own, so that its laid-out pages are gone before the turn ends."""
    page = _parsed(sheet, design)
    found = _first_fitting(page, _guess(sheet, design))
    if found is not None:
        return Preview(draw(found[0], pages=1), found[1], fits=True)
    return Preview(draw(lay_out(page, DENSITIES[-1]), pages=2), DENSITIES[-1], fits=False)


def fits_tightly(sheet: Any, design: Design) -> bool:
    """Whether the sheet is one page at the tightest density: one layout, nothing drawn."""
    with press.turn():  # the laid-out page is gone before the turn ends (see render.py)
        return _is_whole(lay_out(_parsed(sheet, design), DENSITIES[-1]), DENSITIES[-1])


def _by_length(sheet: Any, design: Design) -> list[str]:
    """Paths of the texts, those the writer may change first, the longest first."""

    def is_fixed(path: str) -> bool:
        return any(path == each or path.startswith(f"{each}.") for each in design.fixed)

    found = {path: text for path, text in texts(sheet).items() if text}
    return sorted(found, key=lambda path: (is_fixed(path), -len(found[path]), path))


def _cuts(sheet: Any, design: Design) -> tuple[Cut, ...]:
    """The fewest texts, longest first, and of the last of them the fewest characters, that must go.

    Two searches: how many texts to empty, then how much of the last of those to keep. A text that is a
    beginning of another never takes more lines than it, so both are monotone, and the answer itself is laid out.
    """
    names = _by_length(sheet, design)
    whole = texts(sheet)

    def emptied(count: int) -> Any:
        return with_texts(sheet, dict.fromkeys(names[:count], ""))

    lower, upper = 0, 1  # nearly always the longest text is enough, so that is asked first
    while upper < len(names) and not fits_tightly(emptied(upper), design):
        lower, upper = upper, min(2 * upper, len(names))
    count = bisect_left(range(upper), True, lo=lower + 1, key=lambda n: fits_tightly(emptied(n), design))
    last = names[count - 1]
    rest = emptied(count - 1)
    characters = bisect_left(
        range(len(whole[last])), True, lo=1, key=lambda n: fits_tightly(shortened(rest, last, n), design)
    )
    return (*(Cut(name, len(whole[name])) for name in names[: count - 1]), Cut(last, characters))
