"""Kinds of work for tests: they count, and do on the way what a test wants to happen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from flask_babel import gettext as _

from outreach.core.errors import DomainError
from outreach.jobs.context import JobContext
from outreach.jobs.kinds import job_kind

#: What happens in the middle of the "test_count" kind.
meanwhile: list[Callable[[JobContext], None]] = []


@job_kind("test_count", media_type="text/plain", file_name="tal.txt")
def count(job: JobContext) -> None:
    """Write `lines` numbers; in the middle do what `meanwhile` says."""
    lines = job.arguments["lines"]
    for number in range(lines):
        if number == lines // 2:
            for each in meanwhile:
                each(job)
        job.write(f"{number}\n".encode())
        job.progress(number + 1, lines)


@job_kind("test_word", media_type="text/plain", file_name="ord.txt")
def word(job: JobContext) -> None:
    """Write who asked, and a word in the language it was asked in."""
    job.write(f"{job.by.name}: {_('Stop')} {_('Klar')}".encode())


@job_kind("test_refuse")
def refuse(job: JobContext) -> None:
    """Say no."""
    raise DomainError("", "Perioden er for lang.")


@job_kind("test_break")
def broken(job: JobContext) -> None:
    """Fail with words that nobody may read in a log."""
    job.write(b"half")
    raise ValueError("Fru Hansen, Hemmelig Vej 3")


@job_kind("test_slow", media_type="text/plain", file_name="langsomt.txt")
def slow(job: JobContext) -> None:
    """Note in a file who began, then take `steps` times 50 ms."""
    path, steps = Path(job.arguments["log"]), job.arguments["steps"]
    with path.open("a") as log:
        log.write(f"{job.arguments['name']} {os.getpid()}\n")
    for number in range(steps):
        time.sleep(0.05)
        job.write(f"{number}\n".encode())
        job.progress(number + 1, steps)
