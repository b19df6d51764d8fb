"""What is hidden leaves no trace: portals that are equal but for what belongs to hidden partners answer alike.

An outsider of each role walks one portal, and the same requests are sent in the others: pages, filters, searches,
files, papers, feeds, the log and refusals, and the mails are compared as well. Status, headers and body are the same
byte for byte; the clock stands still and random draws are repeated, so nothing is left out of the comparison.

Routes come from the url map and rows from the schema, so later work is in it by itself. Normally a short walk; the
whole one, with its counts printed, with OUTREACH_WALK=whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import create_app
from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.followups.models import FollowUp
from outreach.handover import queries as handover_queries
from outreach.reminders.email_body import write_email
from outreach.reminders.queries import due_for
from tests.databases import Databases, empty_queue
from tests.privacy import two_portals
from tests.privacy.replay import (
    NO_SUCH_ID,
    NOT_WALKED,
    Browser,
    Explorer,
    Limits,
    Recording,
    Step,
    addresses,
    repeat,
)

WHOLE = os.environ.get("OUTREACH_WALK") == "whole"
#: Administrators see most, so in the short walk they see every kind of page, and the others the pages without an id.
SHORT = dict.fromkeys(Role, Limits(pages=30, queries=0)) | {
    Role.ADMINISTRATOR: Limits(pages=160, queries=1, posts=70, files_alike=2)}
LONG = dict.fromkeys(Role, Limits(pages=3_300, alike=600, queries=400, posts=700, posts_alike=12, files_alike=320,
                                  pairs=True, emptied=True))
LIMITS = LONG if WHOLE else SHORT
#: The portal that is walked, and those in which the walk is repeated.
WALKED = "nothing_there"
REPEATED = ["much_and_other", "as_it_is", "much_there", "other_values"] if WHOLE else ["much_and_other"]
#: Pages that open in no walk, and why; their refusals are compared.
OPENS_NEVER = {
    "users.first_run": "a one-time link",
    "users.set_password": "a one-time link", "users.second_step": "between two steps of signing in",
    "users.second_factor_qr": "a second factor being set up", "drafts.show": "a draft of one's own, from a script",
    "library.logo": "the demo has no logo", "partners.agreement_file": "no agreement of the demo has a file",
    "handover.done": "nothing of the demo was handed over; the whole walk does it",
}
#: What the log tells administrators of hidden partners (two_portals.TOLD_TO_ADMINISTRATORS) has a test of its own.
LOG_PAGES = ("/log", "/log/openings", "/log/file")


@dataclass
class Portals:
    """Places one portal after the other in the same application."""

    app: Flask
    databases: Databases
    randomness: two_portals.Randomness
    feeds: dict[Role, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def place(self, variant: str, *, keep_log: bool = False) -> Browser:
        """A new portal of this variant, and a browser that is signed in to it as each outsider."""
        with self.app.app_context():
            self.leave()
            self.databases.place(self.databases.demo, Path(self.app.instance_path))
            self.randomness.restart(0)
            ids = two_portals.close_partners()
            signed_in = {role: two_portals.sign_in(role) for role in Role}
            self.feeds = {role: f"/calendar/{secret}.ics" for role, (_token, secret) in signed_in.items()}
            self.hidden = two_portals.public_ids(ids)
            self.bookmarks, self.words = two_portals.ids_about(ids), two_portals.words_about(ids)
            two_portals.vary(variant, ids, keep_log=keep_log)
        return Browser(self.app, self.randomness, {role: token for role, (token, _secret) in signed_in.items()})

    def leave(self) -> None:
        """Let go of the database. Inside an application context."""
        empty_queue(self.app)
        db.session.remove()
        db.engine.dispose()

    def mails(self) -> dict[Role, str]:
        """What today's mail would say to each outsider."""
        with self.app.app_context():
            people = {role: two_portals.outsider(role) for role in Role}
            return {role: repr(write_email(user, due_for(user, clock.today()), "/"))
                    for role, user in people.items()}


@dataclass
class Walk:
    """A recorded walk."""

    recording: Recording
    reached: set[str]
    mails: dict[Role, str]


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Portals]:
    databases.demo  # noqa: B018 - made before the clock stands still
    with two_portals.repeatable() as randomness:
        app = create_app({**databases.settings, "RAISE_ERRORS": False}, tmp_path_factory.mktemp("two-portals"))
        app.logger.disabled = True
        portals = Portals(app, databases, randomness)
        yield portals
        app.logger.disabled = False  # every portal of this process has the same logger
        with app.app_context():
            portals.leave()


