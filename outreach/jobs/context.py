"""A job as the function that does the work sees it."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Any

from flask import Flask, current_app

from outreach.core.request_log import log_event
from outreach.jobs.leases import ClaimedJob, LeaseStatus, add_piece, heartbeat
from outreach.users.models import User

#: Bytes of one piece of a result.
PIECE_BYTES = 256 * 1024
#: Seconds between two reports of progress to the database.
_PROGRESS_EVERY = 0.3
#: A job that runs longer than this is stopped.
MOST_SECONDS = 30 * 60.0


class JobEndedError(Exception):
    """The job must end here: it was stopped, its owner's account is closed, or the claim is lost."""

    def __init__(self, status: LeaseStatus) -> None:
        super().__init__(status.value)
        self.status = status


class JobTimeoutError(Exception):
    """The job has run for MOST_SECONDS."""


class JobContext:
    """`by` is the owner, as whom everything is read; `arguments` are those of `start_job`. The work calls `progress` or
    `check` now and then: they raise where it must end. What it gives to `write` is the result, stored if it returns."""

    def __init__(self, claimed: ClaimedJob, by: User) -> None:
        self.by, self.arguments, self.language = by, claimed.arguments, claimed.language
        self.size = 0
        self._claimed, self._began, self._reported_at, self._total = claimed, time.monotonic(), 0.0, 0
        self._buffer, self._pieces = bytearray(), 0
        self._status = LeaseStatus.ACTIVE
        self._ended = threading.Event()

    def progress(self, done: int, total: int) -> None:
        """Report `done` of `total` (the unit is the work's own); 0 of 0 where that is not known."""
        self.check()
        if time.monotonic() - self._reported_at >= _PROGRESS_EVERY or total != self._total or 0 < total == done:
            self._reported_at, self._total = time.monotonic(), total
            self._note(heartbeat(self._claimed, (done, total)))
            self.check()

    def write(self, content: bytes) -> None:
        """Add to the result."""
        self.check()
        self._buffer += content
        self.size += len(content)
        while len(self._buffer) >= PIECE_BYTES:
            self._store(bytes(self._buffer[:PIECE_BYTES]))
            del self._buffer[:PIECE_BYTES]

    def check(self) -> None:
        """Raises JobEndedError or JobTimeoutError where the work must end."""
        if self._status is not LeaseStatus.ACTIVE:
            raise JobEndedError(self._status)
        if time.monotonic() - self._began > MOST_SECONDS:
            raise JobTimeoutError

    def _note(self, status: LeaseStatus) -> None:
        """Remember the first status that ends the work. Called from both threads."""
        if self._status is LeaseStatus.ACTIVE:
            self._status = status

    def close(self) -> None:
        """Store what is left of the result."""
        self.check()
        if self._buffer:
            self._store(bytes(self._buffer))
            self._buffer.clear()

    def _store(self, content: bytes) -> None:
        if not add_piece(self._claimed, self._pieces, content):
            self._note(LeaseStatus.LOST)
            self.check()
        self._pieces += 1

    def __enter__(self) -> JobContext:
        """Send heartbeats from here on, also while the work does not call anything here."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        threading.Thread(target=self._send_heartbeats, args=(app,), name="job-heartbeat", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 where: TracebackType | None) -> None:
        self._ended.set()

    def _send_heartbeats(self, app: Any) -> None:
        interval = app.config["JOB_QUIET_SECONDS"] / 5
        while not self._ended.wait(interval) and time.monotonic() - self._began < MOST_SECONDS:
            try:
                with app.app_context():
                    self._note(heartbeat(self._claimed))
            except Exception as error:  # the database may be away for a moment: the next heartbeat may succeed
                with app.app_context():
                    log_event("job heartbeat", kind=self._claimed.kind, exception=type(error).__name__)
