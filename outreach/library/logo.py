"""The library's logo: an uploaded image is decoded and encoded again, so that only its pixels are stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Literal

from PIL import Image, ImageFile, ImageOps

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 4000  # along each side, checked before any pixel is decoded
STORED_PIXELS = 1200  # enough for print at 300 dpi, where the logo is at most ten centimetres wide

_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}

_pillow_lock = Lock()

Reason = Literal["too_heavy", "too_large", "not_a_picture", "broken"]


class LogoRefused(Exception):
    """The file cannot be used as a logo, for `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def clean_logo(content: bytes) -> tuple[bytes, str]:
    """The image encoded again, without metadata, upright and at most STORED_PIXELS wide, and its media type.

    The file type is detected from its content. Raises LogoRefused.
    """
    if len(content) > MAX_BYTES:
        raise LogoRefused("too_heavy")
    picture = _open(content)
    if max(picture.size) > MAX_PIXELS:
        raise LogoRefused("too_large")
    kind = picture.format or ""
    try:
        with _complete_images_only():
            pixels = _pixels(picture, kind)
    except Exception as error:  # a decoder may raise anything on malformed data
        raise LogoRefused("broken") from error
    out = BytesIO()
    pixels.save(out, kind, **({"quality": 90} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue(), _TYPES[kind]


@contextmanager
def _complete_images_only() -> Iterator[None]:
    """Let Pillow refuse truncated images, which WeasyPrint makes it accept for the whole process."""
    with _pillow_lock:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _open(content: bytes) -> Image.Image:
    """The image with only its header decoded."""
    try:
        return Image.open(BytesIO(content), formats=tuple(_TYPES))
    except Image.DecompressionBombError as error:
        raise LogoRefused("too_large") from error
    except Exception as error:
        raise LogoRefused("not_a_picture") from error


def _pixels(picture: Image.Image, kind: str) -> Image.Image:
    """The pixels on a new image, without metadata."""
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    is_transparent = kind == "PNG" and (upright.mode in {"LA", "PA", "RGBA"} or "transparency" in upright.info)
    if upright.mode.startswith("I;16"):  # sixteen bits a pixel: keep the upper eight
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    pixels = upright.convert("RGBA" if is_transparent else "RGB")
    pixels.thumbnail((STORED_PIXELS, STORED_PIXELS))
    copy = Image.new(pixels.mode, pixels.size)
    copy.paste(pixels)
    return copy
