"""HTML to laid-out pages to PDF, with WeasyPrint.

The portal calls this through `render_process`, one call at a time: the font configuration is shared by all renderings
of a process, which saves most of the time and keeps memory level, but is not thread-safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from outreach.core.pdf.fetcher import Blocked, PaperFetcher
from outreach.core.pdf.fonts import paper_css
from outreach.core.pdf.style import DENSITIES, style_text

_PX_PER_MM = 96 / 25.4
_LOWEST = (297 - 8) * _PX_PER_MM  # of an anchor, in px: 8 mm is the smallest lower margin of any density


@dataclass(frozen=True)
class Source:
    """HTML with its pictures, and the density (its number) tried first."""

    html: str
    pictures: Mapping[str, bytes]
    start: int = 0


@dataclass(frozen=True)
class Preview:
    """A rendered sheet that may be too long. If `fits` is False, `pdf` holds two pages at the tightest density."""

    pdf: bytes
    density: str
    fits: bool


@cache
def _fonts() -> FontConfiguration:
    """Our fonts, loaded once for the life of the process."""
    fonts = FontConfiguration()
    CSS(string=paper_css(), font_config=fonts, url_fetcher=PaperFetcher())
    return fonts


@cache
def _style(density: str) -> CSS:
    """The parsed style sheet of one density."""
    return CSS(string=style_text(density), font_config=_fonts(), url_fetcher=PaperFetcher())


def parse(html: str, pictures: Mapping[str, bytes]) -> HTML:
    """The parsed HTML, usable for all densities. `pictures` are served at `paper:<key>`."""
    return HTML(string=html, base_url="paper:", url_fetcher=PaperFetcher(pictures))


def lay_out(page: HTML, density: str) -> Document:
    """Lay out the pages at one density, without drawing. Raises Blocked where the HTML names a forbidden address."""
    try:
        return page.render(font_config=_fonts(), stylesheets=[_style(density)])
    except FatalURLFetchingError as error:
        raise Blocked(str(error)) from error


def draw(document: Document, pages: int) -> bytes:
    """The first `pages` pages as tagged PDF/UA-1. The same input always gives the same bytes."""
    return document.copy(document.pages[:pages]).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)


def draw_together(documents: Sequence[Document]) -> bytes:
    """The first page of each document in one tagged PDF, with the first one's title."""
    pages = [document.pages[0] for document in documents]
    return documents[0].copy(pages).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)


def draw_all(html: str, density: str) -> bytes:
    """As many pages as it takes."""
    document = lay_out(parse(html, {}), density)
    return draw(document, len(document.pages))


def draw_fitting(source: Source) -> Preview:
    """The page at the loosest density that holds it; where none does, two pages at the tightest."""
    page = parse(source.html, source.pictures)
    fitting = _first_fitting(page, source.start)
    if fitting is not None:
        return Preview(draw(fitting[0], pages=1), fitting[1], fits=True)
    return Preview(draw(lay_out(page, DENSITIES[-1]), pages=2), DENSITIES[-1], fits=False)


def draw_bundle(sources: Sequence[Source]) -> tuple[bytes, list[Preview]] | int:
    """A page of each in one PDF, and each apart; or the number of the first that fits no page."""
    pages = []
    for number, source in enumerate(sources):
        fitting = _first_fitting(parse(source.html, source.pictures), source.start)
        if fitting is None:
            return number
        pages.append(fitting)
    whole = draw_together([document for document, _density in pages])
    return whole, [Preview(draw_together([document]), density, fits=True) for document, density in pages]


def fits_at(source: Source, density: str) -> bool:
    """Whether the page fits at this density: one layout, nothing drawn."""
    return _fits_first_page(lay_out(parse(source.html, source.pictures), density), density)


def _fits_first_page(document: Document, density: str) -> bool:
    """Whether everything needed lies on the first page."""
    anchors = document.pages[0].anchors
    needed = {f"needed-{density}", *_side_anchors(document)}
    return all(name in anchors and anchors[name][3] <= _LOWEST for name in needed)


def _side_anchors(document: Document) -> set[str]:
    return {name for page in document.pages for name in page.anchors if name.startswith("needed-side")}


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
