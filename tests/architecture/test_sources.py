"""Habits that a machine can watch: escaping, no inline code, small files, the clock, the central noun."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted((ROOT / "outreach").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = [path for path in PYTHON if "migrations" not in path.parts]


def lines_with(pattern: str, paths: list[Path], *, but: tuple[str, ...] = ()) -> list[str]:
    """"file:line: text" of every line where the pattern is found, except in files that end with one of `but`."""
    found = re.compile(pattern)
    return [f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for path in paths if not str(path).endswith(but or "\0")
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if found.search(line)]


def test_nothing_turns_escaping_off() -> None:
    assert lines_with(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(", [*TEMPLATES, *MODULES]) == []


def test_no_inline_script_or_style() -> None:
    pages = [path for path in TEMPLATES if "pdf" not in path.parts]
    assert lines_with(r"\sstyle=|\son[a-z]+=[\"']|<style[\s>]|<script(?![^>]*\ssrc=)|javascript:", pages) == []


@pytest.mark.parametrize(("paths", "most"), [
    (MODULES, 400), (TEMPLATES, 400), (sorted((ROOT / "static").rglob("*.css")), 400),
    (sorted((ROOT / "static").rglob("*.js")), 400), (sorted((ROOT / "tests").rglob("*.py")), 400),
    ([path for path in MODULES if path.name.endswith("views.py")], 250),
], ids=["python", "templates", "css", "js", "tests", "views"])
def test_files_stay_small(paths: list[Path], most: int) -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > most} == {}


def test_no_module_has_a_generic_name() -> None:
    assert [path.name for path in PYTHON if path.stem in {"utils", "util", "helpers", "helper", "common", "misc"}] == []


def test_only_clock_reads_the_time() -> None:
    assert lines_with(r"\b(datetime\.(now|utcnow|today)|date\.today)\(", MODULES, but=("core/clock.py",)) == []


def test_only_partners_knows_the_partner_model() -> None:
    """Everybody else reads through `partners.queries`, which asks who is looking. The demo only fills."""
    knowing = []
    for path in MODULES:
        if path.relative_to(ROOT).parts[1] in {"partners", "demo"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("outreach.partners"):
                knowing += [f"{path.relative_to(ROOT)}:{node.lineno}" for name in node.names if name.name == "Partner"]
    assert knowing == []


def test_views_have_no_select() -> None:
    """No select, no session work and no commit in a view."""
    views = [path for path in MODULES if path.name.endswith("views.py")]
    assert lines_with(r"\bselect\(|\bdb\.session\b|\.commit\(", views) == []


def test_only_transactions_commit() -> None:
    assert lines_with(r"session\.commit\(", MODULES, but=("core/transactions.py",)) == []


def test_no_feature_imports_anothers_views_or_forms() -> None:
    """The import order is held by import-linter; this one holds what stands beside each other."""
    reaching = []
    for path in MODULES:
        here = path.relative_to(ROOT).parts[1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = getattr(node, "module", None) or ""
            parts = module.split(".")
            if (isinstance(node, ast.ImportFrom) and parts[0] == "outreach" and len(parts) > 2 and parts[1] != here
                    and parts[1] != "core" and parts[2].endswith(("views", "forms")) and here != "features.py"):
                reaching.append(f"{path.relative_to(ROOT)}:{node.lineno}: {module}")
    assert reaching == []


def test_every_template_folder_belongs_to_a_feature() -> None:
    folders = {path.relative_to(ROOT / "templates").parts[0] for path in TEMPLATES if path.parent != ROOT / "templates"}
    features = {path.name for path in (ROOT / "outreach").iterdir() if path.is_dir()}
    assert sorted(folders - features - {"macros", "errors", "pdf"}) == []
