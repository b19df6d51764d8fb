"""Partners as figures need them: inner keys by what a partner is today, only of those that may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from outreach.core.db import db
from outreach.partners.contact import ContactTerms, present_and_visible
from outreach.partners.models import Partner, PartnerTargetGroup, StageMove
from outreach.partners.protection import visible_to
from outreach.partners.stages import Stage
from outreach.users.models import User

_COLUMNS = {"branch": Partner.branch_id, "sector": Partner.sector_id, "kind": Partner.kind_id,
            "district": Partner.district_id, "stage": Partner.stage}


class Place(NamedTuple):
    """Where a present partner belongs: its inner key, and the keys of its district and kind."""

    partner_id: int
    district_id: int | None
    kind_id: int | None


def chosen_ids(viewer: User | None, chosen: Mapping[str, Any], partner_id: int | None = None) -> Select[int]:
    """The inner keys of the partners that the viewer may see and that are today as chosen (branch, sector, kind,
    district, stage; of the target groups the first), as a subquery. Without a viewer only unprotected ones."""
    return select(Partner.id).where(*_conditions(viewer, chosen, partner_id))


def _conditions(viewer: User | None, chosen: Mapping[str, Any], partner_id: int | None) -> list[ColumnElement[bool]]:
    conditions = [visible_to(viewer)]
    for name, value in chosen.items():
        conditions.append(_has_first_group(value) if name == "target_group" else _COLUMNS[name] == value)
    if partner_id is not None:
        conditions.append(Partner.id == partner_id)
    return conditions


def _has_first_group(target_group_id: int) -> ColumnElement[bool]:
    first = (select(PartnerTargetGroup.target_group_id).where(PartnerTargetGroup.partner_id == Partner.id)
             .order_by(PartnerTargetGroup.rank, PartnerTargetGroup.target_group_id).limit(1)
             .correlate(Partner).scalar_subquery())
    return first == target_group_id


def list_places(viewer: User | None, chosen: Mapping[str, Any], partner_id: int | None = None) -> list[Place]:
    """Where each present partner among the chosen belongs."""
    query = (select(Partner.id, Partner.district_id, Partner.kind_id)
             .where(Partner.is_ongoing, *_conditions(viewer, chosen, partner_id)).order_by(Partner.id))
    return [Place(*row) for row in db.session.execute(query)]


def count_moves(ids: Select[int], first: date, last: date) -> dict[tuple[Stage, Stage], int]:
    """How many times one of these partners went from one stage to another between two days."""
    query = (select(StageMove.from_stage, StageMove.to_stage, func.count())
             .where(*_moved(ids, first, last))
             .group_by(StageMove.from_stage, StageMove.to_stage))
    return {(before, after): count for before, after, count in db.session.execute(query) if before is not None}


def list_moves(ids: Select[int], first: date, last: date, *, limit: int, offset: int) -> tuple[list[StageMove], int]:
    """The moves that `count_moves` counts, the latest first, and how many there are in all."""
    conditions = _moved(ids, first, last)
    query = (select(StageMove).where(*conditions).order_by(StageMove.moved_on.desc(), StageMove.id.desc())
             .limit(limit).offset(offset))
    return list(db.session.scalars(query)), db.session.scalar(select(func.count(StageMove.id)).where(*conditions)) or 0


def _moved(ids: Select[int], first: date, last: date) -> list[ColumnElement[bool]]:
    return [StageMove.from_stage.is_not(None), StageMove.moved_on.between(first, last), StageMove.partner_id.in_(ids)]


def count_overdue(viewer: User | None, terms: ContactTerms, ids: Select[int]) -> int:
    """How many of these partners are yellow or red."""
    query = (select(func.count()).select_from(Partner)
             .join(terms.last, terms.last.c.partner_id == Partner.id, isouter=True)
             .where(present_and_visible(viewer), terms.overdue_since(terms.yellow), Partner.id.in_(ids)))
    return db.session.scalar(query) or 0
