"""Nothing that a viewer is told depends on what is hidden from them.

Two worlds that differ only in what is hidden give the same figures, all of them together: totals, divisions, every
filter, periods that overlap and lie side by side. What then is left of people is the counts that were rounded once;
that nothing can be worked back from those is tests/unit/visits/test_attack_on_rounding.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from outreach.commitments.models import Commitment, CommitmentPartner
from outreach.core import clock
from outreach.core.db import db
from outreach.core.transactions import writing
from outreach.library.models import Branch, District, Kind, Sector, TargetGroup
from outreach.meetings.models import Meeting, MeetingPartner
from outreach.partners.models import Partner, Stage, StageMove
from outreach.partners.protection import in_circle
from outreach.reports.dimensions import options_of
from outreach.reports.models import Target
from outreach.reports.periods import Period, year
from outreach.reports.queries.overview import Overview, overview
from outreach.reports.queries.targets import list_progress
from outreach.reports.scope import DIMENSIONS, Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, Observation, PartnerMonth, Visit, VisitPartner
from tests.reports.test_by_hand import portal  # noqa: F401

OUTSIDER = "Lederen"


def periods() -> list[Period]:
    """This year, one that begins a month later, and three months that touch."""
    this = year(clock.today().year)
    months = list(this.each_month())
    return [this, Period(months[1], this.last), Period(months[7], months[9]), Period(months[8], months[9]),
            Period(months[8], months[8])]


def everything(for_export: bool) -> list[Overview]:
    """All that the outsider can ask for: each period whole, and narrowed to values of every dimension."""
    viewer = db.session.scalars(select(User).where(User.name == OUTSIDER)).one()
    chosen: list[dict[str, Any]] = [{}, *({name: option.value} for name in DIMENSIONS
                                          for option in options_of(name)[:3])]
    return [overview(Scope(period, each, for_export=for_export), viewer)
            for period in periods() for each in (chosen if period.is_year else chosen[:1])]


def hidden_ids(for_export: bool) -> list[int]:
    viewer = db.session.scalars(select(User).where(User.name == OUTSIDER)).one()
    return [each.id for each in db.session.scalars(select(Partner))
            if each.is_protected and (for_export or not in_circle(each, viewer))]


def other_counts(for_export: bool) -> None:
    """The exact counts of whoever is told of by rounded ones are others."""
    chance, hidden = random.Random(5), set(hidden_ids(for_export))
    for row in db.session.scalars(select(PartnerMonth)):
        if for_export or row.partner_id in hidden:
            for name in COUNTS:
                setattr(row, name, chance.randrange(40))


def other_places(for_export: bool) -> None:
    """Hidden partners were of another kind, somewhere else, for others, and stood elsewhere with us."""
    chance = random.Random(6)
    values = {f"{name}_id": list(db.session.scalars(select(model.id))) for name, model in (
        ("branch", Branch), ("sector", Sector), ("kind", Kind), ("district", District),
        ("target_group", TargetGroup))}
    for row in db.session.scalars(select(PartnerMonth).where(PartnerMonth.partner_id.in_(hidden_ids(for_export)))):
        row.stage = chance.choice(list(Stage))
        for name, ids in values.items():
            setattr(row, name, chance.choice(ids))
    for partner in db.session.scalars(select(Partner).where(Partner.id.in_(hidden_ids(for_export)))):
        partner.district_id, partner.kind_id = chance.choice(values["district_id"]), chance.choice(values["kind_id"])


def no_visits(for_export: bool) -> None:
    """Nobody ever went to see a hidden partner."""
    ids = hidden_ids(for_export)
    there = list(db.session.scalars(select(VisitPartner.visit_id).where(VisitPartner.partner_id.in_(ids))))
    for visit in db.session.scalars(select(Visit).where(Visit.id.in_(there))):
        db.session.delete(visit)
    db.session.execute(delete(PartnerMonth).where(PartnerMonth.partner_id.in_(ids)))


def no_dealings(for_export: bool) -> None:
    """Nothing ever happened with hidden partners but their visits."""
    ids = hidden_ids(for_export)
    for model in (Observation, StageMove):
        db.session.execute(delete(model).where(model.partner_id.in_(ids)))
    for model, link, key in ((Meeting, MeetingPartner, MeetingPartner.meeting_id),
                             (Commitment, CommitmentPartner, CommitmentPartner.commitment_id)):
        there = select(key).where(link.partner_id.in_(ids))
        for row in db.session.scalars(select(model).where(model.id.in_(there))):
            db.session.delete(row)


def other_ways(for_export: bool) -> None:
    """The way to hidden partners was longer, and the time there as much shorter."""
    for row in db.session.scalars(select(PartnerMonth).where(PartnerMonth.partner_id.in_(hidden_ids(for_export)))):
        row.minutes_travel += row.minutes_there
        row.minutes_there = 0


@pytest.mark.parametrize("for_export", [False, True])
@pytest.mark.parametrize("change", [other_counts, other_places, no_visits, no_dealings, other_ways])
def test_figures_do_not_depend_on_hidden_partners(portal: Flask, for_export: bool,  # noqa: F811
                                             change: Callable[[bool], None]) -> None:
    before, hidden = everything(for_export), hidden_ids(for_export)
    with writing():
        change(for_export)
        db.session.flush()
        changed = bool(db.session.scalars(select(Partner.id).where(Partner.id.in_(hidden))).first())
    db.session.expire_all()
    assert (changed, everything(for_export) == before) == (True, True)


def test_goals_do_not_count_a_hidden_partners_district(portal: Flask) -> None:  # noqa: F811
    viewer = db.session.scalars(select(User).where(User.name == OUTSIDER)).one()

    def reached() -> dict[str, int]:
        return {each.target.public_id: each.reached for each in list_progress(viewer, clock.today())}

    before = reached()
    with writing():
        other_places(for_export=False)
    assert (reached() == before, len(before) == len(db.session.scalars(select(Target)).all())) == (True, True)
