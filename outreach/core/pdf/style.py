"""The style sheets of PDFs: tokens.css and paper.css combined, in one version per density.

Both files are ordinary CSS that browsers read too. For PDFs the custom properties are substituted beforehand, since
WeasyPrint would look them up for each element at every rendering.
"""

from __future__ import annotations

import re
from functools import cache

from outreach.core.pdf.fetcher import STATIC
from outreach.core.pdf.fonts import paper_css

DENSITIES = ("comfortable", "snug", "compact")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"(:root(?:\.(\w+))?)\s*\{([^}]*)\}")
_PROPERTY = re.compile(r"--([\w-]+)\s*:\s*([^;]+);")
_USE = re.compile(r"var\(--([\w-]+)\)")


@cache
def style_text(density: str) -> str:
    """All rules at one density, without custom properties. Raises KeyError for an undefined property."""
    source = "\n".join((STATIC / "css" / name).read_text("utf-8") for name in ("tokens.css", "paper.css"))
    source = _COMMENT.sub("", source)
    known: dict[str, str] = {}
    for _, own_density, body in _BLOCK.findall(source):
        if own_density in ("", density):
            known.update(_PROPERTY.findall(body))
    return _USE.sub(lambda use: known[use[1]].strip(), _BLOCK.sub("", source)) + _widths()


def _widths() -> str:
    """`.w1` to `.w100`: bar widths in per cent, so that no value from a sheet is written into CSS."""
    return "".join(f".w{per_cent} {{ width: {per_cent}% }}\n" for per_cent in range(1, 101))


def browser_style_text(density: str) -> str:
    """The same rules with @font-face in front, for a browser that renders the same page (see benchmarks/)."""
    return paper_css() + style_text(density)
