"""The library's logo: a picture is taken apart and made anew, so that nothing but its pixels is ever kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Literal

from PIL import Image, ImageFile, ImageOps

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4000  # along each side, looked at before a single pixel is unpacked
KEPT_PIXELS = 1200  # plenty for paper at 300 dpi: the logo is never wider than ten centimetres

_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}

_one_at_a_time = Lock()

Reason = Literal["too_heavy", "too_large", "not_a_picture", "broken"]


class LogoRefused(Exception):
    """The file cannot be a logo, for one `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def clean_logo(content: bytes) -> tuple[bytes, str]:
    """The picture encoded anew, without metadata, upright and at most KEPT_PIXELS wide, with its media type.

    What the file is is told from its content, whatever it is called. Raises LogoRefused.
    """
    if len(content) > MOST_BYTES:
        raise LogoRefused("too_heavy")
    picture = _open(content)
    if max(picture.size) > MOST_PIXELS:
        raise LogoRefused("too_large")
    kind = picture.format or ""
    try:
        with _nothing_missing():
            bare = _bare(picture, kind)
    except Exception as error:  # a decoder fed on hostile bytes raises whatever it likes
        raise LogoRefused("broken") from error
    out = BytesIO()
    bare.save(out, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue(), _TYPES[kind]


@contextmanager
def _nothing_missing() -> Iterator[None]:
    """Refuse a picture that ends too soon. The paper's renderer tells Pillow, for the whole process, to be content
    with half a picture; clean pictures are the same to it either way."""
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _open(content: bytes) -> Image.Image:
    """The picture with its header read and nothing unpacked."""
    try:
        return Image.open(BytesIO(content), formats=tuple(_TYPES))
    except Image.DecompressionBombError as error:
        raise LogoRefused("too_large") from error
    except Exception as error:
        raise LogoRefused("not_a_picture") from error


def _bare(picture: Image.Image, kind: str) -> Image.Image:
    """Only the pixels, on a new canvas."""
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    see_through = kind == "PNG" and (upright.mode in {"LA", "PA", "RGBA"} or "transparency" in upright.info)
    if upright.mode.startswith("I;16"):  # sixteen bits a pixel: keep the upper eight
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    pixels = upright.convert("RGBA" if see_through else "RGB")
    pixels.thumbnail((KEPT_PIXELS, KEPT_PIXELS))
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare
