"""What becomes of a picture, and what is refused. Pure: bytes in, bytes out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from outreach.library.logo import MAX_BYTES, LogoRefused, clean_logo


def encoded(picture: Image.Image, kind: str, **settings: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **settings)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def reason(content: bytes) -> str:
    with pytest.raises(LogoRefused) as refused:
        clean_logo(content)
    return refused.value.reason


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


def test_a_png_keeps_its_pixels_and_its_transparency() -> None:
    picture = Image.new("RGBA", (40, 20), (15, 92, 99, 128))
    content, media_type = clean_logo(encoded(picture, "PNG"))
    kept = opened(content)
    assert (media_type, kept.format, kept.mode, kept.size, kept.getpixel((3, 3))) == (
        "image/png", "PNG", "RGBA", (40, 20), (15, 92, 99, 128))


def test_metadata_is_removed() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "made by somebody")
    content, _media_type = clean_logo(encoded(Image.new("RGB", (9, 9)), "PNG", pnginfo=notes, dpi=(300, 300)))
    assert opened(content).info == {}


def test_a_jpeg_is_turned_upright_and_loses_its_exif() -> None:
    exif = Image.Exif()
    exif[274] = 6  # "turn a quarter to the right to see me"
    exif[271] = "somebody's telephone"
    content, media_type = clean_logo(encoded(Image.new("RGB", (40, 20)), "JPEG", exif=exif))
    kept = opened(content)
    assert (media_type, kept.size, dict(kept.getexif())) == ("image/jpeg", (20, 40), {})


def test_a_cmyk_jpeg_from_a_printer_becomes_rgb() -> None:
    content, _media_type = clean_logo(encoded(Image.new("CMYK", (9, 9)), "JPEG"))
    assert opened(content).mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_grey() -> None:
    content, _media_type = clean_logo(encoded(Image.new("I;16", (9, 9), 128 * 256), "PNG"))
    assert opened(content).getpixel((3, 3)) == (128, 128, 128)


def test_a_palette_with_a_see_through_colour_stays_see_through() -> None:
    picture = Image.new("P", (9, 9), 0)
    picture.putpalette([255, 255, 255, 0, 0, 0])
    content, _media_type = clean_logo(encoded(picture, "PNG", transparency=0))
    assert opened(content).getpixel((3, 3)) == (255, 255, 255, 0)


def test_a_large_picture_is_kept_no_larger_than_paper_needs() -> None:
    content, _media_type = clean_logo(encoded(Image.new("RGB", (4000, 100)), "PNG"))
    assert opened(content).size == (1200, 30)


def test_data_appended_to_the_image_is_removed() -> None:
    content, _media_type = clean_logo(encoded(Image.new("RGB", (9, 9)), "PNG") + b"PK\x03\x04 and an archive")
    assert b"archive" not in content


def test_more_than_two_megabytes_are_too_heavy() -> None:
    picture = encoded(Image.new("RGB", (9, 9)), "PNG")
    assert reason(picture + b"\0" * (MAX_BYTES + 1 - len(picture))) == "too_heavy"


def test_exactly_two_megabytes_are_fine() -> None:
    picture = encoded(Image.new("RGB", (9, 9)), "PNG")
    assert clean_logo(picture + b"\0" * (MAX_BYTES - len(picture)))[1] == "image/png"


@pytest.mark.parametrize("size", [(4001, 10), (10, 4001), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_oversized_image_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert reason(png_header(*size)) == "too_large"


def test_a_png_that_promises_pixels_it_does_not_have_is_broken() -> None:
    assert reason(png_header(400, 400)) == "broken"


def test_a_picture_cut_off_halfway_is_broken() -> None:
    noise = Image.effect_noise((200, 200), 90)
    whole = encoded(noise, "JPEG")
    assert reason(whole[: len(whole) // 2]) == "broken"


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("logo.png", b"\0" * 20_000_000)
    return out.getvalue()


@pytest.mark.parametrize("content", [
    b"", b"\x89PNG", b"not a picture at all",
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    encoded(Image.new("P", (9, 9)), "GIF"), encoded(Image.new("RGB", (9, 9)), "BMP"),
    encoded(Image.new("RGB", (9, 9)), "TIFF"), encoded(Image.new("RGB", (9, 9)), "WEBP"),
    b"%PDF-1.7\n", zip_bomb(),
], ids=["empty", "begun", "text", "svg", "gif", "bmp", "tiff", "webp", "pdf", "zip bomb"])
def test_anything_but_png_and_jpeg_is_no_picture(content: bytes) -> None:
    assert reason(content) == "not_a_picture"
