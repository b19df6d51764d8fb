"""The data folder and the key in it."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask, render_template_string

from outreach import config


@pytest.mark.parametrize("mode", [0o755, 0o700, 0o777])
def test_existing_data_folder_becomes_private(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    config.make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_shared_folder_is_not_made_private(tmp_path: Path) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    folder.chmod(0o1777)
    config.make_private(folder)
    assert folder.stat().st_mode & 0o7777 == 0o1777


def test_new_data_folder_is_private(tmp_path: Path) -> None:
    config.make_private(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_concurrent_starts_share_one_secret_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    start, keys = Barrier(8), []

    def begin() -> None:
        start.wait()
        keys.append(config.secret_key(tmp_path))

    threads = [Thread(target=begin) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {len(key) for key in keys} == {64}
    assert len(set(keys)) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["secret_key"]


def test_key_file_is_written_atomically(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(config.os, "link", lambda draft, path: seen.append((draft.read_text(), path.exists())))
    config._write_once(tmp_path / "secret_key", "whole")
    assert seen == [("whole", False)]


def test_every_template_escapes_whatever_its_name(app: Flask) -> None:
    with app.test_request_context():
        assert app.jinja_env.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"
        assert render_template_string("{{ text }}", text="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(("given", "kept"), [("", ""), ("https://bib.example", "https://bib.example"),
                                             (" https://bib.example/partnere/ ", "https://bib.example/partnere")])
def test_portal_url_from_the_environment(given: str, kept: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_URL", given)
    assert config.portal_url() == kept


@pytest.mark.parametrize("given", ["bib.example", "/partnere", "ftp://bib.example", "https://bib.example/?a=1"])
def test_invalid_portal_url_stops_the_start(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_URL", given)
    with pytest.raises(SystemExit, match="OUTREACH_URL"):
        config.portal_url()
