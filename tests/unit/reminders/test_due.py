"""What a day asks for: nothing is forgotten, nothing stands twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.reminders.due import DueItem, DueKind, due_day

DAY = date(2026, 11, 24)


def item(kind: DueKind, on: date | None, public_id: str = "x") -> DueItem:
    return DueItem(kind, "Huset", "Huset", on, "followups.edit", public_id)


def place(kind: DueKind, on: date | None) -> str:
    day = due_day(DAY, [item(kind, on)])
    return next((name for name in ("late", "today", "waiting", "week") if getattr(day, name)), "nowhere")


@pytest.mark.parametrize(("kind", "days", "where"), [
    (DueKind.FOLLOW_UP, -1, "late"), (DueKind.FOLLOW_UP, 0, "today"), (DueKind.FOLLOW_UP, 1, "week"),
    (DueKind.FOLLOW_UP, 7, "week"), (DueKind.FOLLOW_UP, 8, "nowhere"), (DueKind.COMMITMENT, -400, "late"),
    (DueKind.MEETING, 0, "today"), (DueKind.MEETING, -1, "nowhere"), (DueKind.SILENT, None, "waiting"),
    (DueKind.DRAFT, None, "waiting")])
def test_item_is_placed_by_kind_and_day(kind: DueKind, days: int | None, where: str) -> None:
    assert place(kind, None if days is None else DAY + timedelta(days=days)) == where


NEAR = st.none() | st.dates(DAY - timedelta(40), DAY + timedelta(40))
ITEMS = st.lists(st.builds(item, st.sampled_from(DueKind), NEAR, st.text("abc", min_size=1, max_size=3)))


@given(ITEMS)
def test_every_item_due_now_is_listed_once(items: list[DueItem]) -> None:
    events = {DueKind.MEETING, DueKind.VISIT}
    expected = [each for each in items
                if each.on is None or each.on == DAY or (each.on < DAY and each.kind not in events)]
    assert sorted(due_day(DAY, items).now, key=repr) == sorted(expected, key=repr)


@given(ITEMS, st.randoms())
def test_order_does_not_depend_on_input_order(items: list[DueItem], random: object) -> None:
    mixed = sorted(items, key=lambda _each: random.random())  # type: ignore[attr-defined]
    assert [(each.on, each.kind, each.public_id) for each in due_day(DAY, mixed).now] == [
        (each.on, each.kind, each.public_id) for each in due_day(DAY, items).now]
