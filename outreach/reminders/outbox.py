"""At most one mail a day for each colleague: when something is due, and when something begins to wait or grows worse.

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
from outreach.reminders.due import Told, asks_for_mail, told_by
from outreach.reminders.email_body import write_letter
from outreach.reminders.mail import Refused, Unsure, connection, make_message, send
from outreach.reminders.models import MailState, ReminderMail, ReminderTold


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
    mail_id, message, tells = taken
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
        if state is MailState.SENT:  # what may not have arrived has not been told
            _remember(user_id, tells)


def _take(user_id: int, day: date) -> tuple[int, EmailMessage, Told] | None:
    """The colleague's mail of the day, put down as being sent; None where there is none to send, or where another run
    has just taken it."""
    try:
        with transactions.writing():
            return _taken(user_id, day)
    except IntegrityError:
        return None


def _taken(user_id: int, day: date) -> tuple[int, EmailMessage, Told] | None:
    mail = queries.find_mail(user_id, day)
    if mail is not None and mail.state is not MailState.WAITING:
        return None
    user = queries.get_reader(user_id)
    due = queries.due_for(user, day)
    told = _still_told(user_id, told_by(due))
    if not asks_for_mail(due, told):
        return None
    if mail is None:
        mail = ReminderMail(user_id=user_id, day=day, state=MailState.WAITING, tries=0)
        db.session.add(mail)
    mail.state, mail.tries = MailState.SENDING, mail.tries + 1
    db.session.flush()
    letter = write_letter(user, due, current_app.config["PORTAL_URL"])
    message = make_message(to=user.email, subject=letter.subject, text=letter.text, language=user.language,
                           mail_id=mail.public_id)
    return mail.id, message, told_by(due)


def _still_told(user_id: int, waits: Told) -> Told:
    """What has been told and still waits; the rest is forgotten, so that it is told anew when it comes back."""
    kept = set()
    for row in queries.list_told(user_id):
        key = (row.kind, row.subject_id, row.level)
        if key in waits:
            kept.add(key)
        else:
            db.session.delete(row)
    return frozenset(kept)


def _remember(user_id: int, tells: Told) -> None:
    there = {(row.kind, row.subject_id, row.level) for row in queries.list_told(user_id)}
    db.session.add_all(ReminderTold(user_id=user_id, kind=kind, subject_id=subject_id, level=level)
                       for kind, subject_id, level in sorted(tells - there))
