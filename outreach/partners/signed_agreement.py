"""A signed agreement as a file: its type is read from the content, not from the name. Pure: bytes in, bytes out.

A photograph keeps only its pixels: where it was taken could be a secret address.
"""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

from outreach.core.stored_files import MAX_FILE_BYTES

MOST_BYTES = MAX_FILE_BYTES
_MOST_PIXELS = 60_000_000  # looked at before a single one is unpacked
_KEPT_SIDE = 3000  # an A4 page at 250 dpi

Reason = Literal["too_heavy", "too_large", "unknown", "broken"]


class PaperRefused(Exception):
    """The file cannot be kept, for one `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def clean_paper(content: bytes) -> tuple[bytes, str]:
    """The file to keep and its media type: a PDF as it is, a PNG or JPEG with its pixels only. Raises PaperRefused."""
    if len(content) > MOST_BYTES:
        raise PaperRefused("too_heavy")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise PaperRefused("broken")
        return content, "application/pdf"
    try:
        picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError as error:
        raise PaperRefused("too_large") from error
    except Exception as error:  # a decoder fed on hostile bytes raises whatever it likes
        raise PaperRefused("unknown") from error
    if picture.width * picture.height > _MOST_PIXELS:
        raise PaperRefused("too_large")
    return _bare(picture)


def _bare(picture: Image.Image) -> tuple[bytes, str]:
    kind = picture.format or ""
    try:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((_KEPT_SIDE, _KEPT_SIDE))
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
    except Exception as error:  # as above: the pixels are unpacked only here
        raise PaperRefused("broken") from error
    out = BytesIO()
    bare.save(out, kind, **({"quality": 85} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue(), "image/jpeg" if kind == "JPEG" else "image/png"
