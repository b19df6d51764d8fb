"""Every visit once, in order, forwards and backwards, also where many are alike in what they are sorted by."""

from __future__ import annotations

import pytest

from outreach.core.db import db
from outreach.reports.periods import parse_period
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visit_log.filters import SORTS, PagePosition, VisitFilters
from outreach.visit_log.queries import pages
from outreach.visits.models import Visit

SCOPE = Scope(parse_period("2026"))


def ordered(visits: list[Visit], sort: str, reverse: bool) -> list[str]:
    """By hand: the key, then the day, then which was noted first."""
    down = SORTS[sort] is not reverse
    if sort == "partner":
        latest = sorted(visits, key=lambda each: (each.held_on, each.id), reverse=True)
        return [each.public_id for each in sorted(latest, key=_name, reverse=down)]
    key = {"date": lambda _each: 0, "minutes": lambda each: each.minutes_all, "people": lambda each: each.people_all}
    return [each.public_id for each in sorted(
        visits, key=lambda each: (key[sort](each), each.held_on, each.id), reverse=down)]


def _name(visit: Visit) -> tuple[str, int]:
    from outreach.partners.models import Partner

    partner = db.session.get_one(Partner, visit.partners[0].partner_id)
    return partner.sort_key, partner.id


def leafed(filters: VisitFilters, viewer: User, *, backwards: bool) -> list[list[str]]:
    """The ids on each page, from the first on or from the last back, in the order in which one reads them."""
    found, place, read = pages.totals(filters, viewer), PagePosition(at_end=backwards), []
    for _most in range(100):
        page = pages.page(filters, viewer, place, found)
        ids = [each.visit.public_id for each in page.views]
        read.append(ids)
        if not (page.has_before if backwards else page.has_after):
            return read[::-1] if backwards else read
        place = PagePosition(before=ids[0]) if backwards else PagePosition(after=ids[-1])
    raise AssertionError("it never ends")


@pytest.mark.parametrize("walks", [False, True], ids=["few", "walks"])
@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("reverse", [False, True], ids=["", "reverse"])
@pytest.mark.parametrize("sort", SORTS)
def test_every_visit_once_and_in_order(many: list[Visit], owner: User, sort: str, reverse: bool, backwards: bool,
                                       walks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 13)
    if walks:
        monkeypatch.setattr(pages, "_FEW", 20)
    read = leafed(VisitFilters(SCOPE, sort=sort, reverse=reverse), owner, backwards=backwards)
    assert [each for page in read for each in page] == ordered(many, sort, reverse)


def test_all_pages_but_the_last_are_full(many: list[Visit], owner: User,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 7)
    read = leafed(VisitFilters(SCOPE), owner, backwards=False)
    assert [len(page) for page in read] == [7] * 22 + [6]


@pytest.mark.parametrize("walks", [False, True], ids=["few", "walks"])
def test_sum_equals_the_pages(many: list[Visit], owner: User, walks: bool,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    if walks:
        monkeypatch.setattr(pages, "_FEW", 20)
    found = pages.totals(VisitFilters(SCOPE), owner)
    assert (found.visits, found.minutes) == (160, sum(each.minutes_all for each in many))
