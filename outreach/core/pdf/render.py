"""HTML to laid-out pages to PDF, with WeasyPrint.

Everything here happens under the render lock: the font configuration is shared by all renderings of the process, which
saves most of the time and keeps memory level, but is not thread-safe. A laid-out page refers to those fonts, so it must
be freed before the lock is released.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from outreach.core.pdf.fetcher import Blocked, PaperFetcher
from outreach.core.pdf.fonts import paper_css
from outreach.core.pdf.render_lock import render_lock
from outreach.core.pdf.style import style_text


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
    with render_lock():
        try:
            return page.render(font_config=_fonts(), stylesheets=[_style(density)])
        except FatalURLFetchingError as error:
            raise Blocked(str(error)) from error


def draw(document: Document, pages: int) -> bytes:
    """The first `pages` pages as tagged PDF/UA-1. The same input always gives the same bytes."""
    with render_lock():
        return document.copy(document.pages[:pages]).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)


def draw_together(documents: Sequence[Document]) -> bytes:
    """The first page of each document in one tagged PDF, with the first one's title."""
    with render_lock():
        pages = [document.pages[0] for document in documents]
        return documents[0].copy(pages).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)
