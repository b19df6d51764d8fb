"""The leak walk. Every text about a protected partner carries a marker; who may see the partner meets all of them, and
nobody else meets one: on no page, list, search, paper, file, error page or log line.

Nothing here knows a feature. New tables are found from the schema, new pages from the links and the url map.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from outreach import create_app
from outreach.closings.models import ClosingSave
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.stored_files import StoredFile, stored_file
from outreach.drafts.models import Reason
from outreach.drafts.service import save_draft
from outreach.handover.models import Handover, HandoverItem
from outreach.meetings.models import Meeting, MeetingPartner
from outreach.partners.models import CircleMember, Partner, PartnerAgreement, Stage
from outreach.reminders.email_body import write_email
from outreach.reminders.queries import due_for
from outreach.reminders.service import make_feed
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests.demo_library import load_demo
from tests.page_checks import CheckedClient
from tests.privacy.derived_values import files_of_the_log, make_keys_anew
from tests.privacy.hidden_rows import SHARED, find_hidden, hanging_tables, linked_tables
from tests.privacy.seed_markers import Markers, plant, text_columns
from tests.privacy.walker import Sent, Walker, is_file, labels_of, text_of

#: Texts about a partner that no page shows, and why.
SHOWN_NOWHERE = {
    "closing_save.content": "an earlier state of a draft, to put two pages together; the closing is what is shown",
    "closing_save.sent": "what a page sent of it, for the same",
    "issued_document.values": "kept to make the paper anew; the file itself is what is shown",
    "pitch.options": "what the draft proposed; a select on the editor shows those that are still open",
}
#: Pages with an id in their address that no link of the demo leads to, and why.
NOT_REACHED = {
    "static": "files of ours", "paper_font": "files of ours",
    "jobs.show": "where there is a job under way", "jobs.file": "the result of a job",
    "offers.choose_wording": "leads on to the next page",
    "users.set_password": "a one-time link", "users.first_run": "a one-time link",
}
#: The two partners that nobody but their circle may see; others of the demo join them until every table has a row.
PROTECTED = ("Familiehuset", "Randers Krisecenter")
OWNER, MEMBER, VISITOR = "Børnebibliotekaren", "Kollegaen i kredsen", "Kollegaen med en grund"
OUTSIDERS = {role: f"Udenfor {role.value}" for role in Role}

Look = Callable[[str, TestResponse], None]


@dataclass
class Walked:
    """What came of the whole walk."""

    markers: Markers
    seen_by_circle: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    in_labels: list[str] = field(default_factory=list)
    in_log: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    visitor_saw: set[str] = field(default_factory=set)
    unreached: set[str] = field(default_factory=set)
    steps: int = 0


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo library with markers; its own copy, since the walk sends forms as well."""
    app = create_app({"TESTING": True, "SECRET_KEY": "only for tests"}, tmp_path_factory.mktemp("leaks"))
    app.test_client_class = CheckedClient
    with app.app_context():
        db.create_all()
    load_demo(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    clock.set_source(None)


@pytest.fixture(scope="module")
def walked(portal: Flask) -> Walked:
    """The whole walk, once; the tests below each read one thing off it."""
    log = _Lines()
    logging.getLogger().addHandler(log)
    try:
        return _walk(portal, log)
    finally:
        logging.getLogger().removeHandler(log)


def _walk(app: Flask, log: _Lines) -> Walked:
    partner_ids = _protect()
    tokens = {name: _sign_in(app, name) for name in (OWNER, MEMBER, VISITOR, *OUTSIDERS.values())}
    first = db.session.get_one(Partner, partner_ids[0]).public_id
    _open(app, tokens[VISITOR], Sent(f"/partners/{first}/open", {"reason": ["Jeg er afløser i dag"]}))
    for meeting_id in _meeting_ids(partner_ids):
        for what in ("pitch", "for-them"):
            _open(app, tokens[OWNER], Sent(f"/meetings/{meeting_id}/{what}", {}))
    starts = ["/", _keep_a_form(f"/partners/{first}/edit/everyday"), *_furnish(partner_ids[0])]
    with transactions.writing():
        # As if two pages had written in each draft of a closing at once.
        db.session.execute(update(ClosingSave).values(sent=ClosingSave.content))
        markers = plant(db.session.connection(), db.metadata, partner_ids)
    with transactions.writing():
        make_keys_anew()
    walked, hidden_ids = Walked(markers), _hidden_ids(partner_ids)

    def walker(name: str, look: Look) -> Walker:
        def watch(address: str, answer: TestResponse) -> None:
            walked.steps += 1
            if answer.status_code >= 500:
                walked.broken.append(f"{name}: {address} answered {answer.status_code}")
            if found := markers.seen_in(f"{labels_of(answer)}\n{address if name in {OWNER, MEMBER} else ''}"):
                walked.in_labels.append(f"{name}: {address}: {markers.columns(found)}")
            look(address, answer)

        return Walker(app, _client(app, tokens.get(name)), watch, hidden_ids)

    def circle_looks(address: str, answer: TestResponse) -> None:
        seen = markers.seen_in(text_of(answer))
        if answer.mimetype == "text/calendar" and seen:
            walked.leaks.append(f"{address} leaves the house: {markers.columns(seen)}")
        walked.seen_by_circle |= seen

    owner = walker(OWNER, circle_looks)
    owner.crawl(starts)
    _hand_over_papers(owner)
    for sent in files_of_the_log():
        if taken := markers.seen_in(text_of(owner.post(sent))):
            walked.leaks.append(f"{sent} leaves the house: {markers.columns(taken)}")
    if mailed := markers.seen_in(_mail_to(OWNER)):
        walked.leaks.append(f"the daily mail leaves the house: {markers.columns(mailed)}")
    owner.crawl(owner.addresses_with(sorted(hidden_ids)))
    member = walker(MEMBER, circle_looks)
    member.many = 4  # what the owner saw already, the other of the circle sees again; but the administrator's pages
    member.crawl(["/"])
    telling = list(dict.fromkeys(each for walked_by in (owner, member)
                                 for each, status in walked_by.answered.items() if status < 400))
    walked.unreached = _unreached(app, owner) & _unreached(app, member)

    def nobody_sees(name: str, allowed: frozenset[int] = frozenset()) -> Look:
        def look(address: str, answer: TestResponse) -> None:
            found = markers.seen_in(text_of(answer))
            if not allowed and is_file(answer) and any(hidden_id in address for hidden_id in hidden_ids):
                walked.leaks.append(f"{name}: {address}: a file about what is hidden")
            if leaked := {each for each in found if not markers.known[each].partners <= allowed}:
                walked.leaks.append(f"{name}: {address} ({answer.status_code}): {markers.columns(leaked)}")
            if name == VISITOR:
                walked.visitor_saw |= found

        return look

    visitor = walker(VISITOR, nobody_sees(VISITOR, frozenset(partner_ids[:1])))
    for address in telling:
        if not address.endswith(".png"):
            visitor.get(address)
    outsiders = {name: walker(name, nobody_sees(name)) for name in ("", *OUTSIDERS.values())}
    for outsider in outsiders.values():
        outsider.visit(telling)
        for sent in files_of_the_log():
            outsider.post(sent)
    _search(outsiders[OUTSIDERS[Role.ADMINISTRATOR]], owner, markers, walked)
    _send_forms(app, owner, outsiders)
    _break_it(app, owner)
    walked.in_log = [line for line in log.lines if markers.seen_in(line)]
    return walked


def _protect() -> list[int]:
    """Protect the two, and as many more as it takes until every table that has rows has one of theirs."""
    partners = {partner.name: partner for partner in db.session.scalars(select(Partner).order_by(Partner.id))}
    chosen = [partners[name].id for name in PROTECTED]
    with db.engine.connect() as connection:
        everything = find_hidden(connection, db.metadata, [partner.id for partner in partners.values()])
        for partner in partners.values():
            mine = find_hidden(connection, db.metadata, chosen)
            lacking = {table for table in mine if everything[table] and not mine[table]}
            alone = find_hidden(connection, db.metadata, [partner.id]) if lacking else {}
            if any(alone[table] for table in lacking):
                chosen.append(partner.id)
    with transactions.writing():
        people = [User(name=MEMBER, email="m@demo.example", role=Role.ADMINISTRATOR),
                  User(name=VISITOR, email="v@demo.example", role=Role.STAFF),
                  *(User(name=name, email=f"udenfor-{role.value}@demo.example", role=role)
                    for role, name in OUTSIDERS.items())]
        owner = db.session.scalars(select(User).where(User.name == OWNER)).one()
        for number, partner_id in enumerate(chosen):
            partner = db.session.get_one(Partner, partner_id)
            partner.is_protected, partner.owner = True, owner
            partner.code_name = f"Partner Lind {number}"
            partner.circle = [CircleMember(user=people[0])]
        # Only who tries something together has a day to decide by.
        db.session.get_one(Partner, chosen[1]).stage = Stage.ENGAGEMENT
        db.session.add_all(people)
    return chosen


def _sign_in(app: Flask, name: str) -> str:
    token = f"leak-walk-{name}"
    with transactions.writing():
        user = db.session.scalars(select(User).where(User.name == name)).one()
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(token)))
    return token


