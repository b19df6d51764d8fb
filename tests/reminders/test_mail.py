"""The daily mail, handed to a real mail server on this machine."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.commitments.models import Commitment, CommitmentPartner
from outreach.commitments.states import CommitmentState
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.followups.models import FollowUp
from outreach.jobs.periodic import PERIODIC_TASKS
from outreach.partners.models import Partner, Stage
from outreach.reminders.models import MailState, ReminderMail
from outreach.reminders.queries import due_for
from outreach.users.models import User
from tests.certificates import certificate
from tests.reminders.mailbox import Mailbox, mail_server, text_of

LIBRARIAN = "Børnebibliotekaren"


@pytest.fixture
def mailbox(demo_app: Flask) -> Iterator[Mailbox]:
    with mail_server(demo_app) as box:
        yield box


def remind(app: Flask) -> str:
    return str(app.test_cli_runner().invoke(args=["remind"]).output)


def user(name: str = LIBRARIAN) -> User:
    return db.session.scalars(select(User).where(User.name == name)).one()


def states() -> set[MailState]:
    db.session.remove()
    return set(db.session.scalars(select(ReminderMail.state)))


def test_mail_lists_overdue_items(demo_app: Flask, mailbox: Mailbox) -> None:
    remind(demo_app)
    [mail] = mailbox.to(LIBRARIAN)
    text = text_of(mail)
    assert "Overskredet\n- Send de lovede bøger på arabisk og tyrkisk (Sundhedsplejen i nordøst), " in text
    assert "https://partnere.bib.example" in text
    assert mail["Message-ID"].endswith("@bib.example>")


def test_repeated_runs_send_one_mail_a_day(demo_app: Flask, mailbox: Mailbox) -> None:
    for _each in range(3):
        remind(demo_app)
    assert len(mailbox.to(LIBRARIAN)) == 1


def test_next_day_gets_another_mail(demo_app: Flask, mailbox: Mailbox) -> None:
    remind(demo_app)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    clock.set_source(lambda: tomorrow)
    remind(demo_app)
    first, second = mailbox.to(LIBRARIAN)
    assert first["Message-ID"] != second["Message-ID"]


def test_mail_is_in_the_readers_language(demo_app: Flask, mailbox: Mailbox) -> None:
    with transactions.writing():
        user().language = "en"
    remind(demo_app)
    [mail] = mailbox.to(LIBRARIAN)
    assert "Overdue\n- Send de lovede" in text_of(mail)
    assert mail["Subject"].endswith("waiting for you today")


def test_mail_shows_a_protected_partner_by_code_name(demo_app: Flask, mailbox: Mailbox) -> None:
    with transactions.writing():
        what = db.session.scalars(select(FollowUp).where(FollowUp.what.contains("oplæsning"))).one()
        what.due_on = clock.today()
    remind(demo_app)
    text = text_of(mailbox.to(LIBRARIAN)[0])
    code_name = db.session.scalars(select(Partner.code_name).where(Partner.name == "Randers Krisecenter")).one()
    assert f"- Følg op: {code_name}, " in text
    assert ("oplæsning" in text, "Randers Krisecenter" in text) == (False, False)


def test_mail_omits_the_text_of_a_commitment_with_a_protected_partner(demo_app: Flask, mailbox: Mailbox) -> None:
    with transactions.writing():
        promise = db.session.scalars(select(Commitment).where(
            Commitment.is_ours, Commitment.state == CommitmentState.OPEN).limit(1)).one()
        promise.due_on, promise.owner, promise.what = clock.today(), user(), "Sender ord, som de sagde sammen"
        there = db.session.scalars(select(Partner).where(Partner.name == "Randers Krisecenter")).one()
        promise.about.append(CommitmentPartner(partner_id=there.id))
    remind(demo_app)
    text = text_of(mailbox.to(LIBRARIAN)[0])
    assert ("Vi har lovet" in text, "som de sagde sammen" in text) == (True, False)


def test_user_who_opted_out_gets_no_mail(demo_app: Flask, demo_client: Callable[..., FlaskClient],
                                         mailbox: Mailbox) -> None:
    demo_client().post("/me/mail", data={"wants_mail": "0"})
    remind(demo_app)
    assert mailbox.to(LIBRARIAN) == []


def test_closed_account_gets_no_mail(demo_app: Flask, mailbox: Mailbox) -> None:
    with transactions.writing():
        user().active = False
    remind(demo_app)
    assert mailbox.to(LIBRARIAN) == []


def test_user_without_due_items_gets_no_mail(demo_app: Flask, mailbox: Mailbox) -> None:
    remind(demo_app)
    assert mailbox.to("Administratoren") == []


def test_mail_lists_the_front_pages_items(demo_app: Flask, mailbox: Mailbox) -> None:
    remind(demo_app)
    due = due_for(user(), clock.today())
    lines = [line for line in text_of(mailbox.to(LIBRARIAN)[0]).splitlines() if line.startswith("- ")]
    assert len(lines) == len(due.now)
    assert [item.public_name in line for item, line in zip(due.now, lines, strict=True)] == [True] * len(lines)


def test_remind_without_a_mail_server_prints_a_message(demo_app: Flask) -> None:
    assert remind(demo_app) == ("Der er ingen mailserver (SMTP_HOST), så der sendes ingen mails. "
                                "Forsiden viser det samme.\n")


@pytest.mark.parametrize("trusted", [True, False])
def test_server_with_an_untrusted_certificate_gets_no_mail(demo_app: Flask, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch, trusted: bool) -> None:
    certificate(tmp_path)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with mail_server(demo_app, tls) as box:
        remind(demo_app)
    assert (len(box.to(LIBRARIAN)), states()) == ((1, {MailState.SENT}) if trusted else (0, set()))


def test_typed_text_cannot_add_mail_headers(demo_app: Flask, mailbox: Mailbox) -> None:
    """Also what no form takes: a line break, and what a mail server would read as a command."""
    with transactions.writing():
        there = db.session.scalars(select(FollowUp).where(FollowUp.what.contains("lovede bøger"))).one()
        there.what = "Ring\r\n.\r\nMAIL FROM:<x@evil.example>\r\nRCPT TO:<y@evil.example>\r\nBcc: z@evil.example"
    remind(demo_app)
    [mail] = mailbox.to(LIBRARIAN)
    assert [name for name in mail if name in {"Bcc", "Cc"}] == []
    assert "\nMAIL FROM:<x@evil.example>\nRCPT TO:<y@evil.example>\nBcc: z@evil.example" in text_of(mail)
    assert {each["To"] for each in mailbox.mails} <= set(db.session.scalars(select(User.email)))


def test_unreachable_server_leaves_mails_for_the_next_run(demo_app: Flask, mailbox: Mailbox) -> None:
    port = demo_app.config["SMTP_PORT"]
    demo_app.config["SMTP_PORT"] = 1
    down = remind(demo_app)
    demo_app.config["SMTP_PORT"] = port
    remind(demo_app)
    assert ("Resten sendes næste gang" in down, len(mailbox.to(LIBRARIAN)), states()) == (True, 1, {MailState.SENT})


def test_refused_mail_is_sent_again_on_the_next_run(demo_app: Flask, mailbox: Mailbox) -> None:
    mailbox.answer = "451 try later"
    refused = remind(demo_app)
    waiting = states()
    mailbox.answer = "250 taken"
    remind(demo_app)
    assert ("451" in refused, waiting, len(mailbox.to(LIBRARIAN))) == (True, {MailState.WAITING}, 1)


def test_mail_without_an_answer_after_its_text_is_not_sent_again(demo_app: Flask, mailbox: Mailbox) -> None:
    mailbox.answer = "silence"
    remind(demo_app)
    taken = len(mailbox.mails)
    mailbox.answer = "250 taken"
    remind(demo_app)
    again = [mail for mail in mailbox.mails[taken:] if mail["To"] == mailbox.mails[0]["To"]]
    assert (taken, again) == (1, [])


def test_mail_of_an_interrupted_run_is_not_sent_again(demo_app: Flask, mailbox: Mailbox) -> None:
    with transactions.writing():
        db.session.add(ReminderMail(user_id=user().id, day=clock.today(), state=MailState.SENDING, tries=1))
    remind(demo_app)
    assert mailbox.to(LIBRARIAN) == []


def test_unsent_mail_of_yesterday_is_replaced_by_todays(demo_app: Flask, mailbox: Mailbox) -> None:
    with transactions.writing():
        db.session.add(ReminderMail(user_id=user().id, day=clock.today() - timedelta(days=1), tries=1,
                                    state=MailState.WAITING))
    remind(demo_app)
    assert (len(mailbox.to(LIBRARIAN)), states()) == (1, {MailState.SENT, MailState.SKIPPED})


def only_silent(now: datetime) -> None:
    """Nothing waits for the librarian but partners that fell silent."""
    clock.set_source(lambda: now)
    with transactions.writing():
        for each in db.session.scalars(select(FollowUp)):
            each.done_at = clock.now()
        for each in db.session.scalars(select(Commitment)):
            each.state = CommitmentState.KEPT
        for each in db.session.scalars(select(Partner)):
            each.decide_by = clock.today() + timedelta(days=365)


def far_ahead(days: int = 0) -> datetime:
    """So far ahead that every partner is silent, and nothing has a day any more."""
    return datetime.now(UTC) + timedelta(days=400 + days)


def test_partner_without_contact_is_mailed_once(demo_app: Flask, mailbox: Mailbox) -> None:
    only_silent(far_ahead())
    remind(demo_app)
    only_silent(far_ahead(1))
    remind(demo_app)
    assert len(mailbox.to(LIBRARIAN)) == 1


def test_partner_mailed_before_is_listed_again_when_something_is_due(demo_app: Flask, mailbox: Mailbox) -> None:
    only_silent(far_ahead())
    remind(demo_app)
    only_silent(far_ahead(1))
    with transactions.writing():
        what = db.session.scalars(select(FollowUp).where(FollowUp.owner_id == user().id).limit(1)).one()
        what.done_at, what.due_on = None, clock.today()
    remind(demo_app)
    first, second = (set(text_of(mail).partition("Det venter")[2].splitlines()[1:]) for mail in mailbox.to(LIBRARIAN))
    assert first == second


def test_items_of_a_possibly_lost_mail_are_mailed_again(demo_app: Flask, mailbox: Mailbox) -> None:
    only_silent(far_ahead())
    mailbox.answer = "silence"
    remind(demo_app)
    lost = len(mailbox.to(LIBRARIAN))
    mailbox.answer = "250 taken"
    only_silent(far_ahead(1))
    remind(demo_app)
    assert (lost <= 1, len(mailbox.to(LIBRARIAN)) - lost) == (True, 1)


def test_decide_by_date_is_mailed(demo_app: Flask, mailbox: Mailbox) -> None:
    only_silent(far_ahead())
    remind(demo_app)
    only_silent(far_ahead(1))
    with transactions.writing():
        trying = db.session.scalars(select(Partner).where(Partner.stage == Stage.ENGAGEMENT).limit(1)).one()
        trying.owner_id, trying.decide_by, name = user().id, clock.today(), trying.name
    remind(demo_app)
    assert f"I dag\n- Tag stilling til, hvordan I går videre: {name}, " in text_of(mailbox.to(LIBRARIAN)[-1])


@pytest.mark.parametrize(("day", "closed_days", "period"), [
    ("2026-12-23", [], "2026-12-23"),
    ("2026-12-24", [], "2026-12-24"),
    ("2026-12-24", ["juleaftensdag"], ""),
    ("2026-12-25", [], ""),
    ("2026-12-26", [], ""),
    ("2026-12-28", ["juleaftensdag"], "2026-12-28"),
])
def test_daily_mail_is_sent_only_on_the_librarys_working_days(demo_app: Flask, mailbox: Mailbox, day: str,
                                                              closed_days: list[str], period: str) -> None:
    """25 December 2026 is a Friday."""
    demo_app.config["CLOSED_DAYS"] = closed_days
    clock.set_source(lambda: datetime.fromisoformat(f"{day}T09:00+01:00"))
    assert PERIODIC_TASKS["reminders"].period() == period
