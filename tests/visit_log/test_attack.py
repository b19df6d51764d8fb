"""Can anything be worked back from files? Whoever takes out every file there is, in every narrowing, must be able to
tell no more than the months tell: two libraries with the same told months give the very same files, byte for byte,
whatever the exact counts of single visits were. And protected partners' visits may move or vanish: no row changes.

What was thought of, and what stands against it:
- a visit of 12 beside one of 3 in a month told as 15: no row carries people;
- a file narrowed to one visit, one day's word, one colleague, one kind: people are those of the whole month;
- an order by people: it would rank exact counts, so a file is never in it;
- a partner's row that is there for some narrowings only: it is there when a held visit is, which its row says anyway;
- a sum of protected partners narrowed to a sector, stage or colleague until it is one partner's: a narrowed file has no
  such sum;
- two sums taken from each other, of two periods or on two days: there are only those of calendar years that are over,
  and of three partners at least.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.partners.models import Partner
from outreach.users.models import User
from outreach.visit_log import exports
from outreach.visits.models import COUNTS, PartnerMonth, RoundingKey, Visit, VisitPartner
from outreach.visits.service.months import refresh_all_months
from tests.factories import add_partner

#: Every kind of narrowing, and some of two at once.
ASKED = [{}, {"state": "held"}, {"visit_kind": "visit_day"}, {"visit_kind": "delivery"}, {"q": "grød"}, {"q": "stille"},
         {"q": "aahuset"}, {"kind": "family_house"}, {"sector": "social"}, {"stage": "prospect"},
         {"district": "north"}, {"counted": "yes"}, {"counted": "no"}, {"sort": "people"},
         {"sort": "people", "turned": "1"}, {"sort": "minutes"}, {"sort": "partner"},
         {"q": "grød", "visit_kind": "delivery"}, {"partner": "{Aahuset}"}, {"partner": "{Skjulested}"}]
PERIODS = ["2026", "2026-02", "2026-01..2026-02"]


def all_files(by: User, partners: dict[str, Partner]) -> dict[tuple[str, str, str], bytes]:
    """Every file in every narrowing. Of a spreadsheet its parts: the archive says when it was made."""
    ids = {name: each.public_id for name, each in partners.items()}
    files = {}
    for asked, period, what in itertools.product(ASKED, PERIODS, exports.KINDS):
        if what == "xlsx" and period != "2026":
            continue
        arguments = {"period": period, **{name: re.sub(r"{(\w+)}", lambda found: ids[found[1]], value)
                                          for name, value in asked.items()}}
        sink = exports.MemorySink(by, arguments)
        try:
            exports.KINDS[what].make(sink)
        except DomainError as refused:
            sink.write(refused.message.encode())
            files[str(asked), period, what] = bytes(sink.content)
            continue
        files[str(asked), period, what] = parts(bytes(sink.content)) if what == "xlsx" else bytes(sink.content)
    return files


def parts(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in sorted(archive.namelist()) if "docProps" not in name)


def told_months() -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.session.execute(select(
        PartnerMonth.partner_id, PartnerMonth.month, *(getattr(PartnerMonth, f"rounded_{name}") for name in COUNTS))
        .order_by(PartnerMonth.partner_id, PartnerMonth.month))]


def test_equal_rounded_months_give_equal_files(many: list[Visit], owner: User, partners: dict[str, Partner]) -> None:
    """Of each month's visits one gives people to another: what single visits counted differs, the months do not."""
    files, months = all_files(owner, partners), told_months()
    with writing():
        visits = list(db.session.scalars(select(Visit).order_by(Visit.id)))
        key = {each.id: (each.partners[0].partner_id, f"{each.held_on:%Y-%m}") for each in visits}
        moved = 0
        for _month, some in itertools.groupby(sorted((each for each in visits if each.state.value == "held"),
                                                     key=lambda each: key[each.id]), key=lambda each: key[each.id]):
            first, *others = some
            for other, name in itertools.product(others, COUNTS):
                setattr(first, name, getattr(first, name) + getattr(other, name))
                moved += getattr(other, name)
                setattr(other, name, 0)
        refresh_all_months()
    assert (moved > 100, told_months()) == (True, months)
    assert all_files(owner, partners) == files


