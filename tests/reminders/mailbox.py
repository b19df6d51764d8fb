"""A real mail server on this machine, that keeps what it is given."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from outreach.core.db import db
from outreach.users.models import User


class Mailbox:
    """Takes every mail, or answers as it is told: `answer` is what it says to a mail's text."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 taken"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if b"\n" in envelope.original_content.replace(b"\r\n", b""):
            return "550 bare line feed"
        if self.answer == "silence":
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            server.transport.abort()
            return "421 gone"
        if self.answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer

    def to(self, name: str) -> list[EmailMessage]:
        address = db.session.scalars(select(User.email).where(User.name == name)).one()
        return [mail for mail in self.mails if mail["To"] == address]

    def take(self) -> list[str]:
        """The texts since last asked."""
        taken, self.mails = self.mails, []
        return [text_of(mail) for mail in taken]


def text_of(mail: EmailMessage) -> str:
    """What a reader sees."""
    return str(mail.get_content()).replace("\r\n", "\n")


@contextmanager
def mail_server(app: Flask, tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """A mail server on a free port, and a portal that knows of it; with `tls` both speak it."""
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port, tls_context=tls)
    server.start()
    app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=port, SMTP_FROM="Partnerportalen <portal@bib.example>",
                      SMTP_STARTTLS=tls is not None, PORTAL_URL="https://partnere.bib.example")
    yield box
    server.stop()
