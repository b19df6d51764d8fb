"""Renders a long document in a separate process.

A process renders one document at a time (`render_lock`), and a report of thirty pages takes seconds, for which all
other renderings would wait. The child has no database: HTML goes in, PDF comes out. It ends when its parent does, since
its standard input is then closed. Its error output is discarded, since it may contain personal text; the caller logs
the kind and place of the fault.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO

from outreach.config import ROOT

#: Seconds between two calls of `check`.
_CHECK_INTERVAL = 0.3
#: What one document may take before the system ends the child.
_CPU_SECONDS, _MEMORY_BYTES = 300, 3 * 2**30


class SubprocessRenderError(RuntimeError):
    """The child process ended without a PDF."""


def render_in_subprocess(html: str, density: str, check: Callable[[], None]) -> bytes:
    """The whole document as tagged PDF. `check` may raise to end the work. Raises SubprocessRenderError."""
    # The folder takes WeasyPrint's copies of the fonts, which a killed child leaves.
    with tempfile.TemporaryFile() as target, tempfile.TemporaryDirectory() as temporary:
        child = subprocess.Popen([sys.executable, "-m", "outreach.core.pdf.subprocess_render", density], cwd=ROOT,  # noqa: S603
                                 env={**os.environ, "TMPDIR": temporary},
                                 stdin=subprocess.PIPE, stdout=target, stderr=subprocess.DEVNULL)
        try:
            _send(child, html)
            while child.poll() is None:
                check()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(_CHECK_INTERVAL)
        finally:
            child.kill()
            child.wait()
            if child.stdin:
                with contextlib.suppress(OSError):
                    child.stdin.close()
        target.seek(0)
        pdf = target.read()
    if child.returncode != 0 or not pdf.startswith(b"%PDF-"):
        raise SubprocessRenderError(f"the rendering process ended with {child.returncode}")
    return pdf


def _send(child: subprocess.Popen[bytes], html: str) -> None:
    """Write the HTML as one line, and leave the pipe open: closing it ends the child."""
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(json.dumps(html).encode() + b"\n")
        child.stdin.flush()


def _exit_at_end_of(pipe: IO[bytes]) -> None:
    pipe.read()
    os._exit(1)


def main(density: str) -> None:
    """The child process: HTML from standard input, PDF to standard output."""
    from outreach.core.pdf.render import draw_all

    os.nice(10)  # requests go first
    html = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_exit_at_end_of, args=(sys.stdin.buffer,), daemon=True).start()
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, resource.RLIM_INFINITY))
        sys.stdout.buffer.write(draw_all(html, density))
        sys.stdout.buffer.flush()
        code = 0
    finally:
        os._exit(code)  # an ordinary exit would crash on the reading thread


if __name__ == "__main__":
    main(sys.argv[1])