def test_small_counts_with_equal_rounding_give_equal_files(
        note_visit: Callable[..., str], owner: User, partners: dict[str, Partner]) -> None:
    """A secret that tells 1 to 4 as 5: one, two, three or four children look alike, also beside an exact twelve."""
    note_visit(["Aahuset"], date(2026, 1, 5), children=1, saw="Grød")
    note_visit(["Aahuset"], date(2026, 2, 5), children=12, saw="Stille")
    note_visit(["Østhuset"], date(2026, 2, 6), children=1)
    seen = set()
    for count in (1, 2, 3, 4):
        with writing():
            for visit in db.session.scalars(select(Visit).where(Visit.children < 12)):
                visit.children = count
            # The secret under which all of them come out as five.
            db.session.get_one(RoundingKey, 1).value = _seed_for_five(partners)
            refresh_all_months()
        seen.add(str(all_files(owner, partners)))
    assert len(seen) == 1


def _seed_for_five(partners: dict[str, Partner]) -> str:
    from outreach.visits.disclosure_control import round_count

    for number in itertools.count():
        seed = number.to_bytes(32, "big")
        told = [round_count(count, key=seed, partner=partners[name].public_id, month=month, measure="children")
                for count in (1, 4) for name, month in (("Aahuset", date(2026, 1, 1)), ("Østhuset", date(2026, 2, 1)))]
        if told == [5] * 4:
            return seed.hex()
    raise AssertionError


def test_protected_visits_are_in_no_row_for_anybody(many: list[Visit], owner: User, partners: dict[str, Partner],
                                                    make_user: Callable[..., User]) -> None:
    """Not even for the circle; and it makes no difference to a row where they were, or whether they were at all."""
    outsider = make_user(Role.MANAGER)
    before = all_files(owner, partners), all_files(outsider, partners)
    text = b"\n".join(before[0].values())
    assert [name for name in ("Skjulested", "Gemmestedet", partners["Skjulested"].code_sort_key)
            if name.encode() in text] == []
    with writing():
        hidden = set(db.session.scalars(select(VisitPartner.visit_id).join(
            Partner, Partner.id == VisitPartner.partner_id).where(Partner.is_protected)))
        for visit_id in hidden:
            visit = db.session.get_one(Visit, visit_id)
            # What they add to an unprotected lead's month is people met, told by the month as ever: set to none.
            for name in COUNTS:
                setattr(visit, name, 0)
            visit.held_on = date(2026, 2, 27)
            for link in visit.partners:
                link.held_on = visit.held_on
    visits = {key: value for key, value in (all_files(owner, partners) | {}).items() if key[2] == "csv"}
    assert (len(hidden), visits) == (40, {key: value for key, value in before[0].items() if key[2] == "csv"})


def test_export_is_the_same_for_every_reader(many: list[Visit], owner: User, partners: dict[str, Partner],
                                      make_user: Callable[..., User]) -> None:
    """A file is nobody's own: whoever takes it out, also of those who may see more."""
    own, others = all_files(owner, partners), all_files(make_user(Role.MANAGER), partners)
    # Who may not see the partner that is chosen gets no file, and words say what was chosen.
    same = [key for key in own if "partner'" not in key[0] and key[2] != "xlsx"]
    assert {key: own[key] for key in same} == {key: others[key] for key in same}


@pytest.mark.parametrize(("number", "expected"), [(2, False), (3, True)])
def test_protected_partners_are_summed_together_where_three_were_visited_in_a_year_that_is_over(
        note_visit: Callable[..., str], owner: User, partners: dict[str, Partner], number: int, expected: bool) -> None:
    add_partner(owner, "Ly", kind="crisis_centre")
    partners |= {each.name: each for each in db.session.scalars(select(Partner))}
    last = clock.today().year - 1
    for name in ("Skjulested", "Gemmestedet", "Ly")[:number]:
        note_visit([name], date(last, 3, 5), children=40)
    found = {}
    for period in (f"{last}", f"{last}-03", f"{last}-01..{last + 1}-12", f"{last + 1}"):
        sink = exports.MemorySink(owner, {"period": period})
        exports.KINDS["xlsx"].make(sink)
        with zipfile.ZipFile(io.BytesIO(sink.content)) as archive:
            found[period] = any(b"Beskyttede partnere tilsammen" in archive.read(name) for name in archive.namelist())
    assert found == {**dict.fromkeys(found, False), f"{last}": expected}


@pytest.mark.parametrize(("asked", "word"), [({"partner": "{}"}, "en beskyttet partner"), ({"q": "skjule"}, "et ord")])
def test_a_file_does_not_name_the_protected_partner_that_was_chosen(
        many: list[Visit], owner: User, partners: dict[str, Partner], asked: dict[str, str], word: str) -> None:
    sink = exports.MemorySink(owner, {"period": "2026", **{name: value.replace("{}", partners["Skjulested"].public_id)
                                                         for name, value in asked.items()}})
    exports.KINDS["xlsx"].make(sink)
    with zipfile.ZipFile(io.BytesIO(sink.content)) as archive:
        text = b"\n".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert (word in text, "kjule" in text) == (True, False)
