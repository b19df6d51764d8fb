"""The parts of docs/ that are made from the code. `script/docs` writes them, test_docs.py compares them."""

from __future__ import annotations

import sys
import tempfile
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

from flask import Flask

from outreach import create_app
from outreach.core.permissions import access_of
from outreach.users.roles import markdown_table

ROOT = Path(__file__).resolve().parents[2]
ROUTES = ROOT / "docs" / "routes.md"
LAYERS = ROOT / "docs" / "img" / "layers.svg"
RUNNING = ROOT / "docs" / "running.md"

_ROW, _WIDTH, _LABEL = 34, 760, 8


def layers() -> list[list[str]]:
    """The layers of pyproject.toml, top first: packages that do not know each other stand in one row."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [[name.strip(" ()") for name in layer.split("|")] for layer in contract["layers"]]


def layers_picture() -> str:
    """The layers as SVG: one row each, the arrow says which way imports go."""
    rows = layers()
    height = _ROW * len(rows) + 40
    shapes = []
    for number, names in enumerate(rows):
        width = (_WIDTH - 60 - _LABEL * (len(names) - 1)) / len(names)
        for column, name in enumerate(names):
            x, y = 50 + column * (width + _LABEL), 20 + number * _ROW
            shapes.append(f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{_ROW - 6}" rx="5"/>'
                          f'<text x="{x + width / 2:.0f}" y="{y + 19}">{escape(name)}</text>')
    arrow = f'<path class="arrow" d="M25 24 V{height - 30} m-6 -10 l6 10 l6 -10"/>'
    style = ("rect{fill:#fbf9f4;stroke:#857c68}text{font:14px sans-serif;fill:#16323a;text-anchor:middle}"
             ".arrow{fill:none;stroke:#0f5c63;stroke-width:2}")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
            f'height="{height}" role="img" '
            f'aria-label="Packages in import order, the lowest at the bottom"><style>{style}</style>'
            f'{arrow}{"".join(shapes)}</svg>\n')


def routes_table(app: Flask) -> str:
    """docs/routes.md: every address with its methods, its endpoint and the act it needs."""
    lines = ["# Addresses", "", "Made from the code by `script/docs`. *public*: reached without signing in.", "",
             "| address | methods | endpoint | needs |", "|---|---|---|---|"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint == "static":
            continue
        methods = ", ".join(sorted(rule.methods - {"HEAD", "OPTIONS"} if rule.methods else ()))
        needs = access_of(app, rule.endpoint)
        lines.append(f"| `{rule.rule}` | {methods} | `{rule.endpoint}` | {getattr(needs, 'value', needs)} |")
    return "\n".join(lines) + "\n"


def with_roles(text: str) -> str:
    """docs/running.md with the table of roles and acts between its marks."""
    before, _old, after = text.partition("<!-- roles -->")
    return f"{before}<!-- roles -->\n{markdown_table()}<!-- /roles -->{after.partition('<!-- /roles -->')[2]}"


def main() -> int:
    """Write everything anew."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SECRET_KEY": "only for docs", "SQLALCHEMY_DATABASE_URI": "sqlite://"}, Path(folder))
        with app.app_context():
            LAYERS.parent.mkdir(exist_ok=True)
            LAYERS.write_text(layers_picture(), encoding="utf-8")
            ROUTES.write_text(routes_table(app), encoding="utf-8")
            RUNNING.write_text(with_roles(RUNNING.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
