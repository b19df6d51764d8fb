"""PNG images of a PDF's pages, so that a preview shows exactly what is printed."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from outreach.core.pdf.render_lock import render_lock

_GAP_COLOUR = (226, 220, 207)  # the line colour, shown between two pages


def _page_image(page: pypdfium2.PdfPage, width_px: int) -> Image.Image:
    return page.render(scale=width_px / page.get_width()).to_pil().convert("RGB")


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=4)
    return target.getvalue()


def page_png(pdf: bytes, width_px: int, page: int = 0) -> bytes:
    """One page (the first is 0) as PNG, `width_px` pixels wide. Raises IndexError for a missing page."""
    with render_lock():
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= page < len(document):
                raise IndexError(page)
            image = _page_image(document[page], width_px)
        finally:
            document.close()
    return _png(image)


def pages_png(pdf: bytes, width_px: int, gap_px: int = 12) -> bytes:
    """All pages below each other as one PNG: how a sheet that is too long is shown."""
    with render_lock():
        document = pypdfium2.PdfDocument(pdf)
        try:
            images = [_page_image(document[number], width_px) for number in range(len(document))]
        finally:
            document.close()
    height = sum(image.height for image in images) + gap_px * (len(images) - 1)
    target = Image.new("RGB", (images[0].width, height), _GAP_COLOUR)
    top = 0
    for image in images:
        target.paste(image, (0, top))
        top += image.height + gap_px
    return _png(target)
