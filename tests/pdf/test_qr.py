"""The contents and the image of the QR code."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image

from outreach.core.pdf import qr


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("89 15 89 15", "+4589158915"), ("+45 89158915", "+4589158915"), ("0046 8 123", "+468123"), ("112", "112")],
)
def test_phone_number_is_dialled_in_international_form(written: str, dialled: str) -> None:
    assert qr.dialled(written) == dialled


def test_vcard_escapes_special_characters() -> None:
    assert qr.vcard("Bo; Ø, jr.", "Hus\nBib", "89158915", "bo@demo.example").split("\r\n") == [
        "BEGIN:VCARD", "VERSION:3.0", "N:Bo\\; Ø\\, jr.;;;;", "FN:Bo\\; Ø\\, jr.", "ORG:Hus\\nBib", "TEL:+4589158915",
        "EMAIL:bo@demo.example", "END:VCARD", "",
    ]


def test_png_shows_every_module_of_the_code() -> None:
    text = qr.phone_link("89 15 89 15")
    content = qr.png(text)
    assert content is not None
    with Image.open(io.BytesIO(content)) as image:
        grey = image.convert("L")
        size = grey.width // 4
        seen = [[grey.getpixel((4 * x + 2, 4 * y + 2)) < 128 for x in range(size)] for y in range(size)]
    code = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8")
    assert seen == [[bool(module) for module in row] for row in code.matrix]


def test_text_too_long_for_a_small_code_gives_none() -> None:
    assert qr.png("å" * 600) is None
