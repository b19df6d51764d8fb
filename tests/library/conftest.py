"""Fixtures: a library with three needs, two of them active; helpers that read errors, flashes and audit."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from outreach.audit.models import AuditEntry
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile, Need, Sector


@pytest.fixture
def coordinator(client_as: Callable[..., FlaskClient]) -> FlaskClient:
    return client_as(Role.COORDINATOR)


@pytest.fixture
def library(app: object) -> None:
    """Byens Bibliotek with the needs Ro, Samvær and the inactive Ferie."""
    with transactions.writing():
        db.session.add(LibraryProfile(name="Byens Bibliotek", phone="89 15 89 15"))
        db.session.add(Sector(key="health", label_da="Sundhed", label_en="Health"))
        for position, (key, label) in enumerate((("calm", "Ro"), ("together", "Samvær"), ("holiday", "Ferie"))):
            db.session.add(Need(key=key, label_da=label, title_da=f"{label} hos jer", lead_da=f"{label} er godt.",
                                position=position, is_active=key != "holiday"))


def errors(response: TestResponse) -> list[str]:
    """The lines of a page's error summary."""
    box = re.search(r'<div class="errors".*?</ul>', response.get_data(as_text=True), re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", line)) for line in re.findall(r"<li>(.*?)</li>", box[0])] if box else []


def flashes(client: FlaskClient) -> list[str]:
    """The flashed messages that wait for the next page."""
    with client.session_transaction() as cookie:
        return [text for _category, text in cookie.get("_flashes", [])]


def told() -> list[tuple[str, str, list[tuple[str, str | None, str | None]]]]:
    """The audit: (who, act, changes)."""
    db.session.rollback()
    return [(entry.actor_name, entry.act, [(each.field, each.old, each.new) for each in entry.changes])
            for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
