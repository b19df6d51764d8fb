"""How quick a pitch is made, against a kept headless Chromium and LibreOffice on the same HTML, in one run.

    .venv/bin/python benchmarks/paper.py [--rounds 15] [--memory]

Ours is the whole way each time: template, search for the density, layout, tagged PDF. Chromium is started once and
kept, and only has to print the finished HTML, in two ways:
  file   the page comes as one HTML with its fonts and pictures inside, as set_content gets it. The bars are on this.
  kept   fonts and pictures stay in the browser from page to page, and only the text is new. The hardest rival there
         is; no bar, but the number is shown, because a ratio without it would flatter us.
LibreOffice starts anew each time, as it must. Rounds alternate, so that a busy machine slows all alike. The answers are
ratios of medians per density.
--memory makes 500 pitches and compares the memory in use after 50 and after 500.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import psutil
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from outreach.core import formatting, i18n  # noqa: E402
from outreach.core.pdf import fit, fonts, style  # noqa: E402
from outreach.pitches.document import DESIGN, make_pitch  # noqa: E402
from outreach.pitches.sheet import ContactCard, PitchOfferLine, PitchSheet  # noqa: E402

ORIGIN = "http://paper.invalid/"
BARS = {"comfortable": 0.25, "snug": None, "compact": 0.45}

OFFERS = (
    PitchOfferLine(
        "Noget at tage med hjem til familien",
        "En kasse med billedbøger, lydbøger og spil, valgt efter de børn, I kender. I tager den med på besøg, og vi "
        "bytter indholdet, når I siger til.",
        "Vi henter og bringer · ingen lånerkort og ingen gebyrer · klar på en uge",
    ),
    PitchOfferLine(
        "Et roligt sted at mødes uden for huset",
        "Sid med en familie i et hjørne, hvor ingen spørger, hvorfor I er der. Der er kaffe, legeplads og plads til "
        "barnevognen.",
        "Åbent alle ugens dage · book et lukket rum med en sms",
    ),
    PitchOfferLine(
        "En aften, hvor biblioteket kun er for jer",
        "Efter lukketid: aftensmad, en rundvisning i øjenhøjde og tid til at lege. Familierne møder andre familier.",
        "Første onsdag i måneden kl. 17–19 · op til 25 personer · vi står for maden",
    ),
    PitchOfferLine(
        "En fast dag, hvor vi kommer til jer",
        "Hver anden tirsdag står vi i jeres køkken med nye bøger, spil og god tid. Vi læser højt for dem, der vil.",
        "Tirsdag kl. 14–16 · vi tager alt med og alt med hjem",
    ),
)
LEAD = (
    "I fortæller, at et forløb skal passe ind i familiens hverdag, og at forældre og børn har brug for noget rart at "
    "være fælles om. Det kan vi hjælpe med – uden at det giver jer mere arbejde. "
)


def sheets() -> dict[str, PitchSheet]:
    """One ordinary sheet for each density."""
    comfortable = PitchSheet(
        language="da",
        library_name="Randers Bibliotek",
        partner_name="Familiehuset",
        on=date(2026, 11, 24),
        title="Et sted at være sammen, når hverdagen skifter",
        lead=LEAD.strip(),
        offers=OFFERS[:3],
        worry_line="Vi henter, bringer og rydder op.",
        first_step="Vi kigger forbi hos jer en eftermiddag i uge 49 med en kasse bøger og spil. I vælger dagen – og om "
        "familierne skal være med.",
        contact=ContactCard("Børnebibliotekaren", "Randers Bibliotek", "89 15 89 15", "info@demo.example", "vcard"),
        logo=None,
        library_line="Et sted for alle. Det koster ikke noget, og I behøver ikke bestille tid.",
    )
    snug = replace(comfortable, offers=OFFERS)
    return {"comfortable": comfortable, "snug": snug, "compact": replace(snug, lead=(LEAD * 6).strip())}


def paper_app() -> Flask:
    """What a paper needs of the portal: templates, languages, formats. No database."""
    app = Flask("paper", root_path=str(ROOT))
    i18n.install(app)
    formatting.install(app)
    return app


def browser_html(sheet: PitchSheet, density: str) -> str:
    """The very HTML of the paper with its style sheet inside; fonts and pictures by address."""
    css = style.browser_style_text(density).replace("paper:font/", f"{ORIGIN}font/")
    html = fit.render_html(sheet, DESIGN).replace("paper:", ORIGIN)
    return html.replace("</head>", f"<style>{css}</style></head>")


def resources(sheet: PitchSheet) -> dict[str, bytes]:
    """Address -> content of all that the HTML names."""
    found = {f"{ORIGIN}font/{name}": path.read_bytes() for name, path in fonts.web_fonts().items()}
    return found | {f"{ORIGIN}{name}": content for name, content in DESIGN.pictures(sheet).items()}


def one_file(html: str, contents: dict[str, bytes]) -> str:
    """The HTML with everything it names inside."""
    for address, content in contents.items():
        kind = "font/ttf" if "/font/" in address else "image/png"
        html = html.replace(address, f"data:{kind};base64,{b64encode(content).decode()}")
    return html


def chromium(playwright: object, contents: dict[str, bytes]) -> Callable[[str], bytes]:
    """A kept browser page that prints HTML; addresses are answered from memory and kept by the browser."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])  # type: ignore[attr-defined]
    page = browser.new_page()
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=9999"}
    page.route(
        f"{ORIGIN}**",
        lambda route: route.fulfill(body=contents.get(route.request.url, b"<html></html>"), headers=headers),
    )
    page.goto(ORIGIN)

    def print_html(html: str) -> bytes:
        page.set_content(html, wait_until="load")
        return page.pdf(prefer_css_page_size=True, print_background=True, page_ranges="1", tagged=True)

    return print_html


