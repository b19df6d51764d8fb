"""Rendering reads only our fonts and the images it is given; no address in a text is fetched."""

from __future__ import annotations

import http.server
import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from outreach.core.pdf.fetcher import Blocked, PaperFetcher, picture_kind
from outreach.core.pdf.render import lay_out, parse
from outreach.core.pdf.sheet_texts import texts, with_texts
from outreach.pitches.document import make_pitch
from tests.pdf import reading
from tests.pdf.cast import (
    AGENDA,
    CLOSING,
    PITCH,
    PREPARATION,
    make_agenda,
    make_closing,
    make_preparation,
)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#0f5c63").save(target, kind)
    return target.getvalue()


@pytest.fixture
def visits() -> Iterator[list[str]]:
    """Paths asked of a server on this machine, whose address is `visits.address`."""
    seen: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    seen.append(f"http://127.0.0.1:{server.server_port}")
    yield seen
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "http://demo.example/a.png", "https://demo.example/a.png", "file:///etc/passwd", "ftp://demo.example/a",
        "data:image/png;base64,AAAA", "paper:static/../app.py", "paper:static/%2e%2e/app.py",
        "paper:static/css/paper.css", "paper:font/../../etc/passwd",
        "paper:font/none.ttf", "paper:none", "PAPER:none", "relative.png", "",
    ],
)
def test_any_other_address_fails_the_rendering(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        PaperFetcher({"logo": picture()}).fetch(address)


def test_blocked_image_fails_the_rendering() -> None:
    page = parse('<html lang="da"><body><img src="http://demo.example/a.png" alt="a"></body></html>', {})
    with pytest.raises(Blocked):
        lay_out(page, "comfortable")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_logo_has_the_library_name_as_alternative_text(kind: str) -> None:
    pdf = make_pitch(replace(PITCH, logo=picture(kind), contact=replace(PITCH.contact, qr="none"))).pdf
    assert (reading.structure(pdf, "/Figure"), reading.faults(pdf)) == (["Randers Bibliotek"], [])


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"PK\x03\x04", b"x"])
def test_logo_other_than_png_or_jpeg_is_refused(content: bytes) -> None:
    with pytest.raises(Blocked):
        make_pitch(replace(PITCH, logo=content))


def test_very_tall_or_wide_logo_stays_inside_one_page() -> None:
    for size in ((3000, 20), (20, 3000)):
        pdf = make_pitch(replace(PITCH, logo=picture(size=size))).pdf
        assert (reading.page_count(pdf), reading.outside_margins(pdf)) == (1, "")


def test_image_type_is_detected_from_content() -> None:
    assert [picture_kind(picture("PNG")), picture_kind(picture("JPEG"))] == ["image/png", "image/jpeg"]


@pytest.mark.parametrize(
    ("make", "sheet"),
    [(make_pitch, PITCH), (make_agenda, AGENDA), (make_preparation, PREPARATION), (make_closing, CLOSING)],
)
def test_markup_in_any_field_is_printed_as_text(make: Any, sheet: Any, visits: list[str]) -> None:
    """HTML, CSS, script and template syntax in every field at once: all of it comes out, nothing is fetched."""
    secret = Path(__file__).as_uri()
    nasty = [
        f'<img src="{visits[0]}/a">', f'<link rel=stylesheet href="{visits[0]}/b">', f"<object data='{secret}'>",
        f"}} body {{ background: url({visits[0]}/c)", "{{ 7 * 7 }}", "{% include 'x' %}", "<script>alert(1)</script>",
        "</p></body>", "&amp; &#34; &lt;", "<style>*{display:none}</style>", "%(name)s %s {0}",
    ]
    values = {path: nasty[at % len(nasty)] for at, path in enumerate(texts(sheet))}
    changed = with_texts(sheet, values)
    pdf = make(changed).pdf
    layer = reading.text(pdf)
    unseen = {"library_name"} if make in (make_preparation, make_closing) else set()
    missing = {path for path, value in values.items() if not reading.holds(layer, value)}
    assert (missing - unseen, visits[1:]) == (set(), [])
