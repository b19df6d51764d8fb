"""Pictures of papers."""

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


def test_a_picture_is_as_wide_as_asked_for() -> None:
    assert size(page_png(make_pitch(PITCH).pdf, 500)) == (500, 708)


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(IndexError):
        page_png(make_pitch(PITCH).pdf, 500, page=1)


def test_pages_below_each_other() -> None:
    seen = make_pitch_preview(replace(PITCH, lead=LEAD * 15))
    assert size(pages_png(seen.pdf, 500, gap_px=10)) == (500, 708 * 2 + 10)
