"""No page grows without end: with 400 of everything at one partner, every page of it stays below 150 KB."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from outreach.audit.models import AuditChange, AuditEntry
from outreach.cadence.models import ContactPause
from outreach.commitments.models import Commitment, CommitmentPartner
from outreach.commitments.states import Firmness
from outreach.conversations.models import Conversation, ConversationKind
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.stored_files import stored_file
from outreach.followups.models import FollowUp
from outreach.issued_documents.models import IssuedDocument, IssuedDocumentPartner, PaperKind
from outreach.meetings.models import Meeting, MeetingKind, MeetingPartner
from outreach.partners.models import Guess, Partner, Quote, Stage, StageMove
from outreach.pitches.models import Pitch
from outreach.users.models import User
from outreach.visits.models import (
    Observation,
    Sureness,
    Visit,
    VisitKind,
    VisitPartner,
    VisitState,
    VisitThing,
)
from tests.conftest import _signed_in
from tests.sending import form_with

MANY, MOST_BYTES = 400, 150_000
PARTNER, PITCH, MEETING, VISIT = "22222222222b", "22222222222c", "22222222222d", "22222222222f"
#: A sentence of some hundred letters, as colleagues write them.
WORDS = "Mødrene vil gerne ud af huset, men de siger nej, når der er for mange, og så bliver de hjemme igen. "


def fill() -> None:
    """Put 400 of everything at the demo's first open partner of its librarian."""
    with transactions.writing():
        user = db.session.scalars(select(User).where(User.name == "Børnebibliotekaren")).one()
        partner = db.session.scalars(select(Partner).where(
            Partner.owner_id == user.id, Partner.is_protected.is_(False)).order_by(Partner.id)).first()
        assert partner is not None
        partner.public_id = PARTNER
        key, by, today, now = partner.id, user.id, clock.today(), clock.now()
        file = stored_file(b"%PDF-", "application/pdf", by)
        db.session.add(file)
        db.session.flush()
        add(Quote, lambda n: {"partner_id": key, "text": f"{n}: " + WORDS * 6, "said_on": today, "noted_by_id": by})
        add(Guess, lambda n: {"partner_id": key, "text": f"{n}: " + WORDS * 3, "guessed_by_id": by})
        add(StageMove, lambda n: {"partner_id": key, "from_stage": Stage.GLANCE, "to_stage": Stage.DATE,
                                  "moved_on": today, "reason": f"{n}: {WORDS}", "by_id": by})
        add(Conversation, lambda n: {"partner_id": key, "kind": ConversationKind.PHONE, "happened_on": today,
                                     "line": f"{n}: {WORDS}", "reached": True, "by_id": by})
        add(ContactPause, lambda n: {"partner_id": key, "until": today, "reason": f"{n}: {WORDS}", "by_id": by})
        for done in (None, now):
            add(FollowUp, lambda n, done=done: {
                "partner_id": key, "what": f"{n}: {WORDS}", "owner_id": by, "due_on": today + timedelta(days=n % 30),
                "done_at": done, "done_by_id": by})
        add(Commitment, lambda n: {"partner_id": key, "is_ours": n % 2 == 0, "who": "Lederen", "owner_id": by,
                                   "what": f"{n}: {WORDS}", "firmness": Firmness.FINAL},
            CommitmentPartner, "commitment_id", key)
        add(Pitch, lambda n: {"partner_id": key, "made_by_id": by, "title": WORDS, "dated": today,
                              "public_id": PITCH if n == MANY - 1 else f"pitch{n:07}"})
        add(Meeting, lambda n: {"kind": MeetingKind.FIRST, "held_on": today + timedelta(days=n - 200),
                                "starts_at": time(9), "ends_at": time(10), "owner_id": by, "title": WORDS[:100],
                                "public_id": MEETING if n == 210 else f"meet{n:08}"},
            MeetingPartner, "meeting_id", key)
        add(IssuedDocument, lambda n: {
            "kind": PaperKind.PITCH, "source": PITCH, "version": n, "language": "da", "template_version": 1,
            "values": {}, "values_sha256": "0" * 64, "file_id": file.id, "issued_by_id": by},
            IssuedDocumentPartner, "document_id", key)
        visits = add(Visit, lambda n: {
            "kind": VisitKind.VISIT_DAY, "state": VisitState.HELD, "held_on": today - timedelta(days=n),
            "owner_id": by, "saw": WORDS * 6, "learnt": WORDS * 3, "public_id": VISIT if n == 0 else f"visit{n:07}"})
        db.session.execute(insert(VisitPartner), [
            {"visit_id": visit, "partner_id": key, "position": 0, "state": VisitState.HELD,
             "held_on": today - timedelta(days=n), "stage": Stage.DATE} for n, visit in enumerate(visits)])
        add(VisitThing, lambda n: {"visit_id": visits[n], "what": WORDS[:110], "is_lent": True, "position": n})
        add(Observation, lambda n: {"partner_id": key, "visit_id": visits[0], "observed_on": today, "role": "Lederen",
                                    "what": f"{n}: " + WORDS * 5, "sureness": Sureness.SAW, "noted_by_id": by})
        entries = add(AuditEntry, lambda n: {"actor_id": by, "actor_name": user.name, "act": "partner.edit",
                                             "subject_type": "partner", "subject_id": PARTNER, "partner_id": key})
        add(AuditChange, lambda n: {"entry_id": entries[n], "field": "everyday", "old": WORDS * 6, "new": WORDS * 6})


