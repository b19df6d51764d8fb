"""A walk through the filled portal: every page that can be looked at is looked at, and looking changes nothing."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner
from outreach.users.models import User

#: Pages that no link leads to, and why that is right.
NOT_LINKED = {
    "healthz": "for a monitor",
    "readyz": "for a monitor",
    "handover.done": "what is said when somebody's work has been handed on",
    "static": "files, not pages",
    "paper_font": "files, not pages",
    "users.sign_in": "the walker is in already",
    "users.set_password": "needs a one-time link",
    "users.confirm": "leads on from what asks for the password once more",
    "users.second_step": "between the two steps of signing in",
    "users.second_factor_qr": "a picture, while a second factor is being set up",
    "users.recovery_codes": "shown once, after they were made",
    "users.first_run": "needs an empty portal",
    "today.first_steps": "linked while there are no partners",
    "conversations.noted": "what the dialog says when it is done",
    "partners.agreement_file": "a file, where one was kept",
    "library.logo": "a picture, where one was uploaded",
    "offers.choose_wording": "a form that asks for a sector",
    "reminders.feed": "a secret address for a calendar program",
    "visits.worker": "a script the telephone asks for",
    "visits.shell": "what the telephone keeps",
    "visits.offline_session": "asked by the page itself",
    "jobs.show": "where there is a job under way",
    "jobs.file": "the result of a job",
    "drafts.show": "one's own unsaved text, where there is any",
    "partners.edit": "a short address that leads on to the first form",
}
#: So many addresses of each endpoint, so that the walk ends in good time: the administrator's also finds every page.
MOST = {Role.STAFF: 1, Role.COORDINATOR: 1, Role.ADMINISTRATOR: 3}
_LINK = re.compile(r'(?:href|src)="([^"]+)"')


class Watch:
    """Tells whether anybody has written to the SQLite file since it was last asked."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._seen = self._version()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def has_changed(self) -> bool:
        before, self._seen = self._seen, self._version()
        return before != self._seen


def endpoint_of(app: Flask, path: str) -> str | None:
    """The endpoint that answers a GET of this path."""
    try:
        return str(app.url_map.bind("localhost").match(path, method="GET")[0])
    except HTTPException:
        return None


def walk(app: Flask, client: FlaskClient, watch: Watch, starts: list[str], most: int) -> tuple[set[str], list[str]]:
    """Follow every link from these addresses on, to `most` pages of each endpoint. Returns the endpoints reached and
    what was wrong."""
    waiting, seen, reached, faults = list(starts), set(starts), Counter[str](), []
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(app, urlsplit(address).path)
        if endpoint is None:
            faults.append(f"{address}: a link to nowhere")
            continue
        if endpoint in {"static", "paper_font"} or (address not in starts and reached[endpoint] >= most):
            continue
        reached[endpoint] += 1
        response = client.get(address)
        if watch.has_changed():
            faults.append(f"{address} ({endpoint}): a GET wrote to the database")
        if response.status_code not in {200, 302, 304}:
            faults.append(f"{address} ({endpoint}): {response.status}")
        if response.mimetype == "text/html":
            for found in _LINK.findall(response.text):
                link = urljoin(address, unescape(found)).partition("#")[0]
                if link.startswith("/") and not link.startswith("//") and link not in seen:
                    seen.add(link)
                    waiting.append(link)
    return set(reached), faults


def hand_over_a_pitch(client: FlaskClient) -> str:
    """Draft a page for a partner and issue it, so that there are papers to look at. The page's address."""
    partner = db.session.scalars(select(Partner).where(Partner.name == "Familiehuset")).one().public_id
    address = client.post(f"/partners/{partner}/pitches").location or ""
    assert client.post(f"{address}/freeze").status_code < 400
    return address


def partners_by_stage() -> list[str]:
    """The page of one open partner on each stage: what stands there depends on it."""
    found = db.session.execute(select(Partner.stage, Partner.public_id).where(~Partner.is_protected)
                               .order_by(Partner.id.desc())).tuples()
    return [f"/partners/{public_id}" for public_id in dict(found.all()).values()]


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR, Role.ADMINISTRATOR], ids=lambda role: role.value)
def test_get_requests_write_nothing_and_every_page_is_reached(
        demo_app: Flask, client_as: Callable[..., FlaskClient], role: Role) -> None:
    user = db.session.scalars(select(User).where(User.role == role).order_by(User.id)).first()
    assert user is not None
    client = client_as(user, language=user.language)
    pitch = hand_over_a_pitch(client)
    watch = Watch(Path(demo_app.instance_path) / "outreach.sqlite")
    reached, faults = walk(demo_app, client, watch, ["/", pitch, f"{pitch}/beside"], MOST[role])
    more, also = walk(demo_app, client, watch, partners_by_stage(), MOST[role])
    reached, faults = reached | more, faults + also
    assert faults == [], "\n".join(faults)
    if role is not Role.ADMINISTRATOR:
        return
    pages = {rule.endpoint for rule in demo_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    alone = sorted(pages - reached - set(NOT_LINKED))
    assert alone == [], f"no link leads to {', '.join(alone)}"


def test_write_detector_sees_a_write(app: Flask) -> None:
    watch = Watch(Path(app.instance_path) / "outreach.sqlite")
    db.session.execute(db.text("create table written (x)"))
    db.session.commit()
    assert watch.has_changed()


@pytest.mark.own_app
def test_get_that_writes_raises(app: Flask) -> None:
    from outreach.core.permissions import public
    from outreach.core.transactions import WriteOnSafeMethod
    from outreach.users.models import FailedSignIn

    @public
    def careless() -> str:
        db.session.add(FailedSignIn(account="x"))
        db.session.flush()
        return "done"

    app.add_url_rule("/careless", "careless", careless)
    with pytest.raises(WriteOnSafeMethod):
        app.test_client().get("/careless")
