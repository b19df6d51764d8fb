"""Rounding of small counts of people, so that a published figure never gives away a few families. Pure.

A shelter with three families is identifiable. So every count of people that leaves the screen, or that is shown to
somebody who may not open its rows, is built from counts that were rounded once per partner, month and measure. Because
the exact small count is in no published figure, nothing can be worked back from totals, margins, filters or
neighbouring periods.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

#: A count from here on is published as it is.
THRESHOLD = 10
#: What smaller counts are rounded to a multiple of.
STEP = 5


def round_count(count: int, *, key: bytes, partner: str, month: date, measure: str) -> int:
    """The count as it may be published: 0, 5 or 10 in place of 1 to 9, anything else as it is.

    On average over all keys it is the count itself. The same partner (its public id), month and measure always come
    out the same, and a higher count never comes out lower: asking again, or after a correction, teaches nothing more.
    """
    if count < 0:
        raise ValueError("a count of people is never negative")
    if count >= THRESHOLD:
        return count
    steps, remainder = divmod(count, STEP)
    return STEP * (steps + (remainder / STEP > _uniform_hash(key, partner, month, measure)))


def _uniform_hash(key: bytes, partner: str, month: date, measure: str) -> float:
    """A number in [0, 1) that is fixed for partner, month and measure, and cannot be guessed without the key."""
    message = f"{partner}|{month:%Y-%m}|{measure}".encode()
    return int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:7], "big") / 2**56