def _client(app: Flask, token: str | None) -> FlaskClient:
    client = app.test_client()
    client.looks = False  # other tests look at the pages; this walk is long enough  # type: ignore[attr-defined]
    with client.session_transaction() as cookie:
        cookie["language"] = "da"
        if token:
            cookie["token"] = token
    return client


def _open(app: Flask, token: str, sent: Sent) -> None:
    Walker(app, _client(app, token), lambda *_: None, frozenset()).post(sent)


def _keep_a_form(path: str) -> str:
    """The page where the owner finds a text again that outlived its session."""
    with transactions.writing():
        owner = db.session.scalars(select(User).where(User.name == OWNER)).one()
        row = save_draft(by=owner, reason=Reason.SESSION, path=path, form="EverydayForm",
                        items=[("everyday", "Her er stille om formiddagen")])
        assert row is not None
    return f"/kept/{row.public_id}"


def _furnish(partner_id: int) -> list[str]:
    """A signed agreement, a handover and a calendar address of the owner's; where to find what no link leads to."""
    with transactions.writing():
        owner = db.session.scalars(select(User).where(User.name == OWNER)).one()
        taker = db.session.scalars(select(User).where(User.name == MEMBER)).one()
        some = db.session.scalars(select(StoredFile).order_by(StoredFile.id).limit(1)).one()
        paper = stored_file(some.content, "application/pdf", owner.id)
        handed = Handover(giver=owner, taker=taker, items=[
            HandoverItem(partner_id=partner_id, kind="owner", subject_id="x")])
        db.session.add_all([handed, PartnerAgreement(partner_id=partner_id, signed_on=clock.today(), file=paper)])
        feed = f"/calendar/{make_feed(by=owner)}.ics"
        return [f"/handover/{owner.public_id}", f"/handover/done/{handed.public_id}", feed]


