"""The lock around PDF rendering: one rendering per process at a time.

Fonts shared between renderings are not thread-safe, and two renderings at once are slower than one after the other.
Users take turns, each in the order of their own requests: nobody waits for more than one paper of each other user. Of
several waiting previews of the same thing only the newest is rendered.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import has_request_context
from flask_login import current_user

T = TypeVar("T")


class Superseded(Exception):
    """A newer preview with the same key was requested while this one waited."""


class Busy(Exception):
    """Too many renderings are waiting; try again in a moment (HTTP 503)."""


class _Request:
    def __init__(self, key: Hashable, owner: Hashable) -> None:
        self.key, self.owner = key, owner
        self.superseded = False


def _current_owner() -> Hashable:
    """The signed-in user's id; None outside requests and for nobody."""
    return current_user.get_id() if has_request_context() and current_user else None


class FairLock:
    """A lock granted to users in turn; re-entrant for the thread that holds it."""

    def __init__(self, max_waiting: int = 64, max_waiting_of_one: int = 8) -> None:
        self._max_waiting, self._max_waiting_of_one = max_waiting, max_waiting_of_one
        self.turn = 0
        self._last_turns: dict[Hashable, int] = {}  # of those who wait, and of the latest holder
        self._change = threading.Condition()
        self._waiting: deque[_Request] = deque()
        self._holder: int | None = None

    @contextmanager
    def hold(self, key: Hashable = None, owner: Hashable = None) -> Iterator[None]:
        """Wait for the lock and hold it inside the `with`. A waiting request with the same `key` is superseded. `owner`
        is whose turn it takes, by default the signed-in user's.

        Raises Superseded when that happens to this request, Busy when `max_waiting` requests wait already, or
        `max_waiting_of_one` of the same owner, which is more than a kit's four pictures that are asked for twice.
        """
        if self._holder == threading.get_ident():
            yield
            return
        self._acquire(_Request(key, owner or _current_owner()))
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
            of_owner = sum(other.owner == request.owner and not other.superseded for other in self._waiting)
            if (len(self._waiting) >= self._max_waiting
                    or (request.owner is not None and of_owner >= self._max_waiting_of_one)):
                raise Busy
            self._waiting.append(request)
            try:
                while not request.superseded and (self._holder is not None or self._next() is not request):
                    self._change.wait()
                if request.superseded:
                    raise Superseded
                self._holder = threading.get_ident()
                self._take_turn(request.owner)
            finally:
                self._waiting.remove(request)
                self._change.notify_all()

    def _next(self) -> _Request:
        """The first request of the owner whose turn was longest ago."""
        return min(self._waiting, key=lambda request: self._last_turns.get(request.owner, 0))

    def _take_turn(self, owner: Hashable) -> None:
        self.turn += 1
        waiting = {request.owner for request in self._waiting}
        self._last_turns = {other: turn for other, turn in self._last_turns.items() if other in waiting}
        self._last_turns[owner] = self.turn


_lock = FairLock()
render_lock = _lock.hold


def render_number() -> int:
    """The number of this hold of the render lock."""
    return _lock.turn


def render_latest(key: Hashable, work: Callable[[], T]) -> T:
    """The result of `work`, done under the render lock. `key` says what is previewed and for whom.

    Raises Superseded if a newer call with the same key came while this one waited.
    """
    with render_lock(key):
        return work()
