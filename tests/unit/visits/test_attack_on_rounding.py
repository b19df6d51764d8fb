"""An attack on small numbers with everything that is ever published, together.

The attacker knows how we round, but not the seed; which partners and months there are; and every figure: the total,
each partner's sector, every period there is, and so every difference between them. She keeps each world of counts
that could have led to all those figures. She has recovered a count where only one value is left for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import product

from outreach.visits.disclosure_control import THRESHOLD, round_count

DATA_SETS = 10_000
MOST = 12
MONTHS = [date(2026, month, 1) for month in (1, 2, 3)]

#: (partner, sector, month) of each count.
Cells = Sequence[tuple[str, int, int]]
Telling = Callable[[int, tuple[str, int, int]], int]


@cache
def could_be_told(count: int) -> frozenset[int]:
    """What a count is told as under some seed or other."""
    return frozenset(round_count(count, key=bytes([number]), partner="p", month=MONTHS[0], measure="m")
                     for number in range(100))


def figures(cells: Cells, told: Sequence[int]) -> tuple[int, ...]:
    """Everything published: for every period, the total and each sector."""
    periods = [(first, last) for first in range(3) for last in range(first, 3)]
    inside = [[at for at, cell in enumerate(cells) if first <= cell[2] <= last] for first, last in periods]
    return tuple(sum(told[at] for at in cover if sector in {None, cells[at][1]})
                 for cover in inside for sector in (None, 0, 1))


def recovered(cells: Cells, counts: Sequence[int], told: Sequence[int],
              may_be_told: Callable[[int], frozenset[int]]) -> int:
    """How many small counts the attacker knows for certain."""
    seen = figures(cells, told)
    every = sorted({value for count in range(MOST + 1) for value in may_be_told(count)})
    possible = [world for world in product(every, repeat=len(cells)) if figures(cells, world) == seen]
    left = [{count for world in possible for count in range(MOST + 1) if world[at] in may_be_told(count)}
            for at in range(len(cells))]
    return sum(0 < count < THRESHOLD and values == {count} for count, values in zip(counts, left, strict=True))


def some_cells(chance: random.Random) -> tuple[Cells, list[int]]:
    cells = [(f"partner {number}", chance.randrange(2), chance.randrange(3)) for number in range(chance.randint(1, 3))]
    return cells, [chance.randint(0, MOST) for _cell in cells]


def test_no_small_count_can_be_recovered_from_rounded_figures() -> None:
    chance, found = random.Random(2026), 0
    for number in range(DATA_SETS):
        cells, counts = some_cells(chance)
        told = [round_count(count, key=number.to_bytes(4, "big"), partner=partner, month=MONTHS[month], measure="m")
                for count, (partner, _sector, month) in zip(counts, cells, strict=True)]
        found += recovered(cells, counts, told, could_be_told)
    assert found == 0


def test_small_counts_can_be_recovered_from_exact_figures() -> None:
    chance, found, there = random.Random(2026), 0, 0
    for _number in range(50):
        cells, counts = some_cells(chance)
        found += recovered(cells, counts, counts, lambda count: frozenset({count}))
        there += sum(0 < count < THRESHOLD for count in counts)
    assert (found > 0.5 * there, THRESHOLD) == (True, 10)
