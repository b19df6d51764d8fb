"""Fixtures: vocabularies, users, clients, and visits committed without the service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from outreach.core import transactions
from outreach.core.db import db
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from outreach.visits.models import Visit, VisitKind, VisitPartner, VisitState
from tests.partner_fixtures import _words, client_as, make_user  # noqa: F401


@pytest.fixture
def add_visit() -> Callable[..., str]:
    """add_visit(by, [partner ids], day, state) -> the public id of a committed visit, made without the service."""

    def add(by: User, partners: list[str], on: date, state: VisitState = VisitState.HELD, **more: object) -> str:
        with transactions.writing():
            rows = [get_open_partner(each, by) for each in partners]
            visit = Visit(kind=VisitKind.VISIT_DAY, state=state, held_on=on, owner_id=by.id, **more,
                          partners=[VisitPartner(partner_id=row.id, position=at, state=state, held_on=on,
                                                 stage=row.stage) for at, row in enumerate(rows)])
            db.session.add(visit)
            db.session.flush()
            return str(visit.public_id)

    return add
