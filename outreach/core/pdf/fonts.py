"""The fonts that paper and screen are set in: files from pip packages, never one that happens to be installed.

Atkinson Hyperlegible for text, Spectral for headings; Noto Sans and IBM Plex Sans Arabic for the letters those two
lack. (Noto Sans Arabic builds its letters from shapes and dots that several letters share, and the text layer of a PDF
then names the wrong ones.)
Each goes by a name of our own ("Sheet Sans"): were it called by its real name, an installed cut of another version
could be mixed in and garble Danish letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg
from fontTools.ttLib import TTFont


@dataclass(frozen=True)
class Face:
    """One cut: the name it is served under, its CSS family, weight and style, and where the file lies."""

    name: str
    family: str
    weight: str
    style: str
    path: Path
    scripts: str = ""  # a CSS unicode-range: the screen only fetches the file when a page needs it


# What Atkinson and Spectral cover is set in them; the fallbacks are fetched for the rest alone.
_ARABIC = "U+0600-06FF, U+0750-077F, U+08A0-08FF, U+FB50-FDFF, U+FE70-FEFF"
_OTHER = "U+0180-02FF, U+0370-05FF, U+1E00-1FFF, U+2000-2BFF"

# Unicode's default ignorable characters that ordinary typing and pasting brings along.
_NEVER_DRAWN = frozenset(
    {0x00AD, 0x061C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
     *range(0xFE00, 0xFE10)}
)
_SPACES = frozenset(" \t\n\r\u00a0\u2002\u2003\u2009\u200a\u202f")


def _cut(package: str, weight: int, style: str = "normal") -> Path:
    return fontpkg.path(package, weight, style)


def _variable(package: str) -> Path:
    return next(font_file.path for font_file in fontpkg.family(package).files if font_file.style == "normal")


@cache
def faces() -> tuple[Face, ...]:
    """Every cut that paper and screen use."""
    sans, serif, arabic = "Atkinson Hyperlegible", "Spectral", "IBM Plex Sans Arabic"
    return (
        Face("sheet-sans-400.ttf", "Sheet Sans", "400", "normal", _cut(sans, 400)),
        Face("sheet-sans-400-italic.ttf", "Sheet Sans", "400", "italic", _cut(sans, 400, "italic")),
        Face("sheet-sans-700.ttf", "Sheet Sans", "700", "normal", _cut(sans, 700)),
        Face("sheet-serif-400-italic.ttf", "Sheet Serif", "400", "italic", _cut(serif, 400, "italic")),
        Face("sheet-serif-500.ttf", "Sheet Serif", "500", "normal", _cut(serif, 500)),
        Face("sheet-serif-600.ttf", "Sheet Serif", "600", "normal", _cut(serif, 600)),
        Face("sheet-fallback.ttf", "Sheet Fallback", "100 900", "normal", _variable("Noto Sans"), _OTHER),
        Face("sheet-arabic-400.ttf", "Sheet Arabic", "400", "normal", _cut(arabic, 400), _ARABIC),
        Face("sheet-arabic-700.ttf", "Sheet Arabic", "700", "normal", _cut(arabic, 700), _ARABIC),
    )


def web_fonts() -> dict[str, Path]:
    """File name -> file, for the route that serves /fonts/<name>. Anything not in here is a 404."""
    return {face.name: face.path for face in faces()}


def _rule(face: Face, address: str, descriptors: str) -> str:
    return (
        f'@font-face {{\n  font-family: "{face.family}";\n  font-weight: {face.weight};\n'
        f'  font-style: {face.style};\n{descriptors}  src: url("{address}{face.name}") format("truetype");\n}}\n'
    )


def screen_css() -> str:
    """The text of static/css/fonts.css. Addresses are relative to it, so a path prefix in front does no harm."""
    rules = []
    for face in faces():
        scripts = f"  unicode-range: {face.scripts};\n" if face.scripts else ""
        rules.append(_rule(face, "../../../fonts/", f"  font-display: swap;\n{scripts}"))
    return "/* Made by outreach.core.pdf.fonts.screen_css(); a test holds the two together. */\n" + "\n".join(rules)


def paper_css() -> str:
    """@font-face rules for paper; the addresses are answered by the paper's own fetcher."""
    return "\n".join(_rule(face, "paper:font/", "") for face in faces())


@cache
def covered() -> frozenset[int]:
    """Code points that a text on paper may hold: those in both text and heading fonts or in a fallback."""

    def cmap(face: Face) -> frozenset[int]:
        with TTFont(face.path, lazy=True) as font:
            return frozenset(code for code in font.getBestCmap() if code >= 0x20 and not 0x7F <= code < 0xA0)

    by_family: dict[str, frozenset[int]] = {}
    for face in faces():
        known = cmap(face)
        by_family[face.family] = by_family.get(face.family, known) & known
    fallbacks = by_family["Sheet Fallback"] | by_family["Sheet Arabic"]
    return (by_family["Sheet Sans"] & by_family["Sheet Serif"]) | fallbacks


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters of `text` that none of our fonts can print, each once, in the order they come.

    White space and marks that are never drawn (reading direction, joiners) count as printable; emoji, Chinese,
    control characters and the like do not.
    """
    known = covered()
    return tuple(
        dict.fromkeys(
            character
            for character in text
            if ord(character) not in known and ord(character) not in _NEVER_DRAWN and character not in _SPACES
        )
    )
