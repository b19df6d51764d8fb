"""What can become of a promise, and how well promises are kept. Pure: no database, no request."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


class Firmness(enum.Enum):
    """How firmly it was said."""

    MAYBE = "maybe"
    CONDITIONAL = "conditional"
    FINAL = "final"


class CommitmentState(enum.Enum):
    """What became of it. Released: both sides let it go, and nobody broke anything."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    RELEASED = "released"


#: Where one may go from where one is. What was settled too soon is opened again and settled anew.
MOVES: dict[CommitmentState, tuple[CommitmentState, ...]] = {
    CommitmentState.OPEN: (CommitmentState.KEPT, CommitmentState.BROKEN, CommitmentState.RELEASED),
    CommitmentState.KEPT: (CommitmentState.OPEN,),
    CommitmentState.BROKEN: (CommitmentState.OPEN,),
    CommitmentState.RELEASED: (CommitmentState.OPEN,),
}


def may_become(from_state: CommitmentState, to_state: CommitmentState) -> bool:
    """Whether a promise may go from one state to the other in one act."""
    return to_state in MOVES[from_state]


@dataclass(frozen=True)
class Promise:
    """What counts of a promise. `due_on` None: no day was named. `settled_on` None while it is open."""

    is_ours: bool
    firmness: Firmness
    state: CommitmentState
    due_on: date | None = None
    settled_on: date | None = None


@dataclass(frozen=True)
class PromiseCounts:
    """How one side's promises went: numbers of promises. Each stands in exactly one of them."""

    in_time: int = 0
    late: int = 0
    broken: int = 0
    overdue: int = 0
    waiting: int = 0
    outside: int = 0

    @property
    def counted(self) -> int:
        """The promises that by now were or should have been kept."""
        return self.in_time + self.late + self.broken + self.overdue

    @property
    def percent(self) -> int | None:
        """PromiseCounts in time of those counted, in whole per cent; None while there is none to count."""
        return round(100 * self.in_time / self.counted) if self.counted else None


def kept_in_time(promises: Iterable[Promise], today: date) -> PromiseCounts:
    """How the given promises went, as of `today`.

    A final promise counts once it is settled or its day has passed. A conditional one counts only once somebody says
    that it was kept or broken, for its condition may not have come true. A maybe is no promise, and a released one
    has no fault: both stand outside. One without a day is in time whenever it is kept.
    """
    counts = dict.fromkeys(("in_time", "late", "broken", "overdue", "waiting", "outside"), 0)
    for promise in promises:
        counts[_place(promise, today)] += 1
    return PromiseCounts(**counts)


def _place(promise: Promise, today: date) -> str:
    if promise.firmness is Firmness.MAYBE or promise.state is CommitmentState.RELEASED:
        return "outside"
    if promise.state is CommitmentState.BROKEN:
        return "broken"
    if promise.state is CommitmentState.KEPT:
        was_late = promise.due_on is not None and (promise.settled_on or today) > promise.due_on
        return "late" if was_late else "in_time"
    is_over = promise.due_on is not None and promise.due_on < today
    return "overdue" if is_over and promise.firmness is Firmness.FINAL else "waiting"
