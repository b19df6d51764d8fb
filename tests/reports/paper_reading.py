"""Reading a report's PDF with another program than the one that wrote it."""

from __future__ import annotations

import pypdfium2

from tests.pdf.reading import bare


def pages(pdf: bytes) -> list[str]:
    """The text layer of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [document[at].get_textpage().get_text_range() for at in range(len(document))]


def whole(pdf: bytes) -> str:
    """All text, without white space and differences of case."""
    return bare("".join(pages(pdf)))
