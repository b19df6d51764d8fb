"""What is asked for is what is found: by hand from the rows, and the very rows behind each number of the figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.library.models import District
from outreach.partners.models import Partner
from outreach.reports.filters import parse_filters
from outreach.reports.presenter import rows_address
from outreach.reports.queries.aggregates import totals
from outreach.users.models import User
from outreach.visit_log.filters import PagePosition
from outreach.visit_log.queries import pages
from outreach.visit_log.query_string import parse_query
from outreach.visits.models import Visit
from outreach.visits.service.months import refresh_all_months


def found(by: User, **asked: str) -> set[str]:
    read = parse_query({"period": "2026", **asked}, by)
    assert read.faults == ()
    page = pages.page(read.filters, by, PagePosition(), pages.totals(read.filters, by))
    return {each.visit.public_id for each in page.views}


BY_HAND: dict[str, tuple[dict[str, str], Callable[[Visit, dict[int, Partner], User], bool]]] = {
    "all": ({}, lambda visit, partners, owner: True),
    "held": ({"state": "held"}, lambda visit, partners, owner: visit.state.value == "held"),
    "kind of visit": ({"visit_kind": "delivery"}, lambda visit, partners, owner: visit.kind.value == "delivery"),
    "counted": ({"counted": "yes"}, lambda visit, partners, owner: visit.in_national_statistics),
    "not counted": ({"counted": "no"}, lambda visit, partners, owner: not visit.in_national_statistics),
    "colleague": ({"colleague": "{owner}"}, lambda visit, partners, owner: any(
        each.user_id == owner.id for each in visit.colleagues)),
    "part of a word": ({"q": "BÆRGRØD"}, lambda visit, partners, owner: "bærgrød" in visit.saw),
    "part of a name": ({"q": "ahus"}, lambda visit, partners, owner: False),
    "part of a name, folded": ({"q": "åhus"}, lambda visit, partners, owner: any(
        partners[each.partner_id].name == "Aahuset" for each in visit.partners)),
    "two words": ({"q": "dag østhus"}, lambda visit, partners, owner: "dag" in visit.saw and any(
        partners[each.partner_id].name == "Østhuset" for each in visit.partners)),
    "a sign of the database's": ({"q": "%"}, lambda visit, partners, owner: False),
    "month": ({"period": "2026-02"}, lambda visit, partners, owner: visit.held_on.month == 2),
    "kind of partner": ({"kind": "family_house"}, lambda visit, partners, owner:
                        partners[visit.partners[0].partner_id].name.endswith("huset")),
    "district": ({"district": "south", "state": "held"}, lambda visit, partners, owner: visit.state.value == "held"
                 and partners[visit.partners[0].partner_id].name == "Aahuset"),
    "partner": ({"partner": "{Østhuset}"}, lambda visit, partners, owner: any(
        partners[each.partner_id].name == "Østhuset" for each in visit.partners)),
}


@pytest.mark.parametrize("walks", [False, True], ids=["few", "walks"])
@pytest.mark.parametrize("what", BY_HAND)
def test_log_lists_exactly_the_visits_that_fit_the_filters(
        many: list[Visit], owner: User, partners: dict[str, Partner], what: str,
        walks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 1000)
    if walks:
        monkeypatch.setattr(pages, "_FEW", 3)
    asked, fits = BY_HAND[what]
    ids = {"{owner}": owner.public_id, "{Østhuset}": partners["Østhuset"].public_id}
    by_id = {each.id: each for each in partners.values()}
    assert found(owner, **{name: ids.get(value, value) for name, value in asked.items()}) == {
        each.public_id for each in many if fits(each, by_id, owner)}


@pytest.mark.parametrize("code", ["visits_visit_day", "visits_after_hours", "visits_delivery", "visits_they_visit",
                                  "cancelled_by_partner", "cancelled_by_library"])
@pytest.mark.parametrize("name", ["Aahuset", "Skjulested"])
def test_partners_figure_links_to_its_visits(
        many: list[Visit], owner: User, partners: dict[str, Partner], client_as: Callable[..., FlaskClient], code: str,
        name: str) -> None:
    """As the page of figures links to them: a joint visit is counted with the partner that leads it."""
    asked = {"period": "2026", "partner": partners[name].public_id}
    scope = parse_filters(asked, owner).scope
    with client_as(owner).application.test_request_context():
        address = rows_address(code, scope) or ""
    rows = client_as(owner).get(address).get_data(as_text=True).count('<td class="when">')
    assert rows == totals(scope, owner)[0].sums[code.removeprefix("visits_")]


@pytest.mark.parametrize("asked", [{}, {"kind": "crisis_centre"}, {"district": "south"}, {"stage": "prospect"},
                                   {"period": "2026-01", "district": "north"}])
@pytest.mark.parametrize("kind", ["visit_day", "after_hours", "delivery", "they_visit"])
def test_figure_links_to_its_visits(many: list[Visit], owner: User, partners: dict[str, Partner],
                                                asked: dict[str, str], kind: str,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a partner was another in the middle of a month: a month is what its last visit says."""
    monkeypatch.setattr(pages, "PAGE_SIZE", 1000)
    with writing():
        north = db.session.scalars(select(District).where(District.key == "north")).one()
        for visit in db.session.scalars(select(Visit).where(Visit.held_on.between(date(2026, 1, 10),
                                                                                  date(2026, 1, 31)))):
            visit.partners[0].district_id = north.id
        refresh_all_months()
    figure = totals(parse_filters({"period": "2026", **asked}, owner).scope, owner)[0].sums[kind]
    assert len(found(owner, **asked, state="held", visit_kind=kind)) == figure


@pytest.mark.parametrize(("asked", "sentence"), [
    ("period=1000-01..2999-12", "Så langt rækker tallene ikke."), ("period=2000..2100", "Den periode kender vi ikke."),
    ("period=2001-01..2020-12", "Vælg højst 10 år ad gangen."), ("state=lost", "”lost” kender vi ikke her."),
    ("colleague=nobody", "Den kollega findes ikke."), ("sort=luck", "Den rækkefølge findes ikke."),
    ("after=zzzzzzzzzzzz", "Det sted i loggen findes ikke længere."), ("q=intet+s%C3%A5dant", "Ingen besøg passer til"),
    ("period=2001", "Der er ingen besøg i perioden: 2001"), ("sector=%27%22", "findes ikke hos jer.")])
def test_invalid_filter_is_named(many: list[Visit], client_as: Callable[..., FlaskClient], asked: str,
                                                 sentence: str) -> None:
    answer = client_as(Role.STAFF).get(f"/visit-log?{asked}")
    assert (answer.status_code, sentence in answer.get_data(as_text=True)) == (200, True)


@pytest.mark.parametrize(("minutes", "hours"), [(75, "1,3 timer"), (72, "1,2 timer"), (60, "1 time")])
def test_hours_are_those_of_the_page_of_figures(note_visit: Callable[..., str], client_as: Callable[..., FlaskClient],
                                                minutes: int, hours: str) -> None:
    """Half of a tenth goes up there, so it does here."""
    note_visit(["Aahuset"], date(2026, 3, 4), minutes_there=minutes)
    assert f"1 besøg · {hours}</strong>" in client_as(Role.STAFF).get("/visit-log?period=2026").text
