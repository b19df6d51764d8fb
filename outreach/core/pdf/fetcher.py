"""What a paper may read: our fonts, our own static files, and pictures handed in with the sheet. Nothing else.

A template never reaches the network or another file, whatever address a user's text holds; and an address that is
refused fails the whole paper, since a picture that silently vanishes would be noticed only at the partner's table.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from outreach.core.pdf.fonts import web_fonts

STATIC = Path(__file__).resolve().parents[3] / "static"

_PICTURE_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_STATIC_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


class Blocked(Exception):
    """A paper asked for something it may not read, or a picture that is none."""


def picture_kind(content: bytes) -> str:
    """'image/png' or 'image/jpeg', by content. Raises Blocked for all else (SVG could name other files)."""
    for start, kind in _PICTURE_KINDS.items():
        if content.startswith(start):
            return kind
    raise Blocked("not a PNG or JPEG picture")


class PaperFetcher(URLFetcher):
    """Answers `paper:font/<name>`, `paper:static/<path>` and `paper:<key>` for the pictures handed in."""

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
        if not path.is_relative_to(STATIC) or path.suffix not in _STATIC_KINDS:
            raise Blocked(name)
        return path.read_bytes(), _STATIC_KINDS[path.suffix]
