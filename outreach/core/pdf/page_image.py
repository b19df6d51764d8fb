"""Pictures of a finished paper, made from its own PDF, so that a preview shows what the printer will."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from outreach.core.pdf.render_lock import press

_BETWEEN = (226, 220, 207)  # the line colour: what is seen between two pages


def _drawn(page: pypdfium2.PdfPage, width_px: int) -> Image.Image:
    return page.render(scale=width_px / page.get_width()).to_pil().convert("RGB")


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=4)
    return target.getvalue()


def picture(pdf: bytes, width_px: int, page: int = 0) -> bytes:
    """One page (the first is 0) as PNG, `width_px` pixels wide. Raises IndexError for a page that is not there."""
    with press.turn():
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= page < len(document):
                raise IndexError(page)
            image = _drawn(document[page], width_px)
        finally:
            document.close()
    return _png(image)


def stacked(pdf: bytes, width_px: int, gap_px: int = 12) -> bytes:
    """All pages below each other as one PNG: how a page that has grown too long is shown."""
    with press.turn():
        document = pypdfium2.PdfDocument(pdf)
        try:
            images = [_drawn(document[number], width_px) for number in range(len(document))]
        finally:
            document.close()
    height = sum(image.height for image in images) + gap_px * (len(images) - 1)
    whole = Image.new("RGB", (images[0].width, height), _BETWEEN)
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height + gap_px
    return _png(whole)
