"""The address of styles and scripts changes when one of them does, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from outreach.core import urls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one" / "js").mkdir(parents=True)
    (tmp_path / "one" / "page.css").write_text("p { color: red }")
    (tmp_path / "one" / "js" / "page.js").write_text("go();")
    return tmp_path / "one"


def test_same_files_give_the_same_address(folder: Path) -> None:
    copy = shutil.copytree(folder, folder.parent / "two")
    assert urls.static_url_path(folder) == urls.static_url_path(copy)


def test_address_is_below_static(folder: Path) -> None:
    start, name = urls.static_url_path(folder).rsplit("/", 1)
    assert (start, len(name), name.isalnum()) == ("/static", 10, True)


@pytest.mark.parametrize(("change", "why"), [
    (lambda folder: (folder / "js" / "page.js").write_text("gone"), "other words of the same length"),
    (lambda folder: (folder / "js" / "page.js").rename(folder / "page.js"), "another place"),
    (lambda folder: (folder / "more.css").write_text(""), "one file more, though empty"),
    (lambda folder: (folder / "page.css").unlink(), "one file less")])
def test_changed_file_changes_the_address(folder: Path, change: object, why: str) -> None:
    copy = shutil.copytree(folder, folder.parent / "two")
    change(copy)  # type: ignore[operator]
    assert urls.static_url_path(folder) != urls.static_url_path(copy), why
