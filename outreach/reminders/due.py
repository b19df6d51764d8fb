"""What asks something of one colleague on one day. Pure: it is handed plain items and sorts them.

The front page, the mail and whoever else tells a colleague what is waiting all go through `due_day`, so that they can
never disagree.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


class DueKind(enum.Enum):
    """What it is. The order is the order on a page where the day is the same."""

    MEETING = "meeting"
    VISIT = "visit"
    FOLLOW_UP = "follow_up"
    COMMITMENT = "commitment"
    DECISION = "decision"
    OUTCOME_MISSING = "held"
    DRAFT = "draft"
    SILENT = "silent"


#: These take place on their day; when it has passed they ask for nothing here.
_EVENTS = frozenset({DueKind.MEETING, DueKind.VISIT})
_ORDER = {kind: at for at, kind in enumerate(DueKind)}

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class DueItem:
    """One thing. `name` and `text` are for the portal's own pages; `public_name` and `public_text` are what may leave
    the house: a protected partner's code name, and no words of anybody's.

    `on` is its day, None for what waits until somebody acts: a draft, a silent partner, a past meeting or
    visit without an outcome. `endpoint` with `public_id` leads to it. `level` is "red" or "yellow" of a
    silent partner, else empty.
    """

    kind: DueKind
    name: str
    public_name: str
    on: date | None
    endpoint: str
    public_id: str
    text: str = ""
    public_text: str = ""
    at: str = ""
    level: str = ""


@dataclass(frozen=True)
class DueDay:
    """A colleague's day: what is late, what is today, what waits without a day, and what comes within a week."""

    day: date
    late: tuple[DueItem, ...] = ()
    today: tuple[DueItem, ...] = ()
    waiting: tuple[DueItem, ...] = ()
    week: tuple[DueItem, ...] = ()

    @property
    def now(self) -> tuple[DueItem, ...]:
        """What is due today: the items that a mail names."""
        return (*self.late, *self.today, *self.waiting)


#: Items without a day that a mail has named, by kind, public id and level.
Mentions = frozenset[tuple[str, str, str]]


def mentions_of(due: DueDay) -> Mentions:
    """The items without a day that a mail about this day names."""
    return frozenset((item.kind.value, item.public_id, item.level) for item in due.waiting)


def needs_mail(due: DueDay, mentioned: Mentions) -> bool:
    """Whether the day needs a mail. An item with a day does from that day until it is done. One without (a draft, a
    partner without contact) does until a mail has named it, and again when its level changes."""
    return bool(due.late or due.today or mentions_of(due) - mentioned)


def due_day(day: date, items: Iterable[DueItem]) -> DueDay:
    """The items as they stand on that day. What lies further ahead than a week is left out."""
    late, today, waiting, week = [], [], [], []
    for item in sorted(items, key=_place):
        if item.on is None:
            waiting.append(item)
        elif item.on == day:
            today.append(item)
        elif item.on < day:
            if item.kind not in _EVENTS:
                late.append(item)
        elif item.on <= day + AHEAD:
            week.append(item)
    return DueDay(day, tuple(late), tuple(today), tuple(waiting), tuple(week))


def _place(item: DueItem) -> tuple[date, str, int, str, str]:
    """By day and hour, then by kind, then by what is known outside: never by a hidden name."""
    return item.on or date.max, item.at, _ORDER[item.kind], item.public_name, item.public_id
