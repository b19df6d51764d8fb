"""Fonts come from packages, and report the characters they lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.core.pdf import fonts

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Æblerne på øen – “årets” høst … ½ kl. 17.30 · 25 %", ()),
        ("Łódź, Győr, Þór, Škoda, Привет, Ελλάδα", ()),
        ("سلام عليكم، پنجشنبه، اُردو", ()),
        ("tom\u200f \u202bret\u00ad\u200bning\u2069\ufeff\n\tslut", ()),
        ("😀 og 😀", ("😀",)),
        ("漢字ひ", ("漢", "字", "ひ")),
        ("☐ → ♥", ("☐", "♥")),
        ("a\x00b", ("\x00",)),
        ("", ()),
    ],
)
def test_missing_characters_are_listed(text: str, missing: tuple[str, ...]) -> None:
    assert fonts.missing_characters(text) == missing


def test_fonts_css_equals_the_generated_rules() -> None:
    assert (STATIC / "css" / "fonts.css").read_text("utf-8") == fonts.screen_css()


def test_all_web_fonts_exist_as_truetype() -> None:
    assert {name: path.read_bytes()[:4] for name, path in fonts.web_fonts().items()} == dict.fromkeys(
        fonts.web_fonts(), b"\x00\x01\x00\x00"
    )
