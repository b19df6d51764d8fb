"""The same figures by hand: every sum from the raw rows in plain Python, for whoever asks, in every division."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.library.models import Branch, District, Sector, TargetGroup
from outreach.partners.models import Partner, Stage
from outreach.partners.protection import in_circle
from outreach.reports.periods import Period, parse_period
from outreach.reports.queries import CLOSED, sums, sums_by
from outreach.reports.queries.months import PLAIN
from outreach.reports.scope import DIMENSIONS, Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, PartnerMonth
from tests.partner_cast import add_partner

PERIOD = parse_period("2025-11..2026-02")


@pytest.fixture
def viewers(make_user: Callable[..., User]) -> dict[str, User]:
    """Eight partners, three of them protected, with months around the period; who owns them, and an outsider."""
    owner, outsider = make_user(), make_user(Role.MANAGER)
    for number in range(8):
        add_partner(owner, f"Partner {number}", kind="crisis_centre" if number % 3 == 0 else "family_house")
    chance = random.Random(4)
    with writing():
        branch = Branch(name="Dronningborg")
        db.session.add(branch)
        db.session.flush()
        values = {name: [None, *db.session.scalars(select(model.id))] for name, model in
                  (("branch_id", Branch), ("sector_id", Sector), ("district_id", District),
                   ("target_group_id", TargetGroup))}
        for partner in db.session.scalars(select(Partner)):
            for month in Period(date(2025, 9, 1), date(2026, 4, 1)).each_month():
                if chance.random() < 0.8:
                    db.session.add(_month(partner, month, values, chance))
    return {"owner": owner, "outsider": outsider}


def _month(partner: Partner, month: date, values: dict[str, list[Any]], chance: random.Random) -> PartnerMonth:
    numbers = {name: chance.choice([0, 0, 1, 2, 90]) for name in PLAIN}
    exact = {name: chance.randrange(30) for name in COUNTS}
    told = {f"told_{name}": 5 * (count // 5) if count < 10 else count for name, count in exact.items()}
    return PartnerMonth(partner_id=partner.id, month=month, kind_id=partner.kind_id, stage=chance.choice(list(Stage)),
                        **numbers, **exact, **told, **{name: chance.choice(each) for name, each in values.items()})


def by_hand(rows: Iterable[PartnerMonth], is_open: Callable[[int], bool], *, leaves: bool) -> tuple[Any, ...]:
    rows = list(rows)
    plain = {name: sum(getattr(row, name) for row in rows) for name in PLAIN}
    people = {name: sum(getattr(row, name if is_open(row.partner_id) and not leaves else f"told_{name}")
                        for row in rows) for name in COUNTS}
    visited = {row.partner_id for row in rows if any(getattr(row, name) for name in (*HELD, "joined"))}
    return plain | people, len(visited)


def opened_by(viewer: User, leaves: bool) -> Callable[[int], bool]:
    partners = {each.id: each for each in db.session.scalars(select(Partner))}
    return lambda key: not partners[key].is_protected or (not leaves and in_circle(partners[key], viewer))


def rows_of(period: Period) -> list[PartnerMonth]:
    return [row for row in db.session.scalars(select(PartnerMonth)) if period.first <= row.month <= period.last]


def field_of(division: str) -> str:
    return division if division in {"month", "stage"} else f"{division}_id"


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("who", ["owner", "outsider"])
def test_the_whole_is_what_its_rows_add_up_to(viewers: dict[str, User], who: str, leaves: bool) -> None:
    found = sums(Scope(PERIOD, leaves=leaves), viewers[who])
    expected = by_hand(rows_of(PERIOD), opened_by(viewers[who], leaves), leaves=leaves)
    assert (dict(found.numbers), found.partners) == expected


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("who", ["owner", "outsider"])
@pytest.mark.parametrize("division", ["month", *DIMENSIONS])
def test_each_part_is_what_its_rows_add_up_to(viewers: dict[str, User], division: str, who: str, leaves: bool) -> None:
    is_open, parts = opened_by(viewers[who], leaves), {}
    for row in rows_of(PERIOD):
        key = getattr(row, field_of(division)) if is_open(row.partner_id) else CLOSED
        parts.setdefault(key, []).append(row)
    found = sums_by(Scope(PERIOD, leaves=leaves), viewers[who], division)
    assert {key: (dict(each.numbers), each.partners) for key, each in found.items()} == {
        key: by_hand(rows, is_open, leaves=leaves) for key, rows in parts.items()}


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_narrowed_by_anything_closed_partners_are_left_out(viewers: dict[str, User], dimension: str) -> None:
    is_open, outsider, name = opened_by(viewers["outsider"], False), viewers["outsider"], field_of(dimension)
    values = {getattr(row, name) for row in rows_of(PERIOD)} - {None}
    assert {value: dict(sums(Scope(PERIOD, {dimension: value}), outsider).numbers) for value in values} == {
        value: by_hand([row for row in rows_of(PERIOD) if getattr(row, name) == value and is_open(row.partner_id)],
                       is_open, leaves=False)[0] for value in values}


def test_a_closed_partner_alone_is_nothing(viewers: dict[str, User]) -> None:
    closed = db.session.scalars(select(Partner).where(Partner.is_protected)).first()
    assert closed is not None
    assert set(sums(Scope(PERIOD, partner_id=closed.id), viewers["outsider"]).numbers.values()) == {0}


def test_a_division_that_is_none_is_a_mistake_of_ours(viewers: dict[str, User]) -> None:
    with pytest.raises(ValueError):
        sums_by(Scope(PERIOD), viewers["owner"], "name")
