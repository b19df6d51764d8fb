"""What a reader is told of visits: the latest held one, what is coming, and nothing at all of a hidden partner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from outreach.core.errors import NotFound
from outreach.core.permissions import Role
from outreach.partners.protection import PartnerHiddenError
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from outreach.visits.models import VisitState
from outreach.visits.queries import get_visit, last_held_on, list_upcoming
from tests.factories import add_partner

EARLY, LATE, COMING = date(2026, 3, 2), date(2026, 9, 14), date(2026, 12, 7)


def test_the_last_held_visit_is_the_latest_that_was_held(make_user: Callable[..., User],
                                                         add_visit: Callable[..., str]) -> None:
    me = make_user()
    house, other = add_partner(me, "Familiehuset"), add_partner(me, "Skolen")
    for day, state in ((EARLY, VisitState.HELD), (LATE, VisitState.HELD), (COMING, VisitState.PLANNED),
                       (date(2026, 10, 1), VisitState.CANCELLED)):
        add_visit(me, [house], day, state)
    ids = {name: get_open_partner(name, me).id for name in (house, other)}
    assert last_held_on(ids.values()) == {ids[house]: LATE}


def test_planned_visits_come_in_their_order(make_user: Callable[..., User], add_visit: Callable[..., str]) -> None:
    me = make_user()
    house = add_partner(me, "Familiehuset")
    late = add_visit(me, [house], date(2026, 12, 20), VisitState.PLANNED)
    soon = add_visit(me, [house], COMING, VisitState.PLANNED)
    add_visit(me, [house], LATE, VisitState.PLANNED)
    assert [view.visit.public_id for view in list_upcoming(me, date(2026, 12, 1))] == [soon, late]


def test_joint_visit_with_a_hidden_partner_is_nowhere(make_user: Callable[..., User],
                                                                      add_visit: Callable[..., str]) -> None:
    mine, other = make_user(), make_user(Role.MANAGER)
    centre, house = add_partner(mine, "Krisecentret", kind="crisis_centre"), add_partner(mine, "Familiehuset")
    visit = add_visit(mine, [house, centre], COMING, VisitState.PLANNED)
    assert [len(list_upcoming(each, LATE)) for each in (mine, other)] == [1, 0]
    assert get_visit(visit, mine).names == "Familiehuset, Krisecentret"
    with pytest.raises(NotFound):
        get_visit(visit, other)
    alone = add_visit(mine, [centre], COMING, VisitState.PLANNED)
    with pytest.raises(PartnerHiddenError):
        get_visit(alone, other)
