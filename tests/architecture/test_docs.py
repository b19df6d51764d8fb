"""The documents agree with the code: settings, addresses, layers, packages, length of the README, links."""

from __future__ import annotations

import re

from flask import Flask

from outreach.config import VERSION
from tests.architecture.generated_docs import LAYERS, ROOT, ROUTES, RUNNING, layers, layers_picture, routes_table

DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
PACKAGES = {path.parent.name for path in (ROOT / "outreach").glob("*/__init__.py")}
#: Set by the portal itself for the programs it starts, not by an operator.
INTERNAL_SETTINGS = {"PGPASSWORD", "FLASK_APP"}


def _settings_in_code() -> set[str]:
    pattern = re.compile(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"")
    files = [*(ROOT / "outreach").rglob("*.py")]
    return {name for path in files for name in pattern.findall(path.read_text(encoding="utf-8"))} - INTERNAL_SETTINGS


def test_settings_table_lists_every_setting_the_code_reads() -> None:
    table = RUNNING.read_text(encoding="utf-8").split("## Settings")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert documented == _settings_in_code()


def test_routes_table_is_current(app: Flask) -> None:
    assert ROUTES.read_text(encoding="utf-8") == routes_table(app), "run script/docs"


def test_layers_picture_is_current() -> None:
    assert LAYERS.read_text(encoding="utf-8") == layers_picture(), "run script/docs"


def test_every_package_stands_in_the_glossary() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## Packages")[1]
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == PACKAGES | {"migrations", "translations"}


def test_danish_words_of_the_glossary_stand_on_a_screen_or_paper() -> None:
    terms = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## Packages")[0]
    texts = "\n".join(path.read_text(encoding="utf-8").casefold() for path in (
        *(ROOT / "templates").rglob("*.html"), *(ROOT / "outreach" / "translations" / "en").glob("*.po")))
    words = [cells[1] for cells in re.findall(r"^\| (.+) \| (.+) \| .+ \|$", terms, re.MULTILINE)[1:]]
    assert [word for word in words if word != "–" and word.casefold() not in texts] == []


def test_every_package_has_its_layer() -> None:
    without_layer = {"backup", "migrations", "translations"}  # imported by nothing above core
    assert {name for row in layers() for name in row} | without_layer >= PACKAGES


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


def test_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([\d.]+)", text, re.MULTILINE)[0] == VERSION


def test_links_and_pictures_lead_to_files() -> None:
    link = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
    dead = [(path.name, target) for path in DOCS for target in link.findall(path.read_text(encoding="utf-8"))
            if not target.startswith("http") and not (path.parent / target).exists()]
    assert dead == []


def test_commands_and_paths_named_in_docs_exist() -> None:
    folders = "|".join(["outreach", "tests", "script", "templates", "static", *PACKAGES])
    path_like = re.compile(rf"`((?:{folders})/[\w/.-]+)`")
    named = {name for path in DOCS if path.name != "CHANGELOG.md"
             for name in path_like.findall(path.read_text(encoding="utf-8"))}
    missing = {name for name in named if not (ROOT / name).exists() and not (ROOT / "outreach" / name).exists()
               and not (ROOT / "outreach" / f"{name}.py").exists()}
    assert missing == set()


def test_functions_named_by_the_table_of_decisions_stand_in_their_files() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Where is it decided?")[1]
    rows = re.findall(r"^\| [^|]+ \| `([\w/]+\.py)`: ([^|]+) \|$", table.split("\n## ")[0], re.MULTILINE)
    named = [(ROOT / "outreach" / path, name) for path, names in rows
             for name in re.findall(r"`(?:\w+\.)?(\w+)`", names)]
    missing = [(str(path), name) for path, name in named
               if not re.search(rf"^ *(?:def|class) {name}\b", path.read_text(encoding="utf-8"), re.MULTILINE)]
    assert (len(rows) > 10, missing) == (True, [])
