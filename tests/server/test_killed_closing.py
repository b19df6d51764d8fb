"""Four colleagues write in the same half-done closing while the server is killed again and again: every word that was
acknowledged stands in the draft.

OUTREACH_KILLS says how often (10).
"""

from __future__ import annotations

import http.client
import json
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time as clock_time
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from outreach.closings.models import Closing
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.meetings.models import MeetingKind
from outreach.meetings.service import Plan, plan_meeting
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from tests.server.test_killed import KILLS, WRITERS, whole
from tests.server.writers import Forked, Writer


@dataclass
class ClosingWriter(Writer):
    """One colleague's open page: each save says one word more, in the last line or in a new one."""

    lines: list[str] = field(default_factory=list)
    base: str = "0"

    def _write(self, text: str, path: str) -> None:
        if not self.lines or len(self.lines[-1]) > 300:
            self.lines.append("")
        word = f"ord{self.number}x{len(self.acknowledged)}"
        self.lines[-1] = f"{self.lines[-1]} {word}".strip()
        super()._write(word, path)

    def form(self, text: str) -> dict[str, str]:
        fields = {"base": self.base, "tag": f"side{self.number}", "csrf_token": self._fresh_token(),
                  "held_on": clock.today().isoformat()}
        for number, line in enumerate(self.lines):
            fields |= {f"heard-{number}-key": f"k{self.number}x{number}", f"heard-{number}-text": line,
                       f"heard-{number}-language": "da"}
        return {"path": self.paths[0], "cookie": self.cookie, "body": urlencode(fields)}

    def _post(self, path: str, body: str) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded",
                                                   "Cookie": self.cookie})
            answer = line.getresponse()
            content = answer.read()
            if answer.status == 200:
                self.base = json.loads(content)["base"]
                return 302  # what the writer takes for yes
            return answer.status
        finally:
            line.close()


def plan(by_id: int, partner_id: str) -> str:
    """A meeting today; its public id."""
    with transactions.writing():
        by = db.session.get_one(User, by_id)
        day = Plan(kind=MeetingKind.FIRST, held_on=clock.today(), starts_at=clock_time(9), ends_at=clock_time(10))
        return str(plan_meeting(by=by, partners=[get_open_partner(partner_id, by)], plan=day).public_id)


def test_every_acknowledged_word_is_in_the_draft(served: Flask, environment: dict[str, str], tmp_path: Path, port: int,
                                                 writers: Callable[[int], list[Writer]]) -> None:
    first, *others = writers(WRITERS + 1)
    meeting = plan(first.user_id, first.paths[0].split("/")[2])
    path = f"/meetings/{meeting}/closing/autosave"
    busy = [ClosingWriter(port, [path], each.cookie, each.token, each.user_id, each.app, each.number)
            for each in others]
    stop, moments = threading.Event(), random.Random(11)
    threads = [threading.Thread(target=each.write_until, args=(stop,)) for each in busy]
    with Forked(tmp_path, port, environment, first) as portal:
        portal.start()
        for each in threads:
            each.start()
        for _kill in range(KILLS):
            known = sum(len(each.acknowledged) for each in busy)
            while sum(len(each.acknowledged) for each in busy) == known and any(each.is_alive() for each in threads):
                time.sleep(0.002)
            time.sleep(moments.uniform(0, 0.03))
            portal.kill(signal.SIGKILL)
            portal.start()
        stop.set()
        for each in threads:
            each.join()
        portal.kill(signal.SIGTERM)

    db.session.rollback()
    [closing] = db.session.scalars(select(Closing))
    kept = {word for row in closing.content["heard"] for word in row["text"].split()}
    assert {word for each in busy for word in each.acknowledged} - kept == set()
    assert ([each.refused for each in busy], whole(served)) == ([[]] * WRITERS, True)