def _mail_to(name: str) -> str:
    user = db.session.scalars(select(User).where(User.name == name)).one()
    return write_email(user, due_for(user, clock.today()), "").text


def _meeting_ids(partner_ids: list[int]) -> list[str]:
    return list(db.session.scalars(
        select(Meeting.public_id).join(MeetingPartner).where(MeetingPartner.partner_id.in_(partner_ids)).distinct()))


def _hidden_ids(partner_ids: list[int]) -> frozenset[str]:
    """The public ids of every row about the protected partners."""
    found: set[str] = set()
    with db.engine.connect() as connection:
        hidden = find_hidden(connection, db.metadata, partner_ids)
        for name, keys in hidden.items():
            table = db.metadata.tables[name]
            if "public_id" in table.c and keys:
                found.update(connection.scalars(
                    select(table.c.public_id).where(table.c.id.in_([key[0] for key in keys]))))
    return frozenset(found)


def _hand_over_papers(owner: Walker) -> None:
    """Make every paper that the circle's pages offer to make, and look at it."""
    for action, sent in sorted(owner.posts.items()):
        if re.search(r"/(for-them|freeze)$", action):
            owner.post(sent)
    owner.answered = {each: status for each, status in owner.answered.items() if "/papers" not in each}
    owner.crawl(sorted(each for each in owner.answered if each.endswith("/papers"))
                or [f"/partners/{hidden_id}/papers" for hidden_id in sorted(owner.hidden_ids)])


