"""The page, number by number, against the raw rows: for who is in the circle, for who is not, and for what leaves."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.commitments.models import Commitment, CommitmentPartner
from outreach.commitments.states import CommitmentState, Firmness
from outreach.core import clock
from outreach.core.db import db
from outreach.core.stored_files import stored_file
from outreach.core.transactions import writing
from outreach.followups.models import FollowUp
from outreach.issued_documents.models import IssuedDocument, IssuedDocumentPartner, PaperKind
from outreach.library.models import Kind, Sector, TargetGroup
from outreach.meetings.models import Meeting, MeetingKind, MeetingPartner, MeetingState
from outreach.partners.models import Partner, StageMove
from outreach.partners.stages import Stage
from outreach.reports.periods import Period, year
from outreach.reports.queries.overview import overview
from outreach.reports.scope import Scope
from outreach.reports.service import set_hourly_rate
from outreach.users.models import User
from outreach.visits.models import HELD, Observation, Sureness, Visit, VisitState
from tests.databases import Databases
from tests.reports.by_hand import ByHand

#: In the crisis centre's circle, and not.
INSIDER, OUTSIDER = "Børnebibliotekaren", "Lederen"
CHOICES = ("all", "kind", "sector", "target_group", "stage", "partner")


@pytest.fixture
def portal(filled_app: Callable[..., Flask], databases: Databases) -> Flask:
    """The demo, and two years more of everything that happens between visits, by chance."""
    return filled_app(databases.demo, _add_two_years)


def _add_two_years() -> None:
    chance = random.Random(11)
    with writing():
        partners = list(db.session.scalars(select(Partner).order_by(Partner.id)))
        for _number in range(40):
            _add_dealings(chance, partners)
        set_hourly_rate(by=db.session.scalars(select(User)).first(), rate=417)  # type: ignore[arg-type]


def _add_dealings(chance: random.Random, partners: list[Partner]) -> None:
    def day() -> date:
        return clock.today() - timedelta(days=chance.randrange(700))

    def instant(on: date) -> datetime:
        return datetime.combine(on, time(chance.randrange(24), 30), tzinfo=clock.zone())

    def links() -> list[int]:
        return [each.id for each in chance.sample(partners, chance.choice([1, 1, 2]))]

    there, held_on = links(), day()
    meeting = Meeting(kind=MeetingKind.FOLLOW_UP, state=chance.choice([MeetingState.HELD, MeetingState.HELD,
                      MeetingState.CANCELLED]), held_on=held_on, starts_at=time(9), ends_at=time(10),
                      partners=[MeetingPartner(partner_id=key, position=at) for at, key in enumerate(there)])
    db.session.add(meeting)
    db.session.flush()
    for _number in range(chance.randrange(3)):
        db.session.add(FollowUp(partner_id=there[0], what="x", due_on=held_on, origin="meeting",
                                origin_id=meeting.public_id, done_at=chance.choice(
                                    [None, instant(held_on + timedelta(days=chance.randrange(20)))])))
    there = links()
    state, due = chance.choice(list(CommitmentState)), chance.choice([None, day(), day()])
    db.session.add(Commitment(
        partner_id=there[0], is_ours=chance.random() < 0.5, what="x", given_on=day(), due_on=due,
        firmness=chance.choice(list(Firmness)), state=state,
        settled_on=None if state is CommitmentState.OPEN else day(),
        about=[CommitmentPartner(partner_id=key) for key in there]))
    there = links()
    file = stored_file(b"%PDF", "application/pdf", None)
    db.session.add(file)
    db.session.flush()
    db.session.add(IssuedDocument(
        kind=chance.choice([PaperKind.PITCH, PaperKind.PITCH, PaperKind.AGENDA]), source=meeting.public_id, version=1,
        language="da", template_version=1, values={}, values_sha256="", file_id=file.id, issued_at=instant(day()),
        partners=[IssuedDocumentPartner(partner_id=key) for key in there]))
    db.session.add(Observation(partner_id=links()[0], observed_on=day(), role="x", what="x",
                               sureness=chance.choice(list(Sureness))))
    before, after = chance.sample(list(Stage), 2)
    db.session.add(StageMove(partner_id=links()[0], from_stage=before, to_stage=after, moved_on=day()))


def scope_of(choice: str, period: Period, *, for_export: bool) -> Scope:
    chosen = {
        "kind": lambda: db.session.scalars(select(Kind.id).where(Kind.key == "school")).one(),
        "sector": lambda: db.session.scalars(select(Sector.id).where(Sector.key == "social")).one(),
        "target_group": lambda: db.session.scalars(select(TargetGroup.id).where(TargetGroup.key == "newcomers")).one(),
        "stage": lambda: Stage.DATE}
    if choice == "partner":
        partner_id = db.session.scalars(select(Partner.id).where(Partner.name == "Skolen ved åen")).one()
        return Scope(period, partner_id=partner_id, for_export=for_export)
    return Scope(period, {choice: chosen[choice]()} if choice in chosen else {}, for_export=for_export)


def user(name: str) -> User:
    return db.session.scalars(select(User).where(User.name == name)).one()


@pytest.mark.parametrize(("who", "for_export"), [
    (INSIDER, False), (OUTSIDER, False), (OUTSIDER, True), (INSIDER, True)])
def test_every_figure_of_two_years_and_their_parts(portal: Flask, who: str, for_export: bool) -> None:
    viewer, this_year = user(who), year(clock.today().year)
    for choice in CHOICES:
        scope = scope_of(choice, this_year, for_export=for_export)
        found, hand = overview(scope, viewer), ByHand(scope, viewer)
        earlier = this_year.before()
        assert (choice, {code: figure.value for code, figure in found.figures.items()}) == (
            choice, hand.figures(this_year, 417))
        assert (choice, {code: figure.before for code, figure in found.figures.items()}) == (
            choice, hand.figures(earlier, 417) | {"silent": None})


@pytest.mark.parametrize(("who", "for_export"), [(INSIDER, False), (OUTSIDER, False), (INSIDER, True)])
def test_every_part_of_the_charts(portal: Flask, who: str, for_export: bool) -> None:
    viewer = user(who)
    last = clock.today().replace(day=1)
    period = Period(date(last.year - 2, 4, 1), last)
    for choice in CHOICES:
        scope = scope_of(choice, period, for_export=for_export)
        found, hand = overview(scope, viewer), ByHand(scope, viewer)
        open_rows = hand.counts(period)
        assert [(each.month, each.held) for each in found.months] == [
            (month, {kind: sum(row[2]["kinds"][kind] for row in open_rows if row[1] == month) for kind in HELD})
            for month in period.each_month()]
        for division, reached in (("kind", found.kinds), ("stage", found.stages),
                                  ("target_group", found.target_groups)):
            assert {each.option.value if each.option else None: (each.partners, each.people)
                    for each in reached} == hand.reach(division)
        assert {(each.before, each.after): each.count for each in found.moves} == hand.moves()
        assert {(each.district.value if each.district else None, each.kind.value if each.kind else None):
                (each.reached, each.missed) for each in found.spots} == hand.spots()
        assert found.kept == {"ours": hand.kept(period, True), "theirs": hand.kept(period, False)}


@pytest.mark.parametrize("number", [2, 3, 4])
def test_hidden_partners_are_summed_only_for_past_years_with_three(portal: Flask, number: int) -> None:
    """Whatever the period: a sum for anything finer would be one partner's, or become it."""
    this = clock.today().year
    with writing():
        visited = sorted({link.partner_id for visit in db.session.scalars(select(Visit)) for link in visit.partners
                          if visit.held_on.year == this - 1 and visit.state is VisitState.HELD})
        for partner in db.session.scalars(select(Partner)):
            partner.is_protected = partner.id in visited[:number]
    viewer = user("Administratoren")
    periods = [year(this - 1), year(this), Period(date(this - 2, 1, 1), date(this - 1, 12, 1)),
               Period(date(this - 1, 2, 1), date(this, 1, 1)), Period(date(this - 1, 1, 1), date(this - 1, 11, 1))]
    found, expected = [], []
    for period in periods:
        for for_export in (False, True):
            scope = Scope(period, for_export=for_export)
            told = overview(scope, viewer).protected_totals
            found.append(told and (told.visits, told.partners, told.minutes, told.people))
            expected.append(ByHand(scope, viewer).protected_totals())
    assert (found, found[0] is None, found[2:4]) == (expected, number < 3, [None, None])


@pytest.mark.parametrize("choice", [each for each in CHOICES if each != "all"])
def test_filtered_figures_have_no_sums_of_hidden_partners(portal: Flask, choice: str) -> None:
    scope = scope_of(choice, year(clock.today().year - 1), for_export=False)
    assert overview(scope, user(OUTSIDER)).protected_totals is None
