"""The process in which papers are laid out and drawn, so that one that takes too long or too much memory can be ended.

It is kept from paper to paper, since starting it takes a second or two; where it had to be ended, the next paper
starts another. HTML goes in, PDF comes out: it has no database and no request. Its error output is discarded, since
that may contain personal text.
"""

from __future__ import annotations

import atexit
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from typing import Any, TypeVar

from flask_babel import gettext as _

from outreach.core.errors import DomainError
from outreach.core.pdf.fetcher import STATIC, Blocked
from outreach.core.pdf.render_lock import render_lock, render_number

T = TypeVar("T")

#: What the paper of one hold of the render lock may take: seconds of processor time, seconds in all, bytes.
CPU_SECONDS, WALL_SECONDS, MEMORY_BYTES = 20, 60, 2 * 2**30
#: A busy machine may need long to load the libraries.
_START_SECONDS = 120

# The package without its __init__, which would load the whole portal: half the time of a start.
_CHILD = """
import sys, types
package = types.ModuleType("outreach")
package.__path__ = ["outreach"]
sys.modules["outreach"] = package
from outreach.core.pdf.render_process import serve
serve(int(sys.argv[1]))
"""


class PaperLimitError(DomainError):
    """A paper took more time or memory than it may; it was ended, and nothing was changed."""

    def __init__(self) -> None:
        super().__init__("", _("Papiret tog for lang tid eller for meget plads at lave, så vi stoppede det. Intet er "
                               "ændret. Gør teksterne kortere, eller prøv igen om lidt."))


class _Child:
    """The process at the other end of a pipe."""

    def __init__(self) -> None:
        self.started_by = os.getpid()
        self.pipe, theirs = Pipe()
        # WeasyPrint leaves its copies of the fonts, some megabytes, where its process is killed.
        self._temporary = tempfile.mkdtemp(prefix="outreach-paper-")
        self._process = subprocess.Popen([sys.executable, "-c", _CHILD, str(theirs.fileno())], cwd=STATIC.parent,  # noqa: S603
                                         env={**os.environ, "TMPDIR": self._temporary},
                                         pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        theirs.close()
        if not self.pipe.poll(_START_SECONDS) or self.pipe.recv() != "ready":
            self.end()
            raise PaperLimitError

    def end(self) -> None:
        """Kill it, wherever it is, and remove its files. In a process forked from ours, only let go of the pipe."""
        self.pipe.close()
        if self.started_by == os.getpid():
            self._process.kill()
            self._process.wait()
            shutil.rmtree(self._temporary, ignore_errors=True)


_child: _Child | None = None


def in_render_process(work: Callable[..., T], *arguments: Any) -> T:
    """`work(*arguments)`, a function of `outreach.core.pdf.render`, done in the process.

    Raises PaperLimitError where it takes too much, Blocked as `work` does, RuntimeError for its other errors.
    """
    with render_lock():
        try:
            child = _running_child()
            child.pipe.send((render_number(), (CPU_SECONDS, MEMORY_BYTES), work, arguments))
            if not child.pipe.poll(WALL_SECONDS):
                raise TimeoutError
            is_done, result = child.pipe.recv()
        except (OSError, EOFError) as error:
            end_process()
            raise PaperLimitError from error
        except BaseException:  # an answer that comes after all would be taken for the next paper's
            end_process()
            raise
    if not is_done:
        raise Blocked(result[1]) if result[0] == "Blocked" else RuntimeError(f"rendering failed: {result[0]}")
    return result


def _running_child() -> _Child:
    global _child
    if _child is not None and _child.started_by != os.getpid():
        end_process()
    if _child is None:
        _child = _Child()
    return _child


@atexit.register
def end_process() -> None:
    """End the process; the next paper starts another."""
    global _child
    if _child is not None:
        _child.end()
        _child = None


def serve(handle: int) -> None:
    """The child: do one task after the other, until the pipe is closed."""
    import outreach.core.pdf.render  # noqa: F401  # loads WeasyPrint before the first task

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the server, which closes the pipe
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe, number = Connection(handle), -1
    pipe.send("ready")
    while True:
        try:
            asked, limits, work, arguments = pipe.recv()  # from our own parent, through a pipe nobody else has
        except EOFError:
            return
        if asked != number:  # calls under one hold of the lock share its time
            number = asked
            _set_limits(*limits)
        pipe.send(_done(work, arguments))


def _set_limits(cpu_seconds: int, memory_bytes: int) -> None:
    """Where processor time is used up, the system ends the process, also inside a library."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + cpu_seconds, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, resource.RLIM_INFINITY))


def _done(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """(True, result) or (False, (kind of error, its words where they are ours))."""
    try:
        return True, work(*arguments)
    except MemoryError:
        os._exit(1)
    except Blocked as error:
        return False, ("Blocked", str(error))
    except Exception as error:
        return False, (type(error).__name__, "")
