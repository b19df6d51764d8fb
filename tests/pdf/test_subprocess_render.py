"""Rendering in a child process."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from outreach.core.pdf.subprocess_render import SubprocessRenderError, render_in_subprocess
from tests.pdf import reading

ROOT = Path(__file__).resolve().parents[2]
PAGE = '<!doctype html><html lang="da"><title>Prøve</title><body><h1>Blåbærgrød</h1>{}</body></html>'


def test_subprocess_renders_all_pages() -> None:
    pages = "".join(f'<p style="break-before: page">Side {number}</p>' for number in range(2, 5))
    pdf = render_in_subprocess(PAGE.format(pages), "snug", lambda: None)
    assert (reading.page_count(pdf), reading.faults(pdf)) == (4, [])
    assert [reading.text(pdf, at).strip() for at in (0, 3)] == ["Blåbærgrød", "Side 4"]


def test_forbidden_address_fails_the_rendering() -> None:
    with pytest.raises(SubprocessRenderError):
        render_in_subprocess(PAGE.format('<img src="file:///etc/passwd" alt="x">'), "snug", lambda: None)


def test_error_contains_no_text_of_the_document(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SubprocessRenderError, match="ended with 1"):
        render_in_subprocess(PAGE.format("<p>Fru Hansen, Hemmelig Vej 3</p>"), "no such density", lambda: None)
    assert capfd.readouterr() == ("", "")


def test_child_process_ends_with_its_parent() -> None:
    child = subprocess.Popen([sys.executable, "-m", "outreach.core.pdf.subprocess_render", "snug"], cwd=ROOT,
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    endless = PAGE.format("<p>Æblegrød og mere til.</p>" * 100_000)
    child.stdin.write(b'"' + endless.replace('"', '\\"').encode() + b'"\n')
    child.stdin.flush()
    began = time.monotonic()
    child.stdin.close()  # as when whoever started it is killed
    assert (child.wait(60), time.monotonic() - began < 55) == (1, True)