@pytest.fixture(scope="module")
def walk(portals: Portals) -> Walk:
    """Walk as every role and as nobody; then send forms, and look again at what they changed."""
    browser, recording = portals.place(WALKED), Recording()
    apart = (*portals.hidden, NO_SUCH_ID)
    words = portals.words if WHOLE else portals.words[:1]
    special = addresses(portals.app, [*portals.hidden, NO_SUCH_ID] if WHOLE else portals.hidden[:1])
    explorers = [Explorer(browser, role, recording, LIMITS[role], words, apart) for role in Role]
    mails = portals.mails()
    for explorer in explorers:
        explorer.explore(["/", *addresses(portals.app, [""])])
        for address in special if WHOLE or explorer.role is Role.ADMINISTRATOR else ():
            explorer.get(address)
    stranger = Explorer(browser, None, recording, LIMITS[Role.STAFF])
    for address in [*portals.feeds.values(), "/nothing-of-the-kind", *(special if WHOLE else special[:3])]:
        stranger.get(address)
    for explorer in explorers:
        explorer.post_all()
        for address in ("/", "/partners", "/visit-log", "/reports") if explorer.limits.posts else ():
            explorer.get(address)
    explorers[-1].open_the_rest()
    reached = set().union(*(each.reached for each in (*explorers, stranger)))
    return Walk(recording, reached, mails)


def is_about_the_log(step: Step) -> bool:
    """The administrator's log has a test of its own."""
    return step.role is Role.ADMINISTRATOR and step.address.partition("?")[0] in LOG_PAGES


@pytest.mark.parametrize("variant", REPEATED)
def test_outsiders_get_the_same_answers_whatever_belongs_to_hidden_partners(
        portals: Portals, walk: Walk, variant: str) -> None:
    browser = portals.place(variant)
    mails = portals.mails()
    differences = repeat(walk.recording, browser, is_about_the_log)
    print(f"\n{WALKED} and {variant}: {len(differences)} differences over (pages, files)",
          {role.value: walk.recording.count(role) for role in Role})
    assert (differences, mails == walk.mails) == ([], True)


def test_the_log_tells_administrators_of_hidden_partners_no_more_than_who_and_when(portals: Portals) -> None:
    browser, recording = portals.place(WALKED, keep_log=True), Recording()
    explorer = Explorer(browser, Role.ADMINISTRATOR, recording, Limits(pages=40 if WHOLE else 8, alike=5, posts=5),
                        apart=(*portals.hidden, "verb=", "kind="))
    explorer.explore(["/log", "/log/openings"])
    explorer.post_all()
    assert "Partner Lind" in recording.answers[0].text
    assert repeat(recording, portals.place("much_and_other", keep_log=True), lambda _step: False) == []


def test_a_count_that_includes_hidden_partners_is_found(portals: Portals, monkeypatch: pytest.MonkeyPatch) -> None:
    def count_all(_viewer: object) -> dict[int | None, int]:
        query = select(FollowUp.owner_id, func.count()).where(FollowUp.done_at.is_(None)).group_by(FollowUp.owner_id)
        return dict(db.session.execute(query).tuples().all())

    monkeypatch.setattr(handover_queries, "count_open_by_owner", count_all)
    browser, recording = portals.place(WALKED), Recording()
    Explorer(browser, Role.MANAGER, recording, Limits(pages=2)).explore(["/handover", "/followups"])
    [difference] = repeat(recording, portals.place("much_and_other"), lambda _step: False)
    assert difference.startswith("manager GET /handover: ")


def test_every_page_is_walked_or_named_as_one_that_is_not(walk: Walk, portals: Portals) -> None:
    pages = {rule.endpoint for rule in portals.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    named = NOT_WALKED.keys() | OPENS_NEVER.keys()
    assert (pages - walk.reached - named, named - {
        rule.endpoint for rule in portals.app.url_map.iter_rules()}) == (set(), set())


def test_no_answer_of_the_walk_was_a_fault_of_ours(walk: Walk) -> None:
    assert [step for step, answer in zip(walk.recording.steps, walk.recording.answers, strict=True)
            if answer.status >= 500 and step.address != "/readyz"] == []
