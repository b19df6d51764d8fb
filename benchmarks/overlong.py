"""How colleagues fare while one sends megabytes into each field of each form: how much longer their pages take than on
a quiet portal (at most 0.5 s or 5 times as long), and whether anybody meets a server error.

    .venv/bin/python benchmarks/overlong.py [--role administrator] [--bytes 4000000] [--fields 10000]

The forms are those that a walk through the demo meets. Each field is sent alone, the others as the page filled them:
as an ordinary form, as a form with files, and once as long as is not refused unread.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import logging
import os
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask.testing import FlaskClient  # noqa: E402
from sqlalchemy import select  # noqa: E402
from werkzeug.test import encode_multipart  # noqa: E402

from outreach import create_app  # noqa: E402
from outreach.core.db import db  # noqa: E402
from outreach.core.input_limits import limit_of  # noqa: E402
from outreach.core.permissions import Role  # noqa: E402
from outreach.users.models import User  # noqa: E402
from tests.browser.portal import Portal, running  # noqa: E402
from tests.demo_library import load_demo  # noqa: E402
from tests.privacy.walker import Sent, Walker  # noqa: E402

_PAGES = ("/", "/partners", "/visits", "/followups", "/offers", "/healthz")
_QUIET_SECONDS = 10
#: What a page may take whatever it takes on a quiet portal, and how many times as long otherwise.
_SECONDS, _TIMES = 0.5, 5
_NEVER = ("/sign-out", "/language")


class Colleague:
    """Opens one page after the other over the network, and keeps how long each took."""

    def __init__(self, portal: Portal, user: User) -> None:
        cookie = portal.cookie(user)
        self._line = urlsplit(portal.address)
        self._cookie = f"{cookie['name']}={cookie['value']}"
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []

    def look_until(self, stop: threading.Event) -> None:
        """Open the pages in turn until told to stop."""
        for page in itertools.takewhile(lambda _page: not stop.is_set(), itertools.cycle(_PAGES)):
            began = time.perf_counter()
            status = _status(self._line.port, "GET", page, {"Cookie": self._cookie})
            self.seconds[page].append(time.perf_counter() - began)
            if status != 200:
                self.errors.append(f"{page} {status}")

    def look_for(self, seconds: float) -> dict[str, float]:
        """Median seconds for each page while nobody else is there."""
        stop = threading.Event()
        threading.Timer(seconds, stop.set).start()
        self.look_until(stop)
        usual = {page: median(taken) for page, taken in self.seconds.items()}
        self.seconds.clear()
        return usual


def _status(port: int | None, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> int:
    """The status of the answer; 0 where the server closes the line while it is still being sent to."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        answer.read()
        return answer.status
    except (ConnectionError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _forms(client: FlaskClient, app: Any) -> list[Sent]:
    """Every form that a walk from the front page meets, one of each kind."""
    walker = Walker(app, client, lambda _address, _answer: None, frozenset())
    walker.crawl(["/"])
    kinds: dict[tuple[str, ...], Sent] = {}
    rules = app.url_map.bind("localhost")
    for action, sent in sorted(walker.posts.items()):
        if not action.startswith(_NEVER):
            endpoint = str(rules.match(urlsplit(action).path, method="POST")[0])
            kinds.setdefault((endpoint, *sorted(sent.values)), sent.saving())
    return list(kinds.values())


def _bodies(sent: Sent, name: str, size: int) -> Iterator[tuple[str, str, bytes]]:
    """(what is sent, content type, body) with this field overlong."""
    for what, text in (("form", "1-" * (size // 2)), ("form at the limit", "a." * (limit_of(name) // 2))):
        body = urlencode({**sent.values, name: [text]}, doseq=True).encode()
        yield what, "application/x-www-form-urlencoded", body
    boundary, data = encode_multipart({**sent.values, name: ["a\n" * (size // 2)]})
    yield "form with files", f"multipart/form-data; boundary={boundary}", data


def main() -> None:
    """Measure once and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--role", choices=[role.value for role in Role], default="administrator")
    arguments.add_argument("--bytes", type=int, default=4_000_000)
    arguments.add_argument("--fields", type=int, default=10_000, help="how many fields at most")
    options = arguments.parse_args()
    os.environ.pop("DATABASE_URL", None)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"JOBS_IN_WEB": False}, Path(folder))
        with app.app_context():
            db.create_all()
        load_demo(app)
        with running(app) as portal:
            with app.app_context():
                sender = db.session.scalars(select(User).where(User.role == Role(options.role))).first()
                other = db.session.scalars(select(User).where(User.role == Role.STAFF).order_by(User.id.desc())).first()
            assert sender is not None
            assert other is not None
            cookie = portal.cookie(sender)
            client = app.test_client()
            client.set_cookie(cookie["name"], cookie["value"])
            forms = _forms(client, app)
            session = client.get_cookie(cookie["name"])
            headers = {"Cookie": f"{cookie['name']}={session.value if session else ''}"}
            fields = [(sent, name) for sent in forms for name in sorted(sent.values)][:options.fields]
            colleague = Colleague(portal, other)
            usual = colleague.look_for(_QUIET_SECONDS)
            stop = threading.Event()
            looking = threading.Thread(target=colleague.look_until, args=(stop,))
            looking.start()
            answers: Counter[int] = Counter()
            slowest: list[tuple[float, str]] = []
            for sent, name in fields:
                for what, content_type, body in _bodies(sent, name, options.bytes):
                    began = time.perf_counter()
                    status = _status(urlsplit(portal.address).port, "POST", sent.action,
                                     {**headers, "Content-Type": content_type}, body)
                    answers[status] += 1
                    slowest.append((time.perf_counter() - began, f"{status} {sent.action} {name} ({what})"))
            stop.set()
            looking.join()
    print(f"{options.role}: {len(forms)} forms, {len(fields)} fields, {sum(answers.values())} sent, of {options.bytes} "
          f"bytes and at the limit; answers {dict(answers.most_common())}")
    for taken, what in sorted(slowest, reverse=True)[:5]:
        print(f"  {taken:.2f} s: {what}")
    print("a colleague's pages: median alone / median and longest meanwhile, in ms")
    for page in _PAGES:
        taken = colleague.seconds[page]
        most = max(_SECONDS, _TIMES * usual[page])
        print(f"  {page}: {usual[page] * 1000:.0f} / {median(taken) * 1000:.0f}, {max(taken) * 1000:.0f} "
              f"of {len(taken)}{'' if max(taken) <= most else ' OVER THE BAR'}")
    print(f"errors of the colleague: {colleague.errors or 'none'}; answers of 500 or above: "
          f"{sum(count for status, count in answers.items() if status >= 500)}")


if __name__ == "__main__":
    main()