def _unreached(app: Flask, owner: Walker) -> set[str]:
    """Pages with an id in their address that the owner never saw: the walk must be told how to get there."""
    reached = {owner.endpoint(each) for each, status in owner.answered.items() if status < 400}
    return {rule.endpoint for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.arguments} - reached


def _search(outsider: Walker, owner: Walker, markers: Markers, walked: Walked) -> None:
    """What is hidden answers no search: each word gets the very answer that a word of nothing gets."""
    heads = {marker.column: marker.head for marker in markers.known.values() if marker.head}
    for path, name in {**owner.searches, **outsider.searches}.items():
        nothing = _page(outsider, f"{path}?{name}=zhxxxxh")
        for column, head in heads.items() if nothing is not None else ():
            found = _page(outsider, f"{path}?{name}={head}")
            if found is not None and found.replace(head, "zhxxxxh") != nothing:
                walked.differing.append(f"{path}: {column}")


def _page(walker: Walker, address: str) -> str | None:
    answer = walker.get(address)
    return re.sub(r'value="[0-9a-zA-Z._~-]{40,}"', "", text_of(answer)) if answer.status_code < 400 else None


def _send_forms(app: Flask, owner: Walker, outsiders: dict[str, Walker]) -> None:
    """Every form the circle has before it, sent by those outside with the first words of what stands in it."""
    sent = []
    for action, form in sorted(owner.posts.items()):
        if not action.startswith(("/users", "/me", "/library", "/sign-out")) and not action.endswith("/open"):
            values = {name: [re.sub("zq([0-9a-z]{4})qz", r"zh\1h", value) for value in each]
                      for name, each in form.saving().values.items()}
            sent.append(Sent(action, values))
    for outsider in outsiders.values():
        for form in sent:
            outsider.post(form)


def _break_it(app: Flask, owner: Walker) -> None:
    """A fault in the middle of a page that shows everything: neither the error page nor the log tells of it."""
    page = next(each for each in owner.answered if re.fullmatch(r"/partners/\w{12}", each))
    with transactions.writing():
        db.session.execute(db.text("alter table offer rename to offer_gone"))
    look, owner.look = owner.look, lambda _address, _answer: None
    answer = owner.get(page)
    owner.look = look
    assert answer.status_code == 500
    owner.look("the page of an unexpected error", _as_refusal(answer))


def _as_refusal(answer: TestResponse) -> TestResponse:
    answer.status_code = 400
    return answer


def test_every_table_is_either_about_partners_or_known_to_be_shared() -> None:
    tables = set(db.metadata.tables)
    assert (SHARED - tables, hanging_tables(db.metadata) - linked_tables(db.metadata)) == (set(), set())


def test_every_text_about_a_partner_has_a_marker(walked: Walked) -> None:
    planted = walked.markers.columns(set(walked.markers.known))
    assert {f"{text_column.table.name}.{text_column.name}"
            for text_column in text_columns(db.metadata)} - planted == set()


def test_the_circle_sees_every_marker(walked: Walked) -> None:
    planted, seen = (walked.markers.columns(known) for known in (set(walked.markers.known), walked.seen_by_circle))
    assert planted - seen - set(SHOWN_NOWHERE) == set()


def test_the_walk_reaches_every_page(walked: Walked) -> None:
    assert walked.unreached - set(NOT_REACHED) == set()


def test_nobody_else_sees_a_marker(walked: Walked) -> None:
    assert walked.leaks == []


def test_hidden_words_find_nothing(walked: Walked) -> None:
    assert walked.differing == []


def test_a_visitor_sees_only_the_markers_of_the_opened_partner(walked: Walked) -> None:
    assert {"partner.name", "quote.text", "contact.name"} <= walked.markers.columns(walked.visitor_saw)


def test_no_address_header_or_file_name_has_a_marker(walked: Walked) -> None:
    assert walked.in_labels == []


def test_no_log_line_has_a_marker(walked: Walked) -> None:
    assert walked.in_log == []


def test_no_page_of_the_walk_fails(walked: Walked) -> None:
    assert walked.broken == []
