"""Every rule that reads before it writes holds for those who come at the same moment, on both databases: there is
always an administrator, what works once works once, and what two wrote is not lost."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.audit.models import AuditEntry
from outreach.closings.models import Closing
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.encryption import decrypt
from outreach.core.permissions import Role
from outreach.meetings.models import MeetingKind
from outreach.meetings.service import Plan, plan_meeting
from outreach.partners.queries import get_open_partner
from outreach.users import passwords, queries, service
from outreach.users.models import FailedSignIn, LinkPurpose, SecondFactor, User, UserSession
from outreach.visits.models import PartnerMonth, VisitKind
from outreach.visits.service import log_visit
from outreach.visits.service.inputs import VisitNote
from tests.factories import add_partner, add_words
from tests.server.at_once import PASSWORD, at_once, browser_of, colleague, filled, get, post, send_at_once, visitor

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture
def portal(served: Flask) -> Flask:
    """Administrators go to work without a telephone here."""
    served.config["SECOND_FACTOR_FOR"] = "nobody"
    return served


def close(portal: Flask, by: User, whom: User) -> object:
    here = f"/users/{whom.public_id}"
    return filled(browser_of(portal, by), here, f"{here}/deactivate")


def demote(portal: Flask, by: User, whom: User) -> object:
    here = f"/users/{whom.public_id}/edit"
    return filled(browser_of(portal, by), here, here, role="staff")


@pytest.mark.parametrize("acts", [(close, close), (demote, demote), (close, demote)],
                         ids=["close-close", "demote-demote", "close-demote"])
def test_administrators_removing_each_other_at_once_leave_one(portal: Flask, acts: tuple) -> None:
    anna, bent = colleague("Anna", Role.ADMINISTRATOR), colleague("Bent", Role.ADMINISTRATOR)
    answers = send_at_once(acts[0](portal, anna, bent), acts[1](portal, bent, anna))
    assert len(queries.lock_administrators()) == 1
    # The second is told why, or is out already: signed out, or an administrator no longer.
    assert {each.status_code for each in answers} <= {302, 403, 422}


def test_password_link_used_twice_at_once_sets_one_password(portal: Flask) -> None:
    user = colleague("Anna", password=False)
    with transactions.writing():
        token = service.make_link(purpose=LinkPurpose.SET_PASSWORD, user=db.session.get_one(User, user.id), by=None)
    here, words = f"/set-password/{token}", ("Regnen på Gudenåen", "Solen over Gudenåen")
    answers = send_at_once(*(filled(visitor(portal), here, here, password=each) for each in words))
    statuses = [each.status_code for each in answers]
    assert sorted(statuses) == [302, 410]
    identity = queries.find_password_identity(user.email)
    assert identity is not None
    assert passwords.matches(identity.secret_hash, words[statuses.index(302)])
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 1


def test_first_run_sent_twice_at_once_creates_one_administrator(portal: Flask) -> None:
    with transactions.writing():
        token = service.make_link(purpose=LinkPurpose.FIRST_RUN, user=None, by=None)
    here = f"/first-run/{token}"
    answers = send_at_once(*(
        filled(visitor(portal), here, here, name=name, email=f"{name}@demo.example", password="Regnen på Gudenåen",
               library_name=f"{name}s bibliotek") for name in ("anna", "bent")))
    assert sorted(each.status_code for each in answers) == [302, 410]
    assert queries.count_users() == 1


def with_second_factor(portal: Flask) -> tuple[User, str, list[str]]:
    """A colleague, the secret in the app, the recovery codes; half an hour later."""
    clock.set_source(lambda: NOON)
    user = colleague("Anna")
    with transactions.writing():
        here = db.session.get_one(User, user.id)
        service.begin_second_factor(by=here)
        secret = decrypt(queries.find_second_factor(here).pending, "second factor")  # type: ignore[union-attr]
        codes = service.confirm_second_factor(by=here, code=pyotp.TOTP(secret).at(NOON), address="", keep=None)
    clock.set_source(lambda: NOON + timedelta(minutes=30))
    return user, secret, list(codes)


@pytest.mark.parametrize("sort", ["app", "recovery"])
def test_sign_in_code_used_at_once_starts_one_session(portal: Flask, sort: str) -> None:
    user, secret, codes = with_second_factor(portal)
    code = pyotp.TOTP(secret).at(clock.now()) if sort == "app" else codes[3]
    browsers = [visitor(portal) for _ in range(3)]
    for each in browsers:
        browser, here, form = filled(each, "/sign-in", "/sign-in", email=user.email, password=PASSWORD)
        assert post(browser, here, form).location == "/sign-in/code"
    answers = send_at_once(*(filled(each, "/sign-in/code", "/sign-in/code", code=code) for each in browsers))
    assert sorted(each.status_code for each in answers) == [302, 422, 422]
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 1
    assert len(queries.list_recovery_codes(user)) == (8 if sort == "app" else 7)


def test_second_factor_opened_twice_at_once_is_created_once(portal: Flask) -> None:
    user = colleague("Anna")
    answers = send_at_once(*(filled(browser_of(portal, user), "/me/second-factor", "/me/second-factor")
                             for _ in range(2)))
    assert [each.status_code for each in answers] == [302, 302]
    assert db.session.scalar(select(func.count()).select_from(SecondFactor)) == 1


def test_every_wrong_password_sent_at_once_is_counted(portal: Flask) -> None:
    user = colleague("Anna")
    answers = send_at_once(*(filled(visitor(portal), "/sign-in", "/sign-in", email=user.email, password="gættet")
                             for _ in range(8)))
    assert sorted(each.status_code for each in answers) == [422] * 5 + [429] * 3
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 5


def test_password_change_ends_a_session_begun_at_once_with_the_old_one(portal: Flask) -> None:
    user = colleague("Anna")
    change = filled(browser_of(portal, user), "/me", "/me/password", current_password=PASSWORD,
                    new_password="Regnen på Gudenåen")
    thief = filled(visitor(portal), "/sign-in", "/sign-in", email=user.email, password=PASSWORD)
    changed, _in_or_not = send_at_once(change, thief)
    assert (changed.status_code, get(thief[0], "/me").status_code) == (302, 302)


def test_mail_address_chosen_at_once_is_given_to_one_account(portal: Flask) -> None:
    anna, bent = colleague("Anna", Role.ADMINISTRATOR), colleague("Bent")
    invited = filled(browser_of(portal, anna), "/users/new", "/users/new", name="Clara", email="ny@demo.example")
    moved = filled(browser_of(portal, bent), "/me/email", "/me/email", email="ny@demo.example")
    edited = filled(browser_of(portal, anna), f"/users/{bent.public_id}/edit", f"/users/{bent.public_id}/edit",
                    email="ny@demo.example")
    answers = send_at_once(invited, moved)
    assert sorted(each.status_code for each in answers) == [302, 422]
    assert send_at_once(edited, moved)[0].status_code in {302, 409, 422}


def test_second_of_two_account_edits_at_once_gets_409(portal: Flask) -> None:
    anna, bent = colleague("Anna", Role.ADMINISTRATOR), colleague("Bent")
    account = f"/users/{bent.public_id}/edit"
    answers = send_at_once(filled(browser_of(portal, anna), account, account, title="Leder"),
                           filled(browser_of(portal, bent), "/me", "/me", title="Konsulent"))
    assert sorted(each.status_code for each in answers) == [302, 409]


def test_second_of_two_record_edits_at_once_gets_409(portal: Flask) -> None:
    add_words()
    anna, bent = colleague("Anna"), colleague("Bent")
    here = f"/partners/{add_partner(anna, 'Familiehuset')}/edit/everyday"
    answers = send_at_once(*(filled(browser_of(portal, who), here, here, everyday=text)
                             for who, text in ((anna, "Travlt"), (bent, "Roligt"))))
    assert sorted(each.status_code for each in answers) == [302, 409]


def test_monthly_count_includes_every_visit_logged_at_once(portal: Flask) -> None:
    add_words()
    anna = colleague("Anna")
    house = add_partner(anna, "Familiehuset")

    def visit(day: int) -> None:
        with portal.app_context(), transactions.writing():
            by = db.session.get_one(User, anna.id)
            note = VisitNote(held_on=NOON.date().replace(day=day), kind=VisitKind.VISIT_DAY, counts={"children": 20})
            log_visit(by=by, partner=get_open_partner(house, by), note=note)

    at_once([lambda day=day: visit(day) for day in (3, 10, 17)])  # type: ignore[misc]
    db.session.rollback()
    assert db.session.scalars(select(PartnerMonth.children)).all() == [60]


def test_meeting_closed_twice_at_once_keeps_all_text(portal: Flask) -> None:
    """Two close it, a third one's page saves itself: one page is promised to the partner, and every word is there."""
    add_words()
    people = [colleague(name) for name in ("Anna", "Bent", "Clara")]
    house = add_partner(people[0], "Familiehuset")
    with transactions.writing():
        by = db.session.get_one(User, people[0].id)
        plan = Plan(kind=MeetingKind.FIRST, held_on=clock.today(), starts_at=time(9), ends_at=time(10))
        meeting = plan_meeting(by=by, partners=[get_open_partner(house, by)], plan=plan).public_id
    here, closing = f"/meetings/{meeting}/closing", {"no_commitments": "y", "next_none": "y"}
    anna, bent, clara = (filled(browser_of(portal, who), here, here, **{
        "heard-0-text": f"{who.name} hørte det", "decisions-0-what": "Et besøg hver måned",
        "decisions-0-owner": who.public_id, "decisions-0-due": "2099-01-01"}, **closing) for who in people)
    for each in (anna, bent):
        each[2]["act"] = "close"
    answers = send_at_once(anna, bent, (clara[0], f"{here}/autosave", clara[2]))
    assert [each.status_code for each in answers] == [302, 302, 200]
    made = db.session.scalars(select(Closing)).one()
    kept = " ".join([str(made.content), *(each.text for each in made.additions)])
    assert [f"{who.name} hørte det" in kept for who in people] == [True] * 3
    assert db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "closing.close")) == 1
