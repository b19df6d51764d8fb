"""Handing mails to the mail server, so that each goes out at most once.

What is certain and what is not decides: a server that could not be reached, or that said no, has certainly not taken
the mail (`MailRefusedError`); one that fell silent after the text was sent may have (`MailUncertainError`).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from flask import current_app

from outreach.core import clock

_SECONDS = 20


class MailRefusedError(Exception):
    """The mail has certainly not been taken."""


class MailUncertainError(Exception):
    """Nobody can know whether the mail was taken."""


def is_set_up() -> bool:
    """Whether the settings name a mail server."""
    return bool(current_app.config["SMTP_HOST"])


def make_message(*, to: str, subject: str, text: str, language: str, mail_id: str) -> EmailMessage:
    """A plain message. The same `mail_id` always gives the same Message-ID, so that a reader's own server would know a
    double."""
    sender = current_app.config["SMTP_FROM"]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<reminder-{mail_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language
    message.set_content(text, charset="utf-8", cte="quoted-printable")
    return message


@contextmanager
def connection() -> Iterator[smtplib.SMTP]:
    """The mail server, ready to take mails. MailRefusedError where it cannot be reached or does not know us."""
    settings = current_app.config
    server = None
    try:
        server = smtplib.SMTP(settings["SMTP_HOST"], settings["SMTP_PORT"], timeout=_SECONDS)
        if settings["SMTP_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if settings["SMTP_USER"]:
            server.login(settings["SMTP_USER"], settings["SMTP_PASSWORD"])
        server.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        if server is not None:
            server.close()
        raise MailRefusedError(type(error).__name__) from error
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def send(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand over one mail. Raises MailRefusedError where it was certainly not accepted, MailUncertainError where that
    cannot be known."""
    try:
        for code, _answer in (server.mail(parseaddr(str(message["From"]))[1]), server.rcpt(str(message["To"]))):
            if code not in (250, 251):
                server.rset()
                raise MailRefusedError(str(code))
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefusedError(type(error).__name__) from error
    try:
        # Lines end as SMTP wants them: a server may refuse bare line feeds, or take the whole mail for one long line.
        code, _answer = server.data(message.as_bytes(policy=policy.SMTP))
    except smtplib.SMTPDataError as error:
        raise MailRefusedError(str(error.smtp_code)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailUncertainError(type(error).__name__) from error
    if code != 250:
        raise MailRefusedError(str(code))
