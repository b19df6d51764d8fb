"""Setting a long paper in a process of its own.

A process sets one paper at a time (`queue`), and a report of thirty pages takes seconds: set here, everybody else's
page would wait for it. The child is a plain Python that knows no database: HTML goes in, PDF comes out. It ends when
its parent does, however that happens: its standard input then comes to an end. What it says of an error goes nowhere:
it may hold what somebody wrote, and the log is told of kind and place by whoever asked for the paper.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO

from outreach.config import ROOT

#: Seconds between two looks at whether the work is still wanted.
_LOOK = 0.3


class CouldNotBeSet(RuntimeError):
    """The child ended without a paper."""


def drawn_apart(html: str, density: str, check: Callable[[], None]) -> bytes:
    """The whole document as tagged PDF. `check` may raise to end the work. Raises CouldNotBeSet."""
    with tempfile.TemporaryFile() as target:
        child = subprocess.Popen([sys.executable, "-m", "outreach.core.pdf.subprocess_render", density], cwd=ROOT,  # noqa: S603
                                 stdin=subprocess.PIPE, stdout=target, stderr=subprocess.DEVNULL)
        try:
            _hand_over(child, html)
            while child.poll() is None:
                check()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(_LOOK)
        finally:
            child.kill()
            child.wait()
            if child.stdin:
                with contextlib.suppress(OSError):
                    child.stdin.close()
        target.seek(0)
        pdf = target.read()
    if child.returncode != 0 or not pdf.startswith(b"%PDF-"):
        raise CouldNotBeSet(f"the process that sets papers ended with {child.returncode}")
    return pdf


def _hand_over(child: subprocess.Popen[bytes], html: str) -> None:
    """Write the paper as one line, and leave the pipe open: its end would mean that we are gone."""
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(json.dumps(html).encode() + b"\n")
        child.stdin.flush()


def _end_with(pipe: IO[bytes]) -> None:
    pipe.read()
    os._exit(1)


def main(density: str) -> None:
    """The child: one paper from standard input to standard output."""
    from outreach.core.pdf.render import draw, lay_out, parse

    os.nice(10)  # who waits for a page goes first
    html = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with, args=(sys.stdin.buffer,), daemon=True).start()
    code = 1
    try:
        document = lay_out(parse(html, {}), density)
        sys.stdout.buffer.write(draw(document, len(document.pages)))
        sys.stdout.buffer.flush()
        code = 0
    finally:
        os._exit(code)  # at once: an end in the ordinary way trips over the thread that reads, and leaves a core behind


if __name__ == "__main__":
    main(sys.argv[1])
