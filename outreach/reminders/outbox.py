"""One mail a day for each colleague for whom something is due, never two.

The order of writing is what keeps it so: a mail is put down as SENDING, and that is committed, before the server hears
of it; only what was certainly not taken goes back to WAITING. A run that breaks off leaves SENDING, and such a mail is
never sent again: the next day's tells the same.
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
from outreach.reminders import queries
from outreach.reminders.letter import write_letter
from outreach.reminders.mail import Refused, Unsure, connection, make_message, send
from outreach.reminders.models import MailState, ReminderMail


@dataclass
class Sent:
    """What a run did: how many mails went out, how many wait for the next run, and what the server said."""

    sent: int = 0
    waiting: int = 0
    unsure: int = 0
    trouble: list[str] = field(default_factory=list)


def send_day(day: date) -> Sent:
    """Send every mail of the day that has not been sent. Can be run as often as wanted."""
    result = Sent()
    with transactions.writing():
        for late in queries.list_waiting_before(day):
            late.state = MailState.SKIPPED
    readers = [user.id for user in queries.list_readers()]
    db.session.rollback()
    try:
        with connection() as server:
            for user_id in readers:
                _send_one(server, user_id, day, result)
    except Refused as error:
        result.trouble.append(str(error))
    return result


def _send_one(server: smtplib.SMTP, user_id: int, day: date, result: Sent) -> None:
    taken = _take(user_id, day)
    if taken is None:
        return
    mail_id, message = taken
    state = MailState.WAITING
    try:
        send(server, message)
        state = MailState.SENT
        result.sent += 1
    except Refused as error:
        result.waiting += 1
        result.trouble.append(str(error))
    except Unsure as error:
        state = MailState.SENDING
        result.unsure += 1
        result.trouble.append(str(error))
    with transactions.writing():
        mail = queries.get_mail(mail_id)
        mail.state = state
        mail.sent_at = clock.now() if state is MailState.SENT else None


def _take(user_id: int, day: date) -> tuple[int, EmailMessage] | None:
    """The colleague's mail of the day, put down as being sent; None where there is none to send, or where another run
    has just taken it."""
    try:
        with transactions.writing():
            return _taken(user_id, day)
    except IntegrityError:
        return None


def _taken(user_id: int, day: date) -> tuple[int, EmailMessage] | None:
    mail = queries.find_mail(user_id, day)
    if mail is not None and mail.state is not MailState.WAITING:
        return None
    user = queries.get_reader(user_id)
    due = queries.due_for(user, day)
    if not due.now:
        return None
    if mail is None:
        mail = ReminderMail(user_id=user_id, day=day, state=MailState.WAITING, tries=0)
        db.session.add(mail)
    mail.state, mail.tries = MailState.SENDING, mail.tries + 1
    db.session.flush()
    letter = write_letter(user, due, current_app.config["PORTAL_URL"])
    message = make_message(to=user.email, subject=letter.subject, text=letter.text, language=user.language,
                           mail_id=mail.public_id)
    return mail.id, message
