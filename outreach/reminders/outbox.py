"""At most one mail a day to each colleague: when something is due, and when an item without a day is new or got worse.

The order of writing ensures it: a mail is written down as SENDING, and that is committed, before the server hears of
it; only what was certainly not accepted goes back to WAITING. A run that breaks off leaves SENDING, and such a mail is
never sent again: the next day's names the same items.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage

from flask import current_app
from sqlalchemy.exc import IntegrityError

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.followups.presenter import library_workdays
from outreach.jobs.periodic import periodic_task
from outreach.reminders import queries
from outreach.reminders.due import Mentions, mentions_of, needs_mail
from outreach.reminders.email_body import write_email
from outreach.reminders.mail import MailRefusedError, MailUncertainError, connection, is_set_up, make_message, send
from outreach.reminders.models import MailState, ReminderMail, ReminderMention

#: For so many hours after MAIL_HOUR the day's mails are sent.
_MAIL_HOURS = 8


@dataclass
class SendResult:
    """How many mails a run sent, how many wait for the next run or may have arrived, and the server's errors."""

    sent: int = 0
    waiting: int = 0
    uncertain: int = 0
    errors: list[str] = field(default_factory=list)


def _mail_day() -> str:
    """Today in ISO format, on a working day of the library in the hours of the mail; otherwise empty."""
    now = clock.local(clock.now())
    begins = current_app.config["MAIL_HOUR"]
    due = is_set_up() and begins <= now.hour < begins + _MAIL_HOURS and library_workdays().is_workday(now.date())
    return now.date().isoformat() if due else ""


@periodic_task("reminders", _mail_day)
def _send_today() -> bool:
    return not send_day(clock.today()).errors


def send_day(day: date) -> SendResult:
    """Send every mail of the day that has not been sent. Can be run as often as wanted."""
    result = SendResult()
    with transactions.writing():
        for mail in queries.list_waiting_before(day):
            mail.state = MailState.SKIPPED
    readers = [user.id for user in queries.list_readers()]
    db.session.rollback()
    try:
        with connection() as server:
            for user_id in readers:
                _send_one(server, user_id, day, result)
    except MailRefusedError as error:
        result.errors.append(str(error))
    return result


def _send_one(server: smtplib.SMTP, user_id: int, day: date, result: SendResult) -> None:
    claimed = _claim_mail(user_id, day)
    if claimed is None:
        return
    mail_id, message, mentions = claimed
    state = MailState.WAITING
    try:
        send(server, message)
        state = MailState.SENT
        result.sent += 1
    except MailRefusedError as error:
        result.waiting += 1
        result.errors.append(str(error))
    except MailUncertainError as error:
        state = MailState.SENDING
        result.uncertain += 1
        result.errors.append(str(error))
    with transactions.writing():
        mail = queries.get_mail(mail_id)
        mail.state = state
        mail.sent_at = clock.now() if state is MailState.SENT else None
        if state is MailState.SENT:  # a mail that may not have arrived has named nothing
            _add_mentions(user_id, mentions)


def _claim_mail(user_id: int, day: date) -> tuple[int, EmailMessage, Mentions] | None:
    """The colleague's mail of the day, written down as SENDING; None where there is none to send, or where another run
    has just claimed it."""
    try:
        with transactions.writing():
            mail = queries.find_mail(user_id, day)
            if mail is not None and mail.state is not MailState.WAITING:
                return None
            user = queries.get_reader(user_id)
            due = queries.due_for(user, day)
            if not needs_mail(due, _update_mentions(user_id, mentions_of(due))):
                return None
            if mail is None:
                mail = ReminderMail(user_id=user_id, day=day, state=MailState.WAITING, tries=0)
                db.session.add(mail)
            mail.state, mail.tries = MailState.SENDING, mail.tries + 1
            db.session.flush()
            body = write_email(user, due, current_app.config["PORTAL_URL"])
            message = make_message(to=user.email, subject=body.subject, text=body.text, language=user.language,
                                   mail_id=mail.public_id)
            return mail.id, message, mentions_of(due)
    except IntegrityError:
        return None


def _update_mentions(user_id: int, due: Mentions) -> Mentions:
    """The stored mentions of items that are still due; others are deleted, so that the item causes a mail if it comes
    back."""
    mentions = set()
    for row in queries.list_mentions(user_id):
        key = (row.kind, row.subject_id, row.level)
        if key in due:
            mentions.add(key)
        else:
            db.session.delete(row)
    return frozenset(mentions)


def _add_mentions(user_id: int, mentions: Mentions) -> None:
    stored = {(row.kind, row.subject_id, row.level) for row in queries.list_mentions(user_id)}
    db.session.add_all(ReminderMention(user_id=user_id, kind=kind, subject_id=subject_id, level=level)
                       for kind, subject_id, level in sorted(mentions - stored))
