"""The process that renders papers: ended where a paper takes too much, and back for the next one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from outreach.core.pdf import Blocked, PaperLimitError, render, render_process
from outreach.core.pdf.render_process import in_render_process

PAGE = '<!doctype html><html lang="da"><title>Prøve</title><body><h1>Blåbærgrød</h1>{}</body></html>'


def _child_pid() -> int:
    assert render_process._child is not None
    return render_process._child._process.pid


@pytest.mark.parametrize(("limit", "value", "work", "arguments"), [
    ("WALL_SECONDS", 0, render.draw_all, (PAGE.format(""), "snug")),
    # One block of memory that no process has left over from before, whatever it has rendered.
    ("MEMORY_BYTES", 2**20, bytearray, (2**30,)),
])
def test_paper_over_its_limit_is_ended_and_the_next_one_is_made(
        limit: str, value: int, work: Callable[..., Any], arguments: tuple[Any, ...],
        monkeypatch: pytest.MonkeyPatch) -> None:
    whole = in_render_process(render.draw_all, PAGE.format(""), "snug")
    ended = _child_pid()
    with monkeypatch.context() as patch:
        patch.setattr(render_process, limit, value)
        with pytest.raises(PaperLimitError, match="Intet er ændret"):
            in_render_process(work, *arguments)
    with pytest.raises(ProcessLookupError):
        os.kill(ended, 0)
    assert in_render_process(render.draw_all, PAGE.format(""), "snug") == whole


def test_ended_process_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render_process.end_process()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    in_render_process(render.draw_all, PAGE.format(""), "snug")
    assert len(list(tmp_path.glob("*/*"))) == 1  # WeasyPrint's copies of the fonts
    render_process.end_process()
    assert list(tmp_path.iterdir()) == []


def test_refused_picture_keeps_the_process() -> None:
    in_render_process(render.draw_all, PAGE.format(""), "snug")
    before = _child_pid()
    with pytest.raises(Blocked):
        in_render_process(render.draw_all, PAGE.format('<img src="file:///etc/passwd" alt="x">'), "snug")
    assert _child_pid() == before


def test_error_of_a_rendering_names_its_kind_and_none_of_its_words() -> None:
    with pytest.raises(RuntimeError) as raised:
        in_render_process(render.draw_all, PAGE.format("<p>Fru Hansen</p>"), "no such density")
    assert "Hansen" not in str(raised.value)