def add(model: Any, values: Callable[..., dict[str, Any]], link: Any = None, column: str = "", partner: int = 0,
        ) -> list[int]:
    """Insert 400 rows, and a row for each that ties it to the partner; their keys."""
    keys = list(db.session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True),
                                   [values(n) for n in range(MANY)]))
    if link is not None:
        db.session.execute(insert(link), [{column: row, "partner_id": partner} for row in keys])
    return keys


@pytest.fixture
def client(filled_app: Callable[..., Flask], databases: Any) -> FlaskClient:
    app = filled_app(databases.demo, fill)
    return _signed_in(app, db.session.scalars(select(User).where(User.role == Role.ADMINISTRATOR)).one(), "da")


def pages(app: Flask) -> list[str]:
    """Every page with a GET of this partner, its pitch, meeting or visit, and every list."""
    ids = {"partners": PARTNER, "pitches": PITCH, "meetings": MEETING, "visits": VISIT}
    found = {f"/followups?partner={PARTNER}", f"/pitches/{PITCH}?find=mødrene", f"/partners/{PARTNER}?quotes=34"}
    for rule in app.url_map.iter_rules():
        first = rule.rule.split("/")[1]
        path = re.sub(r"<(public_id|partner_id)>", ids.get(first, "<"), rule.rule)
        is_page = "GET" in (rule.methods or ()) and "<" not in path and "." not in path and not path.endswith("/beside")
        if is_page and (path != rule.rule or "/" not in rule.rule[1:]):
            found.add(path)
    return sorted(found)


def test_no_page_of_a_partner_with_400_of_everything_is_above_150_kb(client: FlaskClient) -> None:
    large = {}
    for path in pages(client.application):
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html" and len(answer.data) > MOST_BYTES:
            large[path] = len(answer.data)
    assert large == {}


def test_search_in_the_editor_finds_words_that_are_not_offered(client: FlaskClient) -> None:
    with transactions.writing():
        partner = db.session.scalars(select(Partner).where(Partner.public_id == PARTNER)).one()
        db.session.add(Quote(partner_id=partner.id, text="Vores papegøje siger godmorgen.", said_on=date(2001, 1, 1)))
    button = 'name="act" value="said_title:'
    page = client.get(f"/pitches/{PITCH}?beside=later").text
    form = form_with(page, "revision") | {"find": "Papegøje"}
    found = client.get(client.post(f"/pitches/{PITCH}", data={**form, "act": "find"}, csrf=False).location).text
    offered = [("papegøje" in html, html.count(button)) for html in (page, found)]
    assert offered == [(False, 12), (True, 1)]
    act = re.findall(r'value="(said_title:[^"]+)"', found)[0]
    taken = client.post(f"/pitches/{PITCH}", data={**form_with(found, "revision"), "act": act}, csrf=False)
    assert "Vores papegøje siger godmorgen" in form_with(client.get(taken.location).text, "revision")["title"][0]
