"""A portal that really runs: the `flask serve` a colleague starts, on a data folder and a port of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from outreach import create_app
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests import instant
from tests.forking import ROOT, ForkingParent

_PATIENCE = 40.0
_NOT_OURS = ("DATABASE_URL", "OUTREACH_", "SECRET_KEY", "HOST", "PORT")


@dataclass(frozen=True)
class Portal:
    """A running portal: where it answers, and the same data seen from this process."""

    address: str
    app: Flask
    log: Path

    def cookie(self, who: User | str, language: str = "da") -> dict[str, Any]:
        """The cookie of a browser where `who` (a user or a name) has signed in, as Playwright wants it."""
        with self.app.app_context():
            user = who if isinstance(who, User) else db.session.scalars(select(User).where(User.name == who)).one()
            token = f"{user.id}-{language}-{time.monotonic_ns()}"
            with transactions.writing():
                db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(token), browser="Chrome, Linux",
                                           confirmed_at=clock.now()))
            db.session.remove()
        return self._cookie({"token": token, "language": language})

    def visitor(self, language: str = "da") -> dict[str, Any]:
        """The cookie of a browser where nobody has signed in and `language` is chosen."""
        return self._cookie({"language": language})

    def _cookie(self, values: dict[str, str]) -> dict[str, Any]:
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": signer.dumps(values), "url": self.address}


def open_data(folder: Path) -> Flask:
    """The app on a data folder that the server will use too, with its tables there."""
    app = create_app({"WTF_CSRF_ENABLED": False, "JOBS_IN_WEB": False}, folder)
    with app.app_context():
        db.create_all()
        db.session.remove()
    return app


@contextmanager
def running(app: Flask, port: int | None = None) -> Iterator[Portal]:
    """Serve the app's data folder from a process of its own until the block ends, where asked on a port used before."""
    folder = Path(app.instance_path)
    port, log = port or free_port(), folder / "server.log"
    environment = _environment(folder)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve", "--host", "127.0.0.1", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(process, address, log)
        yield Portal(address, app, log)
    finally:
        process.terminate()
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


class ForkedPortals:
    """One data folder, served by a new process for each test and forked from one that has everything loaded: starting
    `flask serve` takes seconds."""

    def __init__(self, folder: Path) -> None:
        self.app = open_data(folder)
        self._folder, self._number = folder, 0
        self._parent = ForkingParent("tests.browser.forked_server", log=folder / "parent.log",
                                     environment=_environment(folder))

    @contextmanager
    def running(self, database: Path) -> Iterator[Portal]:
        """Serve a copy of this database until the block ends."""
        self._disconnect()
        for left in (*self._folder.glob("outreach.sqlite*"), *self._folder.glob("tasks.sqlite*")):
            left.unlink()
        shutil.copy(database, self._folder / "outreach.sqlite")
        port, self._number = free_port(), self._number + 1
        log = self._folder / f"server-{self._number}.log"
        log.touch()
        self._parent.start(f"{port} {os.environ[instant.OFFSET]} {log}")
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_it_answers(self._parent.process, address, log)
            yield Portal(address, self.app, log)
        finally:
            self._parent.end(signal.SIGTERM)
            self._disconnect()

    def _disconnect(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def close(self) -> None:
        """End the parent."""
        self._parent.close()


def _environment(folder: Path) -> dict[str, str]:
    """What a server of this data folder inherits: nothing of this machine's own portal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    return {**kept, "OUTREACH_INSTANCE": str(folder), "FLASK_APP": "app", "PYTHONUTF8": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(process: subprocess.Popen[Any], address: str, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the portal did not start:\n{log.read_text(errors='replace')}")
