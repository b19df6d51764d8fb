"""Whose turn it is to render.

Fonts shared between renderings are not thread-safe, and two renderings at once are slower than one after the other;
so each process renders one paper at a time, in the order asked for. Of several previews of the same thing only the
newest is worth making: the older ones that still wait give up.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Superseded(Exception):
    """A newer preview for the same key was asked for while this one waited; nobody needs this one any more."""


class Busy(Exception):
    """Too many already wait for their turn; try again in a moment (HTTP 503)."""


class _Ticket:
    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.superseded = False


class Queue:
    """A lock handed over in the order of asking. The thread that holds it may take it again."""

    def __init__(self, room: int = 64) -> None:
        self._room = room
        self._change = threading.Condition()
        self._waiting: deque[_Ticket] = deque()
        self._holder: int | None = None

    @contextmanager
    def turn(self, key: Hashable = None) -> Iterator[None]:
        """Wait for one's turn and keep it inside the `with`. With a `key`, an older ticket of that key gives up.

        Raises Superseded when that happens to this one, Busy when more than `room` wait already.
        """
        if self._holder == threading.get_ident():
            yield
            return
        self._take(_Ticket(key))
        try:
            yield
        finally:
            with self._change:
                self._holder = None
                self._change.notify_all()

    def _take(self, ticket: _Ticket) -> None:
        with self._change:
            if ticket.key is not None:
                for older in self._waiting:
                    older.superseded = older.superseded or older.key == ticket.key
                self._change.notify_all()
            if len(self._waiting) >= self._room:
                raise Busy
            self._waiting.append(ticket)
            try:
                while not ticket.superseded and (self._holder is not None or self._waiting[0] is not ticket):
                    self._change.wait()
                if ticket.superseded:
                    raise Superseded
                self._holder = threading.get_ident()
            finally:
                self._waiting.remove(ticket)
                self._change.notify_all()


press = Queue()


def newest(key: Hashable, work: Callable[[], T]) -> T:
    """The result of `work`, done when it is this call's turn. `key` says what is being previewed and for whom.

    Raises Superseded if a newer call with the same key came while this one waited.
    """
    with press.turn(key):
        return work()
