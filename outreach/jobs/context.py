"""A job as the function that does it sees it."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any

from flask import Flask, current_app

from outreach.core.request_log import tell
from outreach.jobs.leases import Taken, Verdict, add_piece, beat
from outreach.users.models import User

#: Bytes of one piece of a result.
PIECE = 256 * 1024
#: Seconds between two reports of progress to the database.
_PROGRESS_EVERY = 0.3
#: Longer than this no job runs.
MOST_SECONDS = 30 * 60.0


class Ended(Exception):
    """The job is to end here: it was stopped, its owner's account is closed, or another process has it now."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.value)
        self.verdict = verdict


class TooLong(Exception):
    """The job has run for MOST_SECONDS."""


class Running:
    """`by` is the owner, as whom everything is read; `arguments` are those of `start_job`. Call `progress` or `check`
    every now and then: they end the work (by raising) where it is no longer wanted. What `write` is given is the
    result; it is kept only if the work returns."""

    def __init__(self, taken: Taken, by: User) -> None:
        self.by, self.arguments, self.language = by, taken.arguments, taken.language
        self.size = 0
        self._taken, self._began, self._told, self._total = taken, time.monotonic(), 0.0, 0
        self._buffer, self._pieces = bytearray(), 0
        self._verdict = Verdict.GO_ON
        self._over = threading.Event()

    def progress(self, done: int, total: int) -> None:
        """Say that `done` of `total` is done (the unit is the work's own); 0 of 0 where that is not known."""
        self.check()
        if time.monotonic() - self._told >= _PROGRESS_EVERY or total != self._total or 0 < total == done:
            self._told, self._total = time.monotonic(), total
            self.heard(beat(self._taken, (done, total)))
            self.check()

    def write(self, content: bytes) -> None:
        """Add to the result."""
        self.check()
        self._buffer += content
        self.size += len(content)
        while len(self._buffer) >= PIECE:
            self._keep(bytes(self._buffer[:PIECE]))
            del self._buffer[:PIECE]

    def check(self) -> None:
        """Raises Ended or TooLong where the work is not to go on."""
        if self._verdict is not Verdict.GO_ON:
            raise Ended(self._verdict)
        if time.monotonic() - self._began > MOST_SECONDS:
            raise TooLong

    def heard(self, verdict: Verdict) -> None:
        """Remember the first verdict that is not to go on. From any thread."""
        if self._verdict is Verdict.GO_ON:
            self._verdict = verdict

    def close(self) -> None:
        """Keep what is left of the result."""
        self.check()
        if self._buffer:
            self._keep(bytes(self._buffer))
            self._buffer.clear()

    def _keep(self, content: bytes) -> None:
        if not add_piece(self._taken, self._pieces, content):
            self.heard(Verdict.LOST)
            self.check()
        self._pieces += 1

    def __enter__(self) -> Running:
        """Give signs of life from here on, also while the work is deep in something that takes its time."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        threading.Thread(target=self._beat, args=(app,), name="job-heart", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 where: TracebackType | None) -> None:
        self._over.set()

    def _beat(self, app: Any) -> None:
        every = app.config["JOB_QUIET_SECONDS"] / 5
        while not self._over.wait(every) and time.monotonic() - self._began < MOST_SECONDS:
            try:
                with app.app_context():
                    self.heard(beat(self._taken))
            except Exception as error:  # a database that is away for a moment: the next beat may succeed
                with app.app_context():
                    tell("job heart", kind=self._taken.kind, exception=type(error).__name__)
