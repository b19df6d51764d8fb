"""WeasyPrint's URL fetcher: our fonts, our static files and the sheet's own pictures; nothing else.

A template never reaches the network or another file, whatever address a user's text holds. A refused address fails the
whole rendering, since a missing picture would go unnoticed until the paper is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from outreach.core.pdf.fonts import web_fonts

STATIC = Path(__file__).resolve().parents[3] / "static"

_PICTURE_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_STATIC_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class Blocked(Exception):
    """A template asked for an address it may not read, or a picture is no PNG or JPEG."""


def picture_kind(content: bytes) -> str:
    """'image/png' or 'image/jpeg', by content. Raises Blocked for all else (SVG could name other files)."""
    for signature, media_type in _PICTURE_TYPES.items():
        if content.startswith(signature):
            return media_type
    raise Blocked("not a PNG or JPEG picture")


class PaperFetcher(URLFetcher):
    """Serves `paper:font/<name>`, `paper:static/<path>` and `paper:<key>` for the sheet's pictures."""

    def __init__(self, pictures: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=["paper"], allow_redirects=False, fail_on_errors=True)
        self._pictures = dict(pictures or {})

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The content behind `url`. Raises FatalURLFetchingError, which ends the rendering, for all else."""
        try:
            content, kind = self._content(url)
        except (Blocked, OSError) as error:
            raise FatalURLFetchingError(f"a paper may not read {url[:80]!r}") from error
        return URLFetcherResponse(url, content, {"Content-Type": kind})

    def _content(self, url: str) -> tuple[bytes, str]:
        scheme, _, rest = url.partition(":")
        name = unquote(rest)
        if scheme != "paper":
            raise Blocked(scheme)
        if name in self._pictures:
            return self._pictures[name], picture_kind(self._pictures[name])
        folder, _, file_name = name.partition("/")
        if folder == "font" and file_name in web_fonts():
            return web_fonts()[file_name].read_bytes(), "font/ttf"
        if folder == "static":
            return self._static(file_name)
        raise Blocked(name)

    @staticmethod
    def _static(name: str) -> tuple[bytes, str]:
        path = (STATIC / name).resolve()
        if not path.is_relative_to(STATIC) or path.suffix not in _STATIC_TYPES:
            raise Blocked(name)
        return path.read_bytes(), _STATIC_TYPES[path.suffix]
