"""HTML to page to PDF, with WeasyPrint.

Everything here happens inside one turn of the press (see queue.py): the font configuration is shared by all papers of
the process, which saves most of the time of a rendering and keeps memory level, but bears only one user at a time. A
laid-out page must be dropped before the turn ends, for it holds on to those fonts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from outreach.core.pdf.fetcher import Blocked, PaperFetcher
from outreach.core.pdf.fonts import paper_css
from outreach.core.pdf.render_lock import press
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


def warm_up() -> None:
    """Load fonts and style sheets, so that the first paper of a process is as quick as the others."""
    with press.turn():
        _style("comfortable")


def parse(html: str, pictures: Mapping[str, bytes]) -> HTML:
    """The parsed text of a paper; one parse serves all densities. `pictures` answer `paper:<key>` addresses."""
    return HTML(string=html, base_url="paper:", url_fetcher=PaperFetcher(pictures))


def lay_out(page: HTML, density: str) -> Document:
    """Set the paper at one density, without drawing it. Raises Blocked if it asks for anything it may not read."""
    with press.turn():
        try:
            return page.render(font_config=_fonts(), stylesheets=[_style(density)])
        except FatalURLFetchingError as error:
            raise Blocked(str(error)) from error


def draw(document: Document, pages: int) -> bytes:
    """The first `pages` pages as tagged PDF/UA-1. The same page always gives the same bytes."""
    with press.turn():
        return document.copy(document.pages[:pages]).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)


def draw_together(documents: Sequence[Document]) -> bytes:
    """The first page of each document, in one tagged file named after the first."""
    with press.turn():
        pages = [document.pages[0] for document in documents]
        return documents[0].copy(pages).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=True)
