"""The pages of figures: what they say, what bad input gets, and that each number is that of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner
from outreach.reports.filters import parse_filters
from outreach.reports.labels import number_of
from outreach.reports.measures import MEASURES
from outreach.reports.models import Target
from outreach.reports.queries.overview import overview
from outreach.reports.queries.rows import has_rows, list_rows
from outreach.reports.queries.targets import find_settings
from outreach.users.models import User

YEAR = str(clock.today().year)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def user(name: str) -> User:
    return db.session.scalars(select(User).where(User.name == name)).one()


def test_every_measure_stands_on_the_page_with_its_definition(demo_client: Callable[..., FlaskClient]) -> None:
    page = text_of(demo_client("Lederen").get("/reports").text)
    figures = overview(parse_filters({}, user("Lederen")).scope, user("Lederen")).figures
    missing = [code for code, measure in MEASURES.items() if not all(text in page for text in (
        text_of(str(measure.label)), text_of(str(measure.definition)),
        number_of(measure.unit, figures[code].value).replace("\xa0", " ")))]
    assert missing == []


@pytest.mark.parametrize(("query", "sentence"), [
    ("period=1026", "Så langt rækker tallene ikke. Vælg år fra 2000 til 2199."),
    ("from=2001-01&to=2999-12", "Så langt rækker tallene ikke. Vælg år fra 2000 til 2199."),
    ("from=2001-01&to=2099-12", "Vælg højst 10 år ad gangen."),
    ("from=2026-05&to=2026-04", "Perioden slutter, før den begynder. Byt om på de to måneder."),
    ("period=i+g%C3%A5r", "Den periode kender vi ikke."),
    ("kind=findes-ikke", "Slags partner: ”findes-ikke” findes ikke hos jer. Vælg en anden."),
    ("stage=Glance", "Trin: ”Glance” findes ikke hos jer. Vælg en anden."),
    ("partner=zzzzzzzzzzzz", "Den partner kan du ikke se tal for: Den findes ikke, eller den er lukket for dig.")])
def test_invalid_filter_is_named_at_its_field(demo_client: Callable[..., FlaskClient], query: str,
                                                  sentence: str) -> None:
    answer = demo_client("Lederen").get(f"/reports?{query}")
    assert (answer.status_code, text_of(answer.text).count(sentence)) == (200, 2)


def test_hidden_and_unknown_partner_give_the_same_answer(demo_client: Callable[..., FlaskClient]) -> None:
    hidden = db.session.scalars(select(Partner).where(Partner.is_protected)).first()
    assert hidden is not None
    sentence = "Den partner kan du ikke se tal for: Den findes ikke, eller den er lukket for dig."
    page = text_of(demo_client("Lederen").get(f"/reports?partner={hidden.public_id}").text)
    assert (sentence in page, hidden.name in page) == (True, False)


@pytest.mark.parametrize(("month", "shown"), [(1, 2026), (2, 2027)])
def test_january_shows_the_year_that_has_ended_and_says_so(demo_client: Callable[..., FlaskClient], month: int,
                                                           shown: int) -> None:
    clock.set_source(lambda: datetime(2027, month, 1, 9, tzinfo=UTC))
    client = demo_client("Lederen", language="en")
    pages = [text_of(client.get(address).text) for address in ("/reports", "/reports/papers")]
    sentence = "The figures are for 2026 until the first month of 2027 is over."
    assert [sentence in page for page in pages] == [shown == 2026] * 2
    assert f"Compared with {shown - 1}." in pages[0]


def test_empty_portal_says_what_to_do_first(client_as: Callable[..., FlaskClient]) -> None:
    page = text_of(client_as(Role.MANAGER).get("/reports").text)
    assert "Her kommer tallene til at stå, når I noterer besøg." in page


@pytest.mark.parametrize(("query", "sentence"), [
    ("period=2001", "Der er ikke noteret noget i perioden."),
    ("kind=day_care", "Ingen tal passer til det, du har valgt.")])
def test_filters_without_matches_say_so(demo_client: Callable[..., FlaskClient], query: str, sentence: str) -> None:
    assert sentence in text_of(demo_client("Lederen").get(f"/reports?{query}").text)


@pytest.mark.parametrize("who", ["Lederen", "Børnebibliotekaren"])
def test_each_figure_equals_its_rows(demo_app: Flask, who: str) -> None:
    viewer, counted = user(who), {}
    for args in ({}, {"stage": "date"}, {"kind": "school"}):
        scope = parse_filters(args, viewer).scope
        for code, figure in overview(scope, viewer).figures.items():
            if has_rows(code) and not code.startswith(("promises", "follow_up")):
                page = list_rows(code, scope, viewer)
                counted[code, str(args)] = (figure.value, page.total)
    assert {key: pair for key, pair in counted.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("who", ["Lederen", "Børnebibliotekaren"])
@pytest.mark.parametrize("query", ["", "&kind=school", "&stage=date"])
def test_each_figure_of_visits_equals_the_log(demo_client: Callable[..., FlaskClient], who: str,
                                                  query: str) -> None:
    viewer, client = user(who), demo_client(who)
    scope = parse_filters(dict(re.findall(r"(\w+)=(\w+)", query)), viewer).scope
    figures = overview(scope, viewer)
    page = text_of(client.get(f"/visit-log?period={scope.period.code}&state=held{query}").text)
    assert str(int(figures.figures["visits"].value or 0)) in re.findall(r"(\d+) besøg", page)


def test_partners_name_is_in_no_address(demo_client: Callable[..., FlaskClient]) -> None:
    client = demo_client("Lederen")
    answer = client.post("/reports/partner", data={"who": "skolen ved åen", "period": YEAR})
    partner = db.session.scalars(select(Partner).where(Partner.name == "Skolen ved åen")).one()
    with client.application.test_request_context():
        expected = url_for("reports.index", period=YEAR, partner=partner.public_id)
    assert (answer.status_code, answer.location) == (302, expected)


@pytest.mark.parametrize(("who", "sentence"), [
    ("hus", "Flere partnere passer på det."), ("findes slet ikke", "Ingen partner, du kan se, har det i navnet."),
    ("", "Ingen partner, du kan se, har det i navnet.")])
def test_ambiguous_name_offers_the_matches(demo_client: Callable[..., FlaskClient], who: str,
                                                        sentence: str) -> None:
    answer = demo_client("Lederen").post("/reports/partner", data={"who": who})
    assert (answer.status_code, sentence in text_of(answer.text)) == (422, True)


def test_name_of_a_hidden_partner_finds_nothing(demo_client: Callable[..., FlaskClient]) -> None:
    hidden = db.session.scalars(select(Partner).where(Partner.is_protected)).first()
    assert hidden is not None
    answer = demo_client("Lederen").post("/reports/partner", data={"who": hidden.name})
    assert "Ingen partner, du kan se, har det i navnet." in text_of(answer.text)


@pytest.mark.parametrize("name", ["nothing", "hours", "../goals"])
def test_rows_of_an_unknown_figure_are_not_found(demo_client: Callable[..., FlaskClient], name: str) -> None:
    assert demo_client("Lederen").get(f"/reports/rows/{name}").status_code == 404


@pytest.mark.parametrize("page", ["0", "-3", "x", "9" * 30])
def test_page_number_out_of_range_is_empty_or_the_first(demo_client: Callable[..., FlaskClient], page: str) -> None:
    assert demo_client("Lederen").get(f"/reports/rows/learnt?page={page}").status_code == 200


# goals and the hourly rate

def targets() -> list[Target]:
    return list(db.session.scalars(select(Target).order_by(Target.last.desc(), Target.first.desc(), Target.id)))


def goals() -> list[tuple[str, str, str, int]]:
    return [(each.aim.value, f"{each.first:%Y-%m}", f"{each.last:%Y-%m}", each.number) for each in targets()]


def test_goal_is_added_changed_removed_and_restored(client_as: Callable[..., FlaskClient]) -> None:
    client, steps = client_as(Role.MANAGER), []
    values = {"aim": "visits", "number": "40", "first": "2026-01", "last": "2026-12"}
    client.post("/reports/goals/new", data=values)
    steps.append(goals())
    address = f"/reports/goals/{targets()[0].public_id}"
    client.post(address, data={**values, "number": "50", "first": "2026-07"})
    steps.append(goals())
    client.post(f"{address}/remove")
    steps.append(goals())
    client.post("/reports/goals/restore", data={"aim": "visits", "period": "2026-07..2026-12", "number": "50"})
    steps.append(goals())
    last = [("visits", "2026-07", "2026-12", 50)]
    assert steps == [[("visits", "2026-01", "2026-12", 40)], last, [], last]


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"number": "0"}, "Skriv et helt tal fra 1 til 100000."), ({"number": "mange"}, "Skriv et helt tal fra 1"),
    ({"number": ""}, "Skriv et helt tal fra 1"), ({"number": "9" * 40}, "Skriv et helt tal fra 1"),
    ({"first": ""}, "Vælg en måned."), ({"last": "2025-12"}, "Perioden slutter, før den begynder."),
    ({"last": "2999-12"}, "Så langt rækker tallene ikke."), ({"last": "2045-12"}, "Vælg højst 10 år ad gangen."),
    ({"aim": "families"}, "Det valg findes ikke længere."), ({"first": "i går"}, "Den periode kender vi ikke.")])
def test_invalid_goal_is_refused_at_its_field(client_as: Callable[..., FlaskClient],
                                                            wrong: dict[str, str], sentence: str) -> None:
    answer = client_as(Role.MANAGER).post("/reports/goals/new", data={
        "aim": "visits", "number": "40", "first": "2026-01", "last": "2026-12", **wrong})
    assert (answer.status_code, sentence in text_of(answer.text), goals()) == (422, True, [])


def test_duplicate_goal_is_refused(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as(Role.MANAGER)
    for number in ("40", "50"):
        answer = client.post("/reports/goals/new", data={
            "aim": "visits", "number": number, "first": "2026-01", "last": "2026-12"})
    assert ("Der er allerede et mål for det i den periode." in answer.text, goals()) == (
        True, [("visits", "2026-01", "2026-12", 40)])


@pytest.mark.parametrize("values", [{}, {"aim": "x"}, {"aim": "visits", "period": "1026", "number": "3"},
                                    {"aim": "visits", "period": "2026", "number": "x"}])
def test_invalid_goal_is_not_restored(client_as: Callable[..., FlaskClient],
                                                  values: dict[str, str]) -> None:
    answer = client_as(Role.MANAGER).post("/reports/goals/restore", data=values)
    assert (answer.status_code, goals()) == (422, [])


@pytest.mark.parametrize(("written", "kept"), [("390", 390), ("", None)])
def test_hourly_rate_is_set_and_removed(client_as: Callable[..., FlaskClient], written: str,
                                               kept: int | None) -> None:
    client = client_as(Role.MANAGER)
    client.post("/reports/rate", data={"hourly_rate": "250"})
    client.post("/reports/rate", data={"hourly_rate": written})
    settings = find_settings()
    assert settings is not None
    assert settings.hourly_rate == kept


@pytest.mark.parametrize("written", ["0", "-1", "3,5", "gratis", "10001"])
def test_invalid_rate_is_refused(client_as: Callable[..., FlaskClient], written: str) -> None:
    answer = client_as(Role.MANAGER).post("/reports/rate", data={"hourly_rate": written})
    assert (answer.status_code, find_settings()) == (422, None)


def test_progress_of_a_goal_is_shown_as_text(demo_client: Callable[..., FlaskClient]) -> None:
    viewer = user("Lederen")
    held = int(overview(parse_filters({"period": YEAR}, viewer).scope, viewer).figures["visits"].value or 0)
    gone = clock.today().month - 1
    page = text_of(demo_client("Lederen").get(f"/reports?period={YEAR}").text)
    assert f"{held} af 40 besøg; {gone} af 12 måneder er gået" in page