def libreoffice(folder: Path) -> Callable[[str], bytes] | None:
    """LibreOffice's writer, started for each paper; None where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return None

    def convert(html: str) -> bytes:
        (folder / "paper.html").write_text(html, "utf-8")
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                   "pdf:writer_web_pdf_Export", "--outdir", str(folder), str(folder / "paper.html")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (folder / "paper.pdf").read_bytes()

    return convert


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` takes."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def compare(rounds: int) -> bool:
    """Print the table; whether both bars are met."""
    from playwright.sync_api import sync_playwright

    met = True
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        contents = resources(sheets()["comfortable"])
        print_html = chromium(playwright, contents)
        convert = libreoffice(Path(folder))
        heads = ("ours", "file", "ratio", "bar", "kept", "ratio", "libreoffice", "ratio")
        print(f"{'median ms':12}" + "".join(f"{head:>12}" for head in heads))
        for density, sheet in sheets().items():
            kept = browser_html(sheet, density)
            whole = one_file(kept, contents)
            works: dict[str, Callable[[], object]] = {
                "ours": lambda sheet=sheet: make_pitch(sheet),
                "file": lambda whole=whole: print_html(whole),
                "kept": lambda kept=kept: print_html(kept),
            }
            if convert is not None:
                works["libreoffice"] = lambda whole=whole: convert(whole)
            if make_pitch(sheet).density != density:
                raise SystemExit(f"the sheet for {density} came out as {make_pitch(sheet).density}")
            for work in works.values():
                work()  # to warm up
            times: dict[str, list[float]] = {name: [] for name in works}
            for number in range(rounds):
                for name, work in works.items():
                    if name != "libreoffice" or number < 3:
                        times[name].append(timed(work))
            middle = {name: median(values) for name, values in times.items()}
            bar = BARS[density]
            met = met and (bar is None or middle["ours"] / middle["file"] <= bar)
            cells = [f"{middle['ours']:.0f}"]
            for name in ("file", "kept", "libreoffice"):
                known = name in middle
                ratio = f"{middle['ours'] / middle[name]:.2f}" if known else "-"
                cells += [f"{middle[name]:.0f}" if known else "-", ratio]
                if name == "file":
                    cells.append(f"{bar:.2f}" if bar else "-")
            print(f"{density:12}" + "".join(f"{cell:>12}" for cell in cells), flush=True)
    return met


def memory() -> bool:
    """Memory in use after 500 pitches against after 50; whether it is within 10 %."""
    process = psutil.Process()
    every = list(sheets().values())
    after_50 = 0
    for number in range(1, 501):
        make_pitch(replace(every[number % 3], title=f"Et sted at være sammen, dag {number}"))
        if number == 50:
            gc.collect()
            after_50 = process.memory_info().rss
    gc.collect()
    after_500 = process.memory_info().rss
    growth = after_500 / after_50 - 1
    print(f"memory: {after_50 / 2**20:.0f} MB after 50, {after_500 / 2**20:.0f} MB after 500: {growth:+.1%} (bar 10 %)")
    return growth <= 0.10


def main() -> int:
    """0 when every bar asked for is met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--memory", action="store_true", help="also make 500 pitches and watch the memory")
    options = parser.parse_args()
    with paper_app().app_context():
        met = [compare(options.rounds)]
        if options.memory:
            met.append(memory())
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
