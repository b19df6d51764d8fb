"""The render lock: one rendering at a time, in order, and only the newest preview."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from outreach.core.pdf.render_lock import Busy, FairLock, Superseded, render_latest, render_lock
from outreach.pitches.document import make_pitch, make_pitch_preview
from outreach.pitches.sheet import PitchSheet
from tests.pdf import reading
from tests.pdf.cast import BOX, CORNER, EVENING, LEAD, PITCH, VISIT


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.05)
    return thread


def test_lock_is_granted_in_the_order_requested() -> None:
    queue, order = FairLock(), []

    def take(number: int) -> None:
        with queue.hold():
            order.append(number)

    with queue.hold():
        threads = [started(lambda number=number: take(number)) for number in range(5)]
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_newer_preview_supersedes_waiting_ones() -> None:
    queue, seen = FairLock(), []

    def take(name: str, key: str) -> None:
        try:
            with queue.hold(key):
                seen.append(name)
        except Superseded:
            seen.append(f"{name} gave up")

    with queue.hold():
        names = ["a1", "b1", "a2", "a3"]
        threads = [started(lambda name=name: take(name, name[0])) for name in names]
        assert seen == ["a1 gave up", "a2 gave up"]
    for thread in threads:
        thread.join()
    assert seen == ["a1 gave up", "a2 gave up", "b1", "a3"]


def test_users_take_turns() -> None:
    queue, order = FairLock(), []

    def take(owner: str, number: int) -> None:
        with queue.hold(owner=owner):
            order.append(f"{owner}{number}")

    with queue.hold(owner="a"):
        threads = [started(lambda owner=owner, number=number: take(owner, number))
                   for owner, number in (("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2))]
    for thread in threads:
        thread.join()
    assert order == ["b1", "a1", "b2", "a2", "a3"]


def test_one_user_may_not_fill_the_queue() -> None:
    queue = FairLock(max_waiting_of_one=1)

    def take(owner: str) -> str:
        with queue.hold(owner=owner):
            return owner

    with queue.hold(owner="a"):
        thread = started(lambda: take("a"))
        with ThreadPoolExecutor(1) as other, pytest.raises(Busy):
            other.submit(take, "a").result()
        another = started(lambda: take("b"))
        assert another.is_alive()  # waits, and is not refused
    thread.join()
    another.join()


def test_full_queue_raises_busy() -> None:
    queue = FairLock(max_waiting=1)

    def take() -> None:
        with queue.hold():
            pass

    with queue.hold():
        thread = started(take)
        with ThreadPoolExecutor(1) as other, pytest.raises(Busy):
            other.submit(take).result()
    thread.join()


def test_lock_is_reentrant_and_released_on_error() -> None:
    queue = FairLock()
    with pytest.raises(ZeroDivisionError), queue.hold(), queue.hold():
        _ = 1 / 0
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: newest_of(queue)).result(timeout=5) == "mine"


def newest_of(queue: FairLock) -> str:
    with queue.hold():
        return "mine"


def eight_sheets() -> list[PitchSheet]:
    some = [PITCH, replace(PITCH, offers=(BOX, CORNER, EVENING, VISIT)), replace(PITCH, lead=LEAD * 3), PITCH]
    return [replace(sheet, title=f"Side nummer {number}") for number, sheet in enumerate(some * 2)]


def test_eight_concurrent_renderings_give_their_own_pages(paper_app: Flask) -> None:
    alone = [make_pitch(sheet).pdf for sheet in eight_sheets()]

    def make(sheet: PitchSheet) -> bytes:
        with paper_app.app_context():
            return make_pitch(sheet).pdf

    with ThreadPoolExecutor(8) as together:
        assert list(together.map(make, eight_sheets() * 3)) == alone * 3


def test_eight_concurrent_previews_give_their_own_pages(paper_app: Flask) -> None:
    def look(number: int) -> str:
        with paper_app.app_context():
            sheet = replace(PITCH, title=f"Side nummer {number}")
            return reading_title(render_latest(("pitch", number), lambda: make_pitch_preview(sheet).pdf), number)

    with ThreadPoolExecutor(8) as together:
        assert list(together.map(look, range(8))) == [f"Side nummer {number}" for number in range(8)]


def reading_title(pdf: bytes, number: int) -> str:
    with render_lock():  # the reader is no more thread-safe than the writer
        layer = reading.text(pdf)
    return f"Side nummer {number}" if f"Side nummer {number}" in layer else layer
