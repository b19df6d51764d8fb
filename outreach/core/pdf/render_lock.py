"""The lock around PDF rendering: one rendering per process at a time, in the order requested.

Fonts shared between renderings are not thread-safe, and two renderings at once are slower than one after the other. Of
several waiting previews of the same thing only the newest is rendered.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Superseded(Exception):
    """A newer preview with the same key was requested while this one waited."""


class Busy(Exception):
    """Too many renderings are waiting; try again in a moment (HTTP 503)."""


class _Request:
    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.superseded = False


class FairLock:
    """A lock granted in the order requested; re-entrant for the thread that holds it."""

    def __init__(self, max_waiting: int = 64) -> None:
        self._max_waiting = max_waiting
        self._change = threading.Condition()
        self._waiting: deque[_Request] = deque()
        self._holder: int | None = None

    @contextmanager
    def hold(self, key: Hashable = None) -> Iterator[None]:
        """Wait for the lock and hold it inside the `with`. A waiting request with the same `key` is superseded.

        Raises Superseded when that happens to this request, Busy when `max_waiting` requests wait already.
        """
        if self._holder == threading.get_ident():
            yield
            return
        self._acquire(_Request(key))
        try:
            yield
        finally:
            with self._change:
                self._holder = None
                self._change.notify_all()

    def _acquire(self, request: _Request) -> None:
        with self._change:
            if request.key is not None:
                for older in self._waiting:
                    older.superseded = older.superseded or older.key == request.key
                self._change.notify_all()
            if len(self._waiting) >= self._max_waiting:
                raise Busy
            self._waiting.append(request)
            try:
                while not request.superseded and (self._holder is not None or self._waiting[0] is not request):
                    self._change.wait()
                if request.superseded:
                    raise Superseded
                self._holder = threading.get_ident()
            finally:
                self._waiting.remove(request)
                self._change.notify_all()


_lock = FairLock()
render_lock = _lock.hold


def render_latest(key: Hashable, work: Callable[[], T]) -> T:
    """The result of `work`, done under the render lock. `key` says what is previewed and for whom.

    Raises Superseded if a newer call with the same key came while this one waited.
    """
    with render_lock(key):
        return work()
