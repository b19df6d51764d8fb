"""PNG images of PDF pages."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from outreach.core.pdf.page_image import page_png, pages_png
from outreach.pitches.document import make_pitch, make_pitch_preview
from tests.pdf.cast import LEAD, PITCH


def size(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as image:
        return image.size


def test_page_image_has_the_requested_width() -> None:
    assert size(page_png(make_pitch(PITCH).pdf, 500)) == (500, 708)


def test_missing_page_raises_index_error() -> None:
    with pytest.raises(IndexError):
        page_png(make_pitch(PITCH).pdf, 500, page=1)


def test_all_pages_are_stacked_in_one_image() -> None:
    seen = make_pitch_preview(replace(PITCH, lead=LEAD * 15))
    assert size(pages_png(seen.pdf, 500, gap_px=10)) == (500, 708 * 2 + 10)
