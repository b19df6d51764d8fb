"""Small numbers: what may be told of how many people we met, without telling of a few families. Pure.

A shelter with three families is identifiable. So every count of people that leaves the screen, or that is shown to
somebody who may not open its rows, is built from counts that were rounded once per partner, month and measure
(`published`), and a partner's own count below ten reads "under 10" (`is_small`). Because the exact small count is in
no published figure, nothing can be worked back from totals, margins, filters or neighbouring periods.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

#: From here on a count is told as it is.
LARGE = 10
#: What small counts are rounded to a multiple of.
STEP = 5


def published(count: int, *, seed: bytes, partner: str, month: date, measure: str) -> int:
    """The count as it may be told: 0, 5 or 10 in place of 1 to 9, anything else as it is.

    On average over all seeds it is the count itself. The same partner (its public id), month and measure always come
    out the same, and a higher count never comes out lower: asking again, or after a correction, teaches nothing more.
    """
    if count < 0:
        raise ValueError("a count of people is never negative")
    if count >= LARGE:
        return count
    below, rest = divmod(count, STEP)
    return STEP * (below + (rest / STEP > _lot(seed, partner, month, measure)))


def is_small(count: int) -> bool:
    """Whether one partner's own count is told as "under 10"; none at all is told as none."""
    return 0 < count < LARGE


def month_of(day: date) -> date:
    """The first day of the day's month: published periods are whole months."""
    return day.replace(day=1)


def _lot(seed: bytes, partner: str, month: date, measure: str) -> float:
    """A number from 0 up to 1 that belongs to partner, month and measure, and that nobody guesses without the seed."""
    told = f"{partner}|{month:%Y-%m}|{measure}".encode()
    return int.from_bytes(hmac.digest(seed, told, hashlib.sha256)[:7], "big") / 2**56
