"""`script/pictures`: the real screens and a real paper of the demo, small enough to stand in a README."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import demo
from tests.browser.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.browser.looking import settle
from tests.browser.portal import Portal, open_data, running
from tests.demo_library import load_demo
from tests.forking import ROOT

FOLDER = ROOT / "static" / "img" / "manual"
MOST_BYTES = 150_000
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 780}

#: Name of the picture, page, window.
SCREENS = (
    ("partner", "partner_page.partner", WIDE),
    ("partner-phone", "partner_page.partner", PHONE),
    ("pitch-editor", "pitches.editor", WIDE),
    ("kit", "meeting_kit.kit", WIDE),
)


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        app = open_data(Path(folder))
        load_demo(app)
        demo.furnish(app)
        with running(app) as portal, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
            for name, endpoint, window in SCREENS:
                _keep(name, _screen(browser, portal, endpoint, window))
            _keep("pitch", _paper(browser, portal))
            browser.close()


def _screen(browser: Browser, portal: Portal, endpoint: str, window: dict[str, int]) -> bytes:
    context = browser.new_context(base_url=portal.address, viewport=window, locale="da-DK", reduced_motion="reduce")
    context.add_cookies([portal.cookie(demo.LIBRARIAN)])
    page = context.new_page()
    page.goto(next(demo.addresses(portal.app, endpoint)))
    # Pictures further down are fetched when they are near: once to the foot and back.
    page.evaluate("for (const each of document.images) each.loading = 'eager'")
    settle(page)
    picture = page.screenshot(clip={"x": 0, "y": 0, "width": window["width"], "height": 1.25 * window["height"]},
                              full_page=True)
    context.close()
    return picture


def _paper(browser: Browser, portal: Portal) -> bytes:
    context = browser.new_context(base_url=portal.address)
    context.add_cookies([portal.cookie(demo.LIBRARIAN)])
    picture = context.request.get(next(demo.addresses(portal.app, "pitches.page_png"))).body()
    context.close()
    return picture


def _keep(name: str, png: bytes) -> None:
    """With as many colours as the size allows."""
    path, image = FOLDER / f"{name}.png", Image.open(BytesIO(png)).convert("RGB")
    if image.width > 1280:
        image = image.resize((1280, round(image.height * 1280 / image.width)), Image.Resampling.LANCZOS)
    for colours in (192, 96, 48, 24):
        image.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < MOST_BYTES:
            break
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
